import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { numberColumns } from '../../src/store/number-columns.js';

describe('columns of whole numbers', () => {
  const number = fc.option(fc.maxSafeInteger(), { nil: null });
  const rows = fc.uniqueArray(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 300_000 })), number, number), {
    selector: ([key]) => key,
  });

  it('have the numbers of every row in order of its key, and none where there is null', () => {
    fc.assert(
      fc.property(rows, (told) => {
        const database = new Database(':memory:');
        database.exec('create table t (id integer primary key, a integer, b integer)');
        const insert = database.prepare('insert into t values (?, ?, ?)');
        for (const row of told) insert.run(...row);
        const read: (readonly (number | undefined)[])[] = [];
        for (const { keys, columns } of numberColumns(database, { table: 't', key: 't.id', columns: ['t.a', 't.b'] }))
          keys.forEach((key, at) => void read.push([key, columns[0]?.[at], columns[1]?.[at]]));
        database.close();
        expect(read).toEqual([...told].sort(([a], [b]) => a - b).map((row) => row.map((value) => value ?? Number.NaN)));
      }),
    );
  });

  it('are of those rows alone that meet the condition, joined ones as often as they are', () => {
    const database = new Database(':memory:');
    database.exec(`create table t (id integer primary key, list text);
      insert into t values (3, '[1, 2]'), (4, '[]'), (5, '[7, 8]'), (70000, '[9]')`);
    const query = { table: 't', key: 't.id', joins: ', json_each(t.list) j', where: 'j.value <> 8', columns: ['j.value', 'j.key'] };
    const read = [...numberColumns(database, query)].map(({ keys, columns }) => [keys, ...columns].map((column) => [...column]));
    expect(read).toEqual([
      [
        [3, 3, 5],
        [1, 2, 7],
        [0, 1, 0],
      ],
      [[70_000], [9], [0]],
    ]);
    database.close();
  });
});
