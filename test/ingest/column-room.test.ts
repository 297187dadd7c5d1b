import { describe, expect, it } from 'vitest';
import { type ColumnRoom, OneBuffer } from '../../src/ingest/columns/column-room.js';
import { EventColumnsBuilder, type RowCounts } from '../../src/ingest/columns/event-columns-builder.js';
import { MetThings } from '../../src/ingest/columns/met-things.js';
import type { EventColumns } from '../../src/model/event-columns.js';

const ROWS = 16;
const NO_ROWS: RowCounts = [0, 0, 0, 0, 0];
const GROUPS = ['events', 'ancestors', 'exits', 'sockets', 'dns'] as const;

/** What a reader writes: in each column and row something else than in its neighbours. */
function written(column: number, row: number): number {
  return (column * 17 + row) % 251;
}

/** A builder whose columns a reader has filled. */
function filled(met = new MetThings()): EventColumnsBuilder {
  const room = new OneBuffer(new ArrayBuffer(16_384));
  let columns = 0;
  const fill = <Column extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(column: Column): Column => {
    for (let row = 0; row < column.length; row++) column[row] = written(columns, row);
    columns += 1;
    return column;
  };
  const filling: ColumnRoom = {
    int32: (rows) => fill(room.int32(rows)),
    uint32: (rows) => fill(room.uint32(rows)),
    uint16: (rows) => fill(room.uint16(rows)),
    uint8: (rows) => fill(room.uint8(rows)),
    float64: (rows) => fill(room.float64(rows)),
  };
  return new EventColumnsBuilder(met, ROWS, filling);
}

/** The columns of each group. */
function columnsOf(taken: EventColumns): readonly (readonly number[])[][] {
  return GROUPS.map((group) => {
    const { count, ...columns } = taken[group];
    return Object.values(columns).map((column) => [...column]);
  });
}

describe('columns of a batch', () => {
  it('stand in one buffer and say what was written to them, as far as it is counted', () => {
    const counts: RowCounts = [5, 4, 3, 2, 1];
    const taken = filled().take(counts);
    let column = 0;
    const expected = columnsOf(taken).map((columns, group) =>
      columns.map(() => {
        const of = column++;
        return Array.from({ length: counts[group] ?? 0 }, (_, row) => written(of, row));
      }),
    );
    expect(columnsOf(taken)).toEqual(expected);
    expect(GROUPS.map((group) => taken[group].count)).toEqual(counts);
    const buffers = GROUPS.flatMap((group) => Object.values(taken[group]).flatMap((of) => (typeof of === 'number' ? [] : [of.buffer])));
    expect(new Set(buffers)).toEqual(new Set([taken.buffer]));
  });

  it.each([
    ['is used when it is large enough', 4096, true],
    ['is left alone when it is too small', 8, false],
  ])('say the same in a buffer that was given back, which %s', (_what, bytes, isUsed) => {
    const spare = new ArrayBuffer(bytes);
    new Uint8Array(spare).fill(255);
    const counts: RowCounts = [3, 2, 1, 2, 3];
    const [taken, fresh] = [filled().take(counts, spare), filled().take(counts)];
    expect(taken.buffer === spare).toBe(isUsed);
    for (const group of GROUPS) expect(taken[group]).toEqual(fresh[group]);
  });

  it('stay as they are when the next are written', () => {
    const room = new ArrayBuffer(16_384);
    const columns = new EventColumnsBuilder(new MetThings(), ROWS, new OneBuffer(room));
    const taken = columns.take([2, 0, 0, 0, 0]);
    new Uint8Array(room).fill(255);
    expect([...taken.events.line]).toEqual([0, 0]);
    expect([...columns.take([2, 0, 0, 0, 0]).events.line]).toEqual([-1, -1]);
  });

  it('are of the next generation once their reader forgot what it met', () => {
    const met = new MetThings();
    const columns = filled(met);
    met.text('first');
    const before = columns.take(NO_ROWS);
    met.forget();
    met.text('second');
    const after = columns.take(NO_ROWS);
    expect([before.texts, after.texts]).toEqual([['first'], ['second']]);
    expect([after.reader, after.generation]).toEqual([before.reader, before.generation + 1]);
  });
});
