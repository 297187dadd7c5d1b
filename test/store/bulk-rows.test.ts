import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { fillTable, type TellRow } from '../../src/store/bulk-rows.js';
import type { CaseDatabase } from '../../src/store/database.js';
import type { RowSink } from '../../src/store/record-writer.js';
import { forgetImages, imageFile, TableImage } from '../../src/store/table-image.js';
import { temporaryFolder } from './case-of.js';

const TABLE = 'create table filled (id integer primary key, a integer, b any, c text, d blob, e integer not null default 0) strict';
const [ALWAYS_AS_PAGES, NEVER_AS_PAGES] = [0, Number.POSITIVE_INFINITY] as const;

function database(): CaseDatabase {
  const made = new Database(join(temporaryFolder(), 'case.db'));
  made.pragma('journal_mode = wal');
  made.pragma('foreign_keys = off');
  made.exec(TABLE);
  return made;
}

interface Row {
  readonly id: number;
  readonly tell: TellRow;
}

function filled(rows: readonly Row[], least: number): readonly unknown[] {
  const made = database();
  made.transaction(() =>
    fillTable(
      made,
      'filled',
      rows.length,
      (write) => {
        for (const { id, tell } of rows) write(id, tell);
      },
      least,
    ),
  )();
  forgetImages(made);
  return contents(made);
}

/** All rows, and that SQLite finds nothing wrong with the file. */
function contents(made: CaseDatabase): readonly unknown[] {
  expect(made.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(existsSync(imageFile(made.name))).toBe(false);
  const rows = made.prepare('select * from filled order by id').safeIntegers().raw().all();
  made.close();
  return rows;
}

const edges = [7, 8, 15, 16, 23, 24, 31, 32, 47, 48, 52, 53].flatMap((bits) => [2 ** bits - 1, 2 ** bits, -(2 ** bits), -(2 ** bits) - 1]);
const integer = fc.oneof(
  fc.constantFrom(...edges.filter(Number.isSafeInteger), 0, 1, 2, -1, Number.MAX_SAFE_INTEGER),
  fc.integer(),
  fc.maxSafeInteger(),
);

type Value = (sink: RowSink) => void;
const none = fc.constant<Value>((sink) => sink.null());
const number = integer.map(
  (value): Value =>
    (sink) =>
      sink.integer(value),
);
const words = fc.tuple(fc.integer(), fc.nat()).map(
  ([high, low]): Value =>
    (sink) =>
      sink.words(high, low),
);
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 50, maxLength: 80 }), fc.constant('long '.repeat(4_000)));
const told = text.map(
  (value): Value =>
    (sink) =>
      sink.text(value),
);
const blob = fc
  .oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.constant(new Uint8Array(32_000)),
    fc.constantFrom(32_700, 32_733, 40_000).map((length) => new Uint8Array(length)),
  )
  .map(
    (value): Value =>
      (sink) =>
        sink.blob(value),
  );

const row = fc.tuple(
  fc.integer({ min: 1, max: 2_000_000 }),
  fc.oneof(number, none),
  fc.oneof(number, words, told, none),
  fc.oneof(told, none),
  fc.oneof(blob, none),
  number,
);

/** Rows with ids that grow by as much as each says. */
const rows = fc.array(row, { maxLength: 60 }).map((list) => {
  let id = 0;
  return list.map(([step, ...values]): Row => {
    id += step;
    return {
      id,
      tell: (sink) => {
        sink.null();
        for (const value of values) value(sink);
      },
    };
  });
});

describe('filling a table with rows that are written as pages', () => {
  it('gives the rows that a statement for each of them gives', () => {
    fc.assert(
      fc.property(rows, (list) => {
        expect(filled(list, ALWAYS_AS_PAGES)).toEqual(filled(list, NEVER_AS_PAGES));
      }),
      { numRuns: 25 },
    );
  });

  it.each([0, 1, 2, 10, 400, 30_000])('gives all of %i rows, on pages that lead to pages that lead to others', (count) => {
    const made = database();
    const image = new TableImage(made, 'filled', { pageBytes: 512 });
    for (let id = 1; id <= count; id++) {
      image.record.null();
      image.record.integer(id * 1_000_003);
      image.record.text(`row ${id}`);
      image.record.null();
      image.record.blob(Buffer.from([id % 256]));
      image.record.integer(0);
      expect(image.add(id)).toBe(true);
    }
    image.copy();
    image.clear();
    forgetImages(made);
    const expected = Array.from({ length: count }, (_, at) => [
      BigInt(at + 1),
      BigInt((at + 1) * 1_000_003),
      `row ${at + 1}`,
      null,
      Buffer.from([(at + 1) % 256]),
      0n,
    ]);
    expect(contents(made)).toEqual(expected);
  });

  it('puts a row that is longer than a page where it belongs', () => {
    const long = (id: number, bytes: number): Row => ({
      id,
      tell: (sink) => {
        for (const value of [1, 2, 3]) value === 1 ? sink.null() : sink.integer(value);
        sink.null();
        sink.blob(new Uint8Array(bytes).fill(id));
        sink.integer(id);
      },
    });
    const list = [long(1, 10), long(2, 100_000), long(3, 32_000), long(4, 33_000), long(5, 10)];
    expect(filled(list, ALWAYS_AS_PAGES)).toEqual(filled(list, NEVER_AS_PAGES));
  });

  it('leaves no file and no row behind where the work fails', () => {
    const made = database();
    const fill = made.transaction(() =>
      fillTable(
        made,
        'filled',
        2,
        (write) => {
          write(1, (sink) => {
            for (let column = 0; column < 5; column++) sink.null();
            sink.integer(1);
          });
          throw new Error('no more');
        },
        ALWAYS_AS_PAGES,
      ),
    );
    expect(fill).toThrow('no more');
    forgetImages(made);
    expect(contents(made)).toEqual([]);
  });

  it('takes the place of a file that a program left there that was ended by force, and is its owner’s alone', () => {
    const made = database();
    writeFileSync(imageFile(made.name), 'half a page');
    const image = new TableImage(made, 'filled');
    expect(statSync(imageFile(made.name)).mode & 0o777).toBe(0o600);
    image.copy();
    image.clear();
    forgetImages(made);
    expect(contents(made)).toEqual([]);
  });
});
