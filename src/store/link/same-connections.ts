import { DIRECTIONS } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import { compareTimes } from '../../model/link/event-lists.js';
import { matchConnections, type SeenConnection } from '../../model/link/match-connections.js';
import { mergeSame } from '../../model/link/merge-same.js';
import { trust } from './origins.js';

/** Makes one connection of what several kinds of sources told of it: the most trusted one's, what it does not say filled from the others. */
export function foldSameConnections(table: ConnectionTable): void {
  for (const rows of rowsToldTwice(table)) {
    const origins = [...new Set(rows.map((row) => originOf(table, row)))].sort((a, b) => trust(a) - trust(b) || (a < b ? -1 : 1));
    const lists = origins.map((origin) => rows.filter((row) => originOf(table, row) === origin).map((row) => seenConnection(table, row)));
    for (const { kept, other } of matchConnections(lists)) mergeSame(table, kept, other);
  }
}

/** Connections, process by process, of those that several kinds of sources saw connect; each process's in order of time. */
function rowsToldTwice(table: ConnectionTable): readonly (readonly number[])[] {
  const { process } = table.columns;
  const origins = new Map<number, number>();
  const several = new Map<number, number[]>();
  for (const row of table.rows()) {
    const owner = process[row] ?? 0;
    const known = origins.get(owner);
    if (known === undefined) origins.set(owner, table.originOf(row));
    else if (known !== table.originOf(row)) several.set(owner, []);
  }
  if (several.size > 0) for (const row of table.rows()) several.get(process[row] ?? 0)?.push(row);
  return [...several.values()].map((rows) => rows.sort((a, b) => inTime(table, a, b)));
}

function inTime(table: ConnectionTable, a: number, b: number): number {
  const { localIp, localPort, remoteIp, remotePort } = table.columns;
  return (
    compareTimes(machineUs(table, a), machineUs(table, b)) ||
    table.texts.compare(localIp[a] ?? 0, localIp[b] ?? 0) ||
    (localPort[a] ?? 0) - (localPort[b] ?? 0) ||
    table.texts.compare(remoteIp[a] ?? 0, remoteIp[b] ?? 0) ||
    (remotePort[a] ?? 0) - (remotePort[b] ?? 0) ||
    a - b
  );
}

function originOf(table: ConnectionTable, row: number): string {
  return table.texts.text(table.originOf(row)) ?? '';
}

/** When it was seen first, on the machine's clock. */
function machineUs(table: ConnectionTable, row: number): number {
  const { openedUs, closedUs } = table.columns;
  const opened = openedUs[row] ?? Number.NaN;
  return (Number.isNaN(opened) ? (closedUs[row] ?? Number.NaN) : opened) - table.aheadUs(row);
}

function seenConnection(table: ConnectionTable, row: number): SeenConnection {
  const { protocol, direction } = table.columns;
  const local = table.local(row);
  const remote = table.remote(row);
  const us = machineUs(table, row);
  return {
    id: row,
    origin: originOf(table, row),
    protocol: table.texts.text(protocol[row] ?? 0) ?? '',
    direction: DIRECTIONS[direction[row] ?? 0] ?? 'outbound',
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    ...(Number.isNaN(us) ? {} : { us }),
  };
}
