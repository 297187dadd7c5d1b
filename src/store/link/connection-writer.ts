import { COUNTED_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { ConnectionDetails } from '../../model/link/connection-details.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { ConversationSums } from '../../model/link/conversations.js';
import { NAME_ORIGINS, type NumberedName } from '../../model/link/name-lists.js';
import { type OutboundCallColumns, OutboundCalls } from '../../model/link/outbound-calls.js';
import type { CaseDatabase } from '../database.js';
import { EventPacker } from '../event-list.js';
import type { MomentSink } from '../moments/moment-columns.js';
import type { LinkedConnections } from './connections.js';
import { conversationSums } from './conversations.js';
import { FinalDetails } from './detail-shelf.js';
import { gatherConnection } from './moments.js';
import { writeConnectedProcesses } from './process-connections.js';

/** What is worked out of connections as they are written, since nobody else looks at all of them again. */
export interface WrittenConnections {
  /** To be written. */
  readonly conversations: ConversationSums;
  /** Only where they were asked for. */
  readonly calls: OutboundCallColumns | undefined;
}

/**
 * Writes connections, each once and as it stays, and says of processes how many they have and which tells most. When they were opened and
 * closed goes to the timeline.
 */
export function writeConnections(
  database: CaseDatabase,
  { table, details: shelf }: LinkedConnections,
  { moments, areCallsAsked }: { readonly moments: MomentSink; readonly areCallsAsked: boolean },
): WrittenConnections {
  const writer = new ConnectionWriter(database, table);
  const details = new FinalDetails(table, shelf);
  const conversations = conversationSums(database, table);
  const calls = areCallsAsked ? new OutboundCalls(table) : undefined;
  const { isRemoved } = table.columns;
  for (let row = 1; row <= table.last; row++) {
    if (isRemoved[row] === 1) continue;
    const told = details.of(row);
    writer.write(row, told);
    conversations.add(row, told);
    calls?.add(row, told);
    gatherConnection(table, row, told, moments);
  }
  shelf.clear();
  writeRarities(database, table);
  writeTexts(database, table);
  writeConnectedProcesses(database, table);
  return { conversations, calls: calls?.columns };
}

const COLUMNS: readonly string[] = [
  ...[
    'id',
    'process',
    'node',
    'container',
    'protocol',
    'direction',
    'is_direction_inferred',
    'local_ip',
    'local_port',
    'remote_ip',
    'remote_port',
  ],
  ...[
    'scope',
    'opened_us',
    'opened_ns',
    'closed_us',
    'closed_ns',
    'bytes_sent',
    'bytes_received',
    'attempts',
    'cookie',
    'remote_namespace',
  ],
  ...[
    'remote_pod',
    'remote_workload',
    'remote_container',
    'is_remote_inferred',
    'peer',
    'name',
    'name_from',
    'name_note',
    'name_us',
    'name_event',
    'events',
  ],
];

class ConnectionWriter {
  readonly #table: ConnectionTable;
  readonly #insert;
  readonly #severalNames;
  readonly #packer = new EventPacker();
  readonly #events: number[] = [];
  readonly #cookie = new DataView(new ArrayBuffer(8));

  constructor(database: CaseDatabase, table: ConnectionTable) {
    this.#table = table;
    this.#insert = database.prepare(
      `insert into numbered_connection (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
    );
    this.#severalNames = database.prepare('update numbered_connection set several_names = ? where id = ?');
  }

  write(row: number, details: ConnectionDetails): void {
    const { columns } = this.#table;
    const owner = this.#table.owners.get(columns.owner[row] ?? 0);
    const names = this.#table.names.of(columns.names[row] ?? 0);
    const only = names.length === 1 ? names[0] : undefined;
    // Spread, arguments would cost as much as the rest of a row.
    this.#insert.run(
      row,
      columns.process[row],
      owner.node,
      unlessZero(owner.container),
      columns.protocol[row],
      columns.direction[row],
      columns.isDirectionInferred[row],
      unlessZero(columns.localIp[row]),
      port(columns.localPort[row]),
      unlessZero(columns.remoteIp[row]),
      port(columns.remotePort[row]),
      columns.scope[row],
      told(columns.openedUs[row]),
      details.openedNs,
      told(columns.closedUs[row]),
      details.closedNs,
      told(details.bytesSent),
      told(details.bytesReceived),
      details.attempts,
      this.#cookieOf(details),
      unlessZero(columns.remoteNamespace[row]),
      unlessZero(columns.remotePod[row]),
      unlessZero(columns.remoteWorkload[row]),
      unlessZero(columns.remoteContainer[row]),
      columns.isRemoteInferred[row],
      unlessZero(columns.peer[row]),
      only === undefined ? null : only.name,
      only === undefined ? null : NAME_ORIGINS.indexOf(only.from),
      unlessZero(only?.note),
      told(only?.us),
      unlessZero(only?.event),
      this.#packed(details.events),
    );
    if (names.length > 1) this.#severalNames.run(JSON.stringify(names.map((name) => this.#spelled(name))), row);
  }

  #packed(events: ConnectionDetails['events']): Buffer {
    this.#events.length = 0;
    for (const { event } of events) this.#events.push(event);
    return this.#packer.pack(this.#events);
  }

  /** A number as SQLite holds the same 64 bits, or a text. */
  #cookieOf({ cookieKind, cookieHigh, cookieLow }: ConnectionDetails): bigint | string | null {
    if (cookieKind === TEXT_COOKIE) return this.#table.texts.text(cookieLow) ?? null;
    if (cookieKind !== COUNTED_COOKIE) return null;
    this.#cookie.setUint32(0, cookieHigh);
    this.#cookie.setUint32(4, cookieLow);
    return this.#cookie.getBigInt64(0);
  }

  #spelled({ name, from, us, event, note }: NumberedName) {
    return {
      name: this.#table.texts.text(name),
      from,
      ...(note === 0 ? {} : { note: this.#table.texts.text(note) }),
      ...(Number.isNaN(us) ? {} : { atUs: us }),
      ...(event === 0 ? {} : { event }),
    };
  }
}

function unlessZero(value: number | undefined): number | null {
  return value === undefined || value === 0 ? null : value;
}

function port(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value;
}

function told(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** What only the network and heartbeats tell. */
function writeRarities(database: CaseDatabase, { network, sampled, texts, columns: { isRemoved } }: ConnectionTable): void {
  const watch = database.prepare(
    'update numbered_connection set remote_identity = ?, verdict = ?, drop_reason = ?, requests = ? where id = ?',
  );
  for (const [row, { identity, verdict, dropReason, requests }] of network) {
    if (isRemoved[row] === 1) continue;
    watch.run(unlessZero(texts.of(identity)), unlessZero(texts.of(verdict)), unlessZero(texts.of(dropReason)), requests ?? null, row);
  }
  const sample = database.prepare('update numbered_connection set is_sampled = 1, absent_us = ? where id = ?');
  for (const [row, absentUs] of sampled) if (isRemoved[row] === 0) sample.run(absentUs ?? null, row);
}

function writeTexts(database: CaseDatabase, { texts }: ConnectionTable): void {
  const insert = database.prepare('insert into connection_text values (?, ?)');
  for (let number = 1; number < texts.count; number++) insert.run(number, texts.text(number));
}
