import type { Column } from './columns.js';
import type { ConnectionTable } from './connection-table.js';

/** Fills the row that is kept from another that tells the same connection, and removes that. Each clock is set to the kept one's. */
export function mergeSame(table: ConnectionTable, kept: number, other: number): void {
  const { columns } = table;
  const { localIp, localPort, remoteIp, remotePort, openedUs, isOpenSeen, isDirectionInferred, bytesSent, bytesReceived, attempts } =
    columns;
  mergePort(localPort, kept, other);
  mergePort(remotePort, kept, other);
  for (const column of [localIp, remoteIp, columns.names, columns.remoteNamespace, columns.remotePod, columns.remoteWorkload])
    if (column[kept] === 0) column[kept] = column[other] ?? 0;
  const opened = openedUs[kept] || 0;
  fillTime(columns, { us: openedUs, ns: columns.openedNs, notBefore: Number.NEGATIVE_INFINITY }, kept, other);
  fillTime(columns, { us: columns.closedUs, ns: columns.closedNs, notBefore: opened }, kept, other);
  for (const column of [bytesSent, bytesReceived, attempts]) larger(column, kept, other);
  isOpenSeen[kept] = Math.max(isOpenSeen[kept] ?? 0, isOpenSeen[other] ?? 0);
  isDirectionInferred[kept] = Math.min(isDirectionInferred[kept] ?? 0, isDirectionInferred[other] ?? 0);
  table.removeInto(kept, other);
}

/** A port of 0 stands for one that was not told. */
function mergePort(ports: Int32Array, kept: number, other: number): void {
  const port = ports[other] ?? -1;
  if ((ports[kept] ?? -1) <= 0 && port !== -1) ports[kept] = port;
}

function fillTime(
  { aheadUs }: { readonly aheadUs: Float64Array },
  { us, ns, notBefore }: { readonly us: Float64Array; readonly ns: Uint16Array; readonly notBefore: number },
  kept: number,
  other: number,
): void {
  if (!Number.isNaN(us[kept])) return;
  us[kept] = Math.max((us[other] ?? Number.NaN) - (aheadUs[other] ?? 0) + (aheadUs[kept] ?? 0), notBefore);
  ns[kept] = ns[other] ?? 0;
}

function larger(column: Column, kept: number, other: number): void {
  const told = column[other] ?? Number.NaN;
  if (!((column[kept] ?? Number.NaN) >= told) && !Number.isNaN(told)) column[kept] = told;
}
