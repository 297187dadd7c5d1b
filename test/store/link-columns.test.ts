import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { columnPages } from '../../src/store/link/column-pages.js';
import { Exits } from '../../src/store/link/exits.js';
import { fileName, fileNameSql } from '../../src/store/link/file-name.js';

describe('columns of a table', () => {
  it('come whole and in order, however many pages they take and whatever rows are missing', () => {
    const database = new Database(':memory:');
    database.exec('create table fact (id integer primary key, name text, us integer)');
    const insert = database.prepare('insert into fact values (?, ?, ?)');
    const rows = Array.from({ length: 2500 }, (_, at) => ({
      id: at * 3 + 1,
      name: at % 2 === 0 ? null : `"${at}"\n`,
      us: 1_700_000_000_000_000 + at,
    }));
    for (const { id, name, us } of rows) insert.run(id, name, us);
    const pages = columnPages<{ readonly id: number[]; readonly name: (string | null)[]; readonly us: number[] }>(database, {
      table: 'fact',
      key: 'id',
      columns: { id: 'id', name: 'name', us: 'us + 1' },
    });
    const read = [...pages].flatMap((page) => page.id.map((id, at) => ({ id, name: page.name[at], us: (page.us[at] ?? 0) - 1 })));
    expect(read).toEqual(rows);
    database.close();
  });
});

describe('the file name of a path', () => {
  const database = new Database(':memory:');
  const inSql = database.prepare<[string | null], string | null>(`select ${fileNameSql('path')} from (select ? as path)`).pluck();

  it.each([
    ['/usr/bin/curl', 'curl'],
    ['curl', 'curl'],
    ['/tmp/x (deleted)', 'x'],
    ['/memfd: (deleted) (deleted)', 'memfd: (deleted)'],
    ['/', ''],
    ['', ''],
    [null, null],
  ])('%j is %j', (path, name) => {
    expect(fileName(path)).toBe(name);
    expect(inSql.get(path)).toBe(name);
  });

  it('is the same whether SQLite or the program takes it', () => {
    const part = fc.constantFrom('/', 'a', 'é', '😀', ' ', '.', ' (deleted)', '(deleted)');
    fc.assert(
      fc.property(
        fc.array(part).map((parts) => parts.join('')),
        (path) => {
          expect(inSql.get(path)).toBe(fileName(path));
        },
      ),
    );
  });
});

describe('the last exit of an image', () => {
  it('is the latest, then the later in nanoseconds, then the later told; one without a time is before all', () => {
    const exit = fc.record({
      us: fc.option(fc.integer({ min: 0, max: 2 })),
      ns: fc.integer({ min: 0, max: 2 }),
      image: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(exit, { minLength: 1 }), fc.nat(), (told, seed) => {
        const events = told.map((one, at) => ({ ...one, event: at + 1 }));
        const [last] = events.toSorted((a, b) => (b.us ?? -1) - (a.us ?? -1) || b.ns - a.ns || b.event - a.event);
        const exits = new Exits(2);
        const from = seed % events.length;
        for (const { image, event, us, ns } of [...events.slice(from), ...events.slice(0, from)]) exits.see(image, event, us, ns);
        const image = exits.lastOf([1, 2]);
        expect(exits.event[image]).toBe(last?.event);
        expect(exits.usOf(image)).toBe(last?.us ?? Number.NaN);
      }),
    );
  });
});
