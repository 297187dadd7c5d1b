import type { ConnectionTable } from '../../model/link/connection-table.js';
import { ConversationSums, type ShownByHeartbeats } from '../../model/link/conversations.js';
import type { CaseDatabase } from '../database.js';

/** Sums for the conversations of these connections, with what heartbeats show of them. */
export function conversationSums(database: CaseDatabase, table: ConnectionTable): ConversationSums {
  return new ConversationSums(table, shownByHeartbeats(database));
}

/** Writes the conversations of all connections, which the map of services and the ports of containers are drawn from. */
export function writeConversations(database: CaseDatabase, sums: ConversationSums): void {
  const { all, loopback, unknownCaller } = sums.sums();
  const insert = database.prepare(`insert into conversation values (${new Array(24).fill('?').join(', ')})`);
  for (const [at, one] of all.entries())
    insert.run(
      at + 1,
      unlessZero(one.node),
      unlessZero(one.container),
      one.direction,
      unlessZero(one.protocol),
      one.port < 0 ? null : one.port,
      unlessZero(one.remoteContainer),
      unlessZero(one.remoteNamespace),
      unlessZero(one.remotePod),
      unlessZero(one.remoteWorkload),
      one.remoteIp,
      unlessZero(one.name),
      one.scope,
      one.connections,
      one.paired,
      one.attempts,
      told(one.firstUs),
      told(one.lastUs),
      told(one.bytesSent),
      told(one.bytesReceived),
      one.sampled,
      one.fromStart,
      one.callerRows,
      one.serverRows,
    );
  database.prepare('insert into conversation_left_out values (?, ?)').run(loopback, unknownCaller);
}

/** What heartbeats show of connections, by row. */
export function shownByHeartbeats(database: CaseDatabase): ReadonlyMap<number, ShownByHeartbeats> {
  const rows = database
    .prepare<[], { connection: number; last_us: number | null; caller: number | null; server: number | null }>(
      `select connection, max(last_us) as last_us, sum(case when direction = 'outbound' then heartbeats end) as caller,
         sum(case when direction = 'inbound' then heartbeats end) as server
       from instance_socket group by connection`,
    )
    .all();
  return new Map(
    rows.map(({ connection, last_us: lastUs, caller, server }) => [
      connection,
      { lastUs: lastUs ?? undefined, callerRows: caller ?? 0, serverRows: server ?? 0 },
    ]),
  );
}

function unlessZero(value: number): number | null {
  return value === 0 ? null : value;
}

function told(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
