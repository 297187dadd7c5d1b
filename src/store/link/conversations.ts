import type { ConnectionTable } from '../../model/link/connection-table.js';
import { type Conversation, ConversationSums, type ShownByHeartbeats } from '../../model/link/conversations.js';
import { fillTable } from '../bulk-rows.js';
import type { CaseDatabase } from '../database.js';
import type { RowSink } from '../record-writer.js';
import { port, told, unlessZero } from './row-values.js';

/** Sums for the conversations of these connections, with what heartbeats show of them. */
export function conversationSums(database: CaseDatabase, table: ConnectionTable): ConversationSums {
  return new ConversationSums(table, shownByHeartbeats(database));
}

/** Writes the conversations of all connections, which the map of services and the ports of containers are drawn from. */
export function writeConversations(database: CaseDatabase, sums: ConversationSums): void {
  const { all, loopback, unknownCaller } = sums.sums();
  fillTable(database, 'conversation', all.length, (write) => {
    for (const [at, one] of all.entries()) write(at + 1, (sink) => tellConversation(one, sink));
  });
  database.prepare('insert into conversation_left_out values (?, ?)').run(loopback, unknownCaller);
}

/** In the order of the table's columns. */
function tellConversation(one: Conversation, sink: RowSink): void {
  // The id, which SQLite takes from beside the row.
  sink.null();
  unlessZero(sink, one.node);
  unlessZero(sink, one.container);
  sink.integer(one.direction);
  unlessZero(sink, one.protocol);
  port(sink, one.port);
  unlessZero(sink, one.remoteContainer);
  unlessZero(sink, one.remoteNamespace);
  unlessZero(sink, one.remotePod);
  unlessZero(sink, one.remoteWorkload);
  sink.integer(one.remoteIp);
  unlessZero(sink, one.name);
  sink.integer(one.scope);
  sink.integer(one.connections);
  sink.integer(one.paired);
  sink.integer(one.attempts);
  told(sink, one.firstUs);
  told(sink, one.lastUs);
  told(sink, one.bytesSent);
  told(sink, one.bytesReceived);
  sink.integer(one.sampled);
  sink.integer(one.fromStart);
  sink.integer(one.callerRows);
  sink.integer(one.serverRows);
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
