import { COUNTED_COOKIE, DIRECTIONS, EXTERNAL, LISTEN, SCOPES, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';

/** Writes connections, each once and as it stays, and says of processes how many they have. */
export function writeConnections(database: CaseDatabase, table: ConnectionTable): void {
  const insert =
    database.prepare(`insert into connection (id, process, node, container, protocol, direction, is_direction_inferred, local_ip, local_port,
      remote_ip, remote_port, scope, opened_us, opened_ns, closed_us, closed_ns, bytes_sent, bytes_received, attempts, cookie, remote_namespace, remote_pod,
      remote_workload, remote_container, is_remote_inferred, peer, names, is_open_seen, origin, ahead_us)
    values (${new Array(30).fill('?').join(', ')})`);
  const event = database.prepare('insert into connection_event values (?, ?)');
  const { texts, columns: c } = table;
  const text = (number: number | undefined) => texts.text(number ?? 0) ?? null;
  for (const row of table.rows()) {
    insert.run(
      row,
      c.process[row],
      text(c.node[row]),
      orNull(c.container[row]),
      text(c.protocol[row]),
      DIRECTIONS[c.direction[row] ?? 0],
      c.isDirectionInferred[row],
      text(c.localIp[row]),
      port(c.localPort[row]),
      text(c.remoteIp[row]),
      port(c.remotePort[row]),
      orNull(SCOPES[c.scope[row] ?? 0]),
      number(c.openedUs[row]),
      c.openedNs[row],
      number(c.closedUs[row]),
      c.closedNs[row],
      number(c.bytesSent[row]),
      number(c.bytesReceived[row]),
      c.attempts[row],
      cookie(table, row),
      text(c.remoteNamespace[row]),
      text(c.remotePod[row]),
      text(c.remoteWorkload[row]),
      orNull(c.remoteContainer[row]),
      c.isRemoteInferred[row],
      orNull(c.peer[row]),
      namesJson(table, row),
      c.isOpenSeen[row],
      text(c.origin[row]),
      c.aheadUs[row],
    );
    for (const one of table.eventsOf(row)) event.run(row, one);
  }
  const network = database.prepare('update connection set remote_identity = ?, verdict = ?, drop_reason = ?, requests = ? where id = ?');
  for (const [row, { identity, verdict, dropReason, requests }] of table.network)
    network.run(identity ?? null, verdict ?? null, dropReason ?? null, requests ?? null, row);
  const sampled = database.prepare('update connection set is_sampled = 1, absent_us = ? where id = ?');
  for (const [row, absentUs] of table.sampled) sampled.run(absentUs ?? null, row);
  countConnections(database, table);
}

function orNull<Value extends string | number>(value: Value | undefined): Value | null {
  return value === undefined || value === 0 || value === '' ? null : value;
}
function port(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value;
}
function number(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

const WORDS = new DataView(new ArrayBuffer(8));
function cookie({ columns, texts }: ConnectionTable, row: number): bigint | string | null {
  if (columns.cookieKind[row] === TEXT_COOKIE) return texts.text(columns.cookieLow[row] ?? 0) ?? null;
  if (columns.cookieKind[row] !== COUNTED_COOKIE) return null;
  WORDS.setUint32(0, columns.cookieHigh[row] ?? 0);
  WORDS.setUint32(4, columns.cookieLow[row] ?? 0);
  return WORDS.getBigInt64(0);
}

function namesJson(table: ConnectionTable, row: number): string | null {
  const list = table.columns.names[row] ?? 0;
  if (list === 0) return null;
  return JSON.stringify(
    table.names.of(list).map(({ name, from, us, event, note }) => ({
      name: table.texts.text(name),
      from,
      ...(note === 0 ? {} : { note: table.texts.text(note) }),
      ...(Number.isNaN(us) ? {} : { atUs: us }),
      ...(event === 0 ? {} : { event }),
    })),
  );
}

function countConnections(database: CaseDatabase, { columns, rows: _, last }: ConnectionTable): void {
  const counts = new Map<number, number>();
  const external = new Set<number>();
  for (let row = 1; row <= last; row++) {
    if (columns.isRemoved[row] === 1) continue;
    const process = columns.process[row] ?? 0;
    counts.set(process, (counts.get(process) ?? 0) + 1);
    if (columns.scope[row] === EXTERNAL && columns.direction[row] !== LISTEN) external.add(process);
  }
  const write = database.prepare('update process set connection_count = ?, has_external = ? where id = ?');
  for (const [process, count] of counts) write.run(count, Number(external.has(process)), process);
}
