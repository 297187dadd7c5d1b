import fc from 'fast-check';
import { ConnectionTable } from '../../src/model/link/connection-table.js';
import type { OutboundCallColumns } from '../../src/model/link/outbound-calls.js';
import { type CaseDatabase, withoutReferenceChecks } from '../../src/store/database.js';
import { sumUpConnections, writeConnections } from '../../src/store/link/connection-writer.js';
import { writeConversations } from '../../src/store/link/conversations.js';
import { DetailShelf } from '../../src/store/link/detail-shelf.js';

/** One connection as numbers that are few, so that many are alike. */
export interface RandomConnection {
  readonly process: number;
  readonly container: number;
  readonly direction: number;
  readonly port: number;
  readonly scope: number;
  readonly openedUs: number;
  readonly closedUs: number;
  readonly bytes: number;
  readonly remoteContainer: number;
  readonly ip: string | undefined;
  readonly pod: string | undefined;
  readonly names: readonly string[];
  readonly isPaired: boolean;
  /** Absent: other sources than heartbeats tell of it. */
  readonly sampled: { readonly absentUs: number | undefined } | undefined;
  readonly isRemoved: boolean;
}

const few = fc.integer({ min: 0, max: 2 });
const untold = (most: number) => fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: most }));
const text = (...texts: readonly string[]) => fc.constantFrom(undefined, ...texts);

export const RANDOM_CONNECTIONS: fc.Arbitrary<readonly RandomConnection[]> = fc.array(
  fc.record({
    process: fc.integer({ min: 1, max: 3 }),
    container: few,
    direction: few,
    port: fc.constantFrom(-1, 53, 80),
    scope: fc.integer({ min: 0, max: 4 }),
    openedUs: untold(4),
    closedUs: untold(9),
    bytes: untold(3),
    remoteContainer: few,
    ip: text('10.0.0.1', '9.9.9.9'),
    pod: text('web', 'db'),
    names: fc.uniqueArray(fc.constantFrom('b.example', 'a.example'), { maxLength: 2 }),
    isPaired: fc.boolean(),
    sampled: fc.option(fc.record({ absentUs: fc.constantFrom(undefined, 7) }), { nil: undefined }),
    isRemoved: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  }),
  { maxLength: 60 },
);

/** What heartbeats show of them. */
export const SHOWN_BY_HEARTBEATS = fc.array(
  fc.record({
    connection: fc.integer({ min: 1, max: 20 }),
    direction: fc.constantFrom('inbound', 'outbound', 'listen'),
    lastUs: fc.integer({ min: 0, max: 20 }),
    heartbeats: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 12 },
);

/** The connections of a case as linking has them before it writes them. */
function tableOf(connections: readonly RandomConnection[]): ConnectionTable {
  const table = new ConnectionTable();
  for (const one of connections) {
    const row = table.add();
    const { columns, texts, names } = table;
    const { process, container, direction, scope, openedUs, closedUs, remoteContainer } = one;
    const owner = table.owners.of({ node: texts.of('node'), container, origin: 0, aheadUs: 0 });
    const numbers = { process, owner, direction, scope, openedUs, closedUs, remoteContainer };
    for (const [name, value] of Object.entries(numbers))
      Object.entries(columns)
        .find(([key]) => key === name)?.[1]
        .fill(value, row, row + 1);
    columns.protocol[row] = texts.of(one.port === 53 ? 'udp' : 'tcp');
    columns.localPort[row] = one.port;
    columns.remotePort[row] = one.port;
    columns.remoteIp[row] = texts.of(one.ip);
    columns.remotePod[row] = texts.of(one.pod);
    table.details.bytesSent[table.detailPlace(row)] = one.bytes;
    table.details.attempts[table.detailPlace(row)] = 1 + (row % 2);
    columns.peer[row] = one.isPaired ? row : 0;
    columns.isRemoved[row] = Number(one.isRemoved);
    for (const name of one.names)
      columns.names[row] = names.with(columns.names[row] ?? 0, { name: texts.of(name), from: 'dns', us: Number.NaN, event: 0, note: 0 });
    if (one.sampled !== undefined) table.sampled.set(row, one.sampled.absentUs);
  }
  return table;
}

/** Writes such connections as linking does, but for the timeline. Gives back the calls among them. */
export function writeRandom(database: CaseDatabase, connections: readonly RandomConnection[]): OutboundCallColumns | undefined {
  const linked = { table: tableOf(connections), details: new DetailShelf(database) };
  let calls: OutboundCallColumns | undefined;
  withoutReferenceChecks(database, () => {
    calls = writeConnections(database, linked, { areCallsAsked: true });
    writeConversations(database, sumUpConnections(database, linked, { add: () => undefined }));
  });
  return calls;
}
