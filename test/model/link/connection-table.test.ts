import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionTable } from '../../../src/model/link/connection-table.js';
import { EndIndex } from '../../../src/model/link/end-index.js';

describe('events of a connection', () => {
  const told = fc.array(fc.record({ event: fc.integer({ min: 1, max: 9 }), us: fc.constantFrom(Number.NaN, 1, 2, 3), ns: fc.nat(1) }), {
    maxLength: 12,
  });

  it('are in order of time, each once, those without a time first', () => {
    fc.assert(
      fc.property(told, told, (first, second) => {
        const table = new ConnectionTable();
        const [kept, other] = [table.add(), table.add()];
        // An event has one time.
        const times = new Map([...first, ...second].map((one) => [one.event, one]));
        const tell = (row: number, events: typeof first) => {
          for (const { event } of events) table.tell(row, event, times.get(event)?.us ?? Number.NaN, times.get(event)?.ns ?? 0);
        };
        tell(kept, first);
        tell(other, second);
        table.removeInto(kept, other, 'same');
        const orFirst = (us: number) => (Number.isNaN(us) ? -1 : us);
        const expected = [...times.values()].sort((a, b) => orFirst(a.us) - orFirst(b.us) || a.ns - b.ns || a.event - b.event);
        expect(table.eventsOf(kept).map(({ event }) => event)).toEqual(expected.map(({ event }) => event));
        expect([...table.rows()]).toEqual([kept]);
      }),
    );
  });
});

describe('rows of a table', () => {
  it('keep what they hold while the table grows', () => {
    const table = new ConnectionTable();
    for (let added = 1; added <= 1000; added++) {
      const row = table.add();
      table.columns.remotePort[row] = added;
    }
    expect([...table.rows()].map((row) => table.columns.remotePort[row])).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
  });

  it('begin with nothing told', () => {
    const table = new ConnectionTable();
    const row = table.add();
    expect([table.local(row), table.remote(row), table.eventsOf(row)]).toEqual([undefined, undefined, []]);
    expect(table.columns.openedUs[row]).toBeNaN();
  });
});

describe('an index of ends', () => {
  it('finds the rows that have an end, in order, and no others', () => {
    const ends = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -1, max: 3 })), { maxLength: 40 });
    fc.assert(
      fc.property(ends, (list) => {
        const columns = {
          owners: Int32Array.from([0, ...list.map(([owner]) => owner)]),
          ports: Int32Array.from([0, ...list.map(([, port]) => port)]),
        };
        const rows = Int32Array.from(list, (_, at) => at + 1);
        const index = new EndIndex(columns, rows);
        for (const [owner, port] of [...list, [7, 7] as const])
          expect([...index.rows(owner, port)]).toEqual(
            [...rows].filter((row) => columns.owners[row] === owner && columns.ports[row] === port),
          );
      }),
    );
  });
});
