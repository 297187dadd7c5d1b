import { EXTERNAL, LISTEN, LOOPBACK, OUTBOUND } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';

/** Writes of each process how many connections it has, whether one leaves the cluster, and which one it is told by. */
export function writeConnectedProcesses(database: CaseDatabase, table: ConnectionTable): void {
  const { process, scope, direction, isRemoved } = table.columns;
  const most = Number(database.prepare('select coalesce(max(id), 0) from process').pluck().get());
  const counts = new Int32Array(most + 1);
  const isExternal = new Uint8Array(most + 1);
  const first = new Int32Array(most + 1);
  for (let row = 1; row <= table.last; row++) {
    if (isRemoved[row] === 1) continue;
    const owner = process[row] ?? 0;
    counts[owner] = (counts[owner] ?? 0) + 1;
    if (direction[row] === LISTEN) continue;
    if (scope[row] === EXTERNAL) isExternal[owner] = 1;
    const known = first[owner] ?? 0;
    if (known === 0 || isMoreTelling(table, row, known)) first[owner] = row;
  }
  const write = database.prepare('update process set connection_count = ?, has_external = ?, first_connection = ? where id = ?');
  for (let id = 1; id <= most; id++) if (counts[id] !== 0) write.run(counts[id], isExternal[id], first[id] || null, id);
}

/**
 * Whether a process is better told by one connection than by another before it: what it opened itself, and not to a name server; what
 * leaves the cluster, and not what stays within the machine; then the one opened first.
 */
function isMoreTelling({ columns }: ConnectionTable, row: number, than: number): boolean {
  const { openedUs } = columns;
  const less = untellingness(columns, row) - untellingness(columns, than);
  if (less !== 0) return less < 0;
  const us = openedUs[row] ?? Number.NaN;
  const thanUs = openedUs[than] ?? Number.NaN;
  if (Number.isNaN(us) || Number.isNaN(thanUs)) return Number.isNaN(us) && !Number.isNaN(thanUs);
  return us < thanUs;
}

const DNS_PORT = 53;

function untellingness({ direction, remotePort, scope }: ConnectionTable['columns'], row: number): number {
  const port = remotePort[row] ?? -1;
  // A port that was not told comes before any that was.
  const asked = port < 0 ? 0 : port === DNS_PORT ? 2 : 1;
  return Number(direction[row] !== OUTBOUND) * 12 + asked * 4 + Number(scope[row] !== EXTERNAL) * 2 + Number(scope[row] === LOOPBACK);
}
