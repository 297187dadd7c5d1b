import type { ConnectionTable } from './connection-table.js';

/** Fills the row that is kept from another that tells the same connection, and removes that. Each clock is set to the kept one's. */
export function mergeSame(table: ConnectionTable, kept: number, other: number): void {
  const { columns } = table;
  const { localPort, remotePort, openedUs, closedUs, isOpenSeen, isDirectionInferred } = columns;
  mergePort(localPort, kept, other);
  mergePort(remotePort, kept, other);
  for (const column of [
    columns.localIp,
    columns.remoteIp,
    columns.names,
    columns.remoteNamespace,
    columns.remotePod,
    columns.remoteWorkload,
  ])
    if (column[kept] === 0) column[kept] = column[other] ?? 0;
  const notBefore = openedUs[kept] || 0;
  const opened = fillTime(table, openedUs, Number.NEGATIVE_INFINITY, kept, other);
  const closed = fillTime(table, closedUs, notBefore, kept, other);
  isOpenSeen[kept] = Math.max(isOpenSeen[kept] ?? 0, isOpenSeen[other] ?? 0);
  isDirectionInferred[kept] = Math.min(isDirectionInferred[kept] ?? 0, isDirectionInferred[other] ?? 0);
  table.removeInto(kept, other, 'same', { opened, closed });
}

/** A port of 0 stands for one that was not told. */
function mergePort(ports: Int32Array, kept: number, other: number): void {
  const port = ports[other] ?? -1;
  if ((ports[kept] ?? -1) <= 0 && port !== -1) ports[kept] = port;
}

/** True when the time was not told of the kept one. */
function fillTime(table: ConnectionTable, us: Float64Array, notBefore: number, kept: number, other: number): boolean {
  if (!Number.isNaN(us[kept])) return false;
  us[kept] = Math.max((us[other] ?? Number.NaN) - table.aheadUs(other) + table.aheadUs(kept), notBefore);
  return true;
}
