import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MergeKind } from '../../src/model/link/connection-details.js';
import { ConnectionTable } from '../../src/model/link/connection-table.js';
import { Database } from '../../src/store/binding.js';
import { DetailShelf, FinalDetails } from '../../src/store/link/detail-shelf.js';

const told = fc.record({
  attempts: fc.nat(9),
  bytesSent: fc.constantFrom(Number.NaN, 0, 7, 2 ** 40),
  cookieLow: fc.constantFrom(0, 5, 2 ** 32 - 1),
  closedNs: fc.nat(999),
  events: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }),
});
type Told = typeof told extends fc.Arbitrary<infer One> ? One : never;

const step = fc.record({
  kind: fc.constantFrom<MergeKind | 'tell'>('same', 'close of an accept', 'folded accept', 'tell'),
  row: fc.nat(),
  other: fc.nat(),
  event: fc.integer({ min: 1, max: 30 }),
  opened: fc.boolean(),
  closed: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** An event has one time: some share one, some have none. */
function usOf(event: number): number {
  return event % 5 === 0 ? Number.NaN : event % 7;
}

function add(table: ConnectionTable, { attempts, bytesSent, cookieLow, closedNs, events }: Told): void {
  const row = table.add();
  const at = table.detailPlace(row);
  table.details.attempts[at] = attempts;
  table.details.bytesSent[at] = bytesSent;
  table.details.cookieKind[at] = 1;
  table.details.cookieLow[at] = cookieLow;
  table.details.closedNs[at] = closedNs;
  for (const event of events) table.tell(row, event, usOf(event), 0);
}

/** Takes the steps that concern rows which are still there. */
function take(table: ConnectionTable, steps: readonly Step[]): void {
  for (const { kind, event, opened, closed, ...two } of steps) {
    const rows = [...table.rows()];
    const [row = 0, other = 0] = [rows[two.row % rows.length], rows[two.other % rows.length]];
    if (kind === 'tell') table.tell(row, event, usOf(event), 0);
    else if (row !== other) table.removeInto(row, other, kind, { opened, closed });
  }
}

describe('details of connections', () => {
  it('are the same whether they were put aside in parts or not', () => {
    const cases = fc.record({
      rows: fc.array(told, { minLength: 2, maxLength: 30 }),
      late: fc.array(told, { maxLength: 5 }),
      size: fc.integer({ min: 1, max: 12 }),
      steps: fc.array(step, { maxLength: 12 }),
    });
    fc.assert(
      fc.property(cases, ({ rows, late, size, steps }) => {
        const database = new Database(':memory:');
        const whole = new ConnectionTable();
        for (const one of [...rows, ...late]) add(whole, one);
        take(whole, steps);
        const table = new ConnectionTable();
        const shelf = new DetailShelf(database);
        const part = new ConnectionTable(table);
        for (let from = 0; from < rows.length; from += size) {
          part.clear();
          for (const one of rows.slice(from, from + size)) add(part, one);
          shelf.put(part);
          table.append(part, 0);
        }
        for (const one of late) add(table, one);
        take(table, steps);
        const [expected, details] = [new FinalDetails(whole, new DetailShelf(new Database(':memory:'))), new FinalDetails(table, shelf)];
        expect([...table.rows()]).toEqual([...whole.rows()]);
        for (const row of whole.rows()) expect(details.of(row)).toEqual(expected.of(row));
        database.close();
      }),
      { numRuns: 150 },
    );
  });
});
