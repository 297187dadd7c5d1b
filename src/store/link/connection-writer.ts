import { COUNTED_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { ConnectionDetails } from '../../model/link/connection-details.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { ConversationSums } from '../../model/link/conversations.js';
import { NAME_ORIGINS, type NumberedName } from '../../model/link/name-lists.js';
import { type OutboundCallColumns, OutboundCalls } from '../../model/link/outbound-calls.js';
import { fillTable } from '../bulk-rows.js';
import type { CaseDatabase } from '../database.js';
import { EventPacker } from '../event-list.js';
import type { MomentSink } from '../moments/moment-columns.js';
import type { RowSink } from '../record-writer.js';
import type { LinkedConnections } from './connections.js';
import { conversationSums } from './conversations.js';
import { FinalDetails } from './detail-shelf.js';
import { gatherConnection } from './moments.js';
import { writeConnectedProcesses } from './process-connections.js';
import { port, textIfTold, told, unlessZero } from './row-values.js';

/**
 * Writes connections, each once and as it stays, and says of processes how many they have and which tells most. Gives their outbound calls where these
 * are asked for, since nobody else looks at all of them before rules do.
 */
export function writeConnections(
  database: CaseDatabase,
  linked: LinkedConnections,
  { areCallsAsked }: { readonly areCallsAsked: boolean },
): OutboundCallColumns | undefined {
  const { table } = linked;
  const rows = new ConnectionRows(table);
  const calls = areCallsAsked ? new OutboundCalls(table) : undefined;
  fillTable(database, 'numbered_connection', table.last, (write) =>
    forEachConnection(linked, (row, final) => {
      const details = final.of(row);
      write(row, (sink) => rows.tell(row, details, sink));
      calls?.add(row, details);
    }),
  );
  writeTexts(database, table);
  writeConnectedProcesses(database, table);
  return calls?.columns;
}

/** Adds connections up to conversations, which are to be written, and tells the timeline when they were opened and closed. */
export function sumUpConnections(database: CaseDatabase, linked: LinkedConnections, moments: MomentSink): ConversationSums {
  const conversations = conversationSums(database, linked.table);
  forEachConnection(linked, (row, final) => {
    const details = final.numbersOf(row);
    conversations.add(row, details);
    gatherConnection(linked.table, row, details, moments);
  });
  return conversations;
}

function forEachConnection({ table, details: shelf }: LinkedConnections, tell: (row: number, details: FinalDetails) => void): void {
  const details = new FinalDetails(table, shelf);
  const { isRemoved } = table.columns;
  for (let row = 1; row <= table.last; row++) if (isRemoved[row] !== 1) tell(row, details);
}

/** Tells the columns of connections in the order of their table. */
class ConnectionRows {
  readonly #table: ConnectionTable;
  readonly #packer = new EventPacker();

  constructor(table: ConnectionTable) {
    this.#table = table;
  }

  tell(row: number, details: ConnectionDetails, sink: RowSink): void {
    const { columns } = this.#table;
    const owner = this.#table.owners.get(columns.owner[row] ?? 0);
    // The id, which SQLite takes from beside the row.
    sink.null();
    sink.integer(columns.process[row] ?? 0);
    sink.integer(owner.node);
    unlessZero(sink, owner.container);
    sink.integer(columns.protocol[row] ?? 0);
    sink.integer(columns.direction[row] ?? 0);
    sink.integer(columns.isDirectionInferred[row] ?? 0);
    unlessZero(sink, columns.localIp[row]);
    port(sink, columns.localPort[row]);
    unlessZero(sink, columns.remoteIp[row]);
    port(sink, columns.remotePort[row]);
    sink.integer(columns.scope[row] ?? 0);
    told(sink, columns.openedUs[row]);
    sink.integer(details.openedNs);
    told(sink, columns.closedUs[row]);
    sink.integer(details.closedNs);
    told(sink, details.bytesSent);
    told(sink, details.bytesReceived);
    sink.integer(details.attempts);
    this.#tellCookie(details, sink);
    unlessZero(sink, columns.remoteNamespace[row]);
    unlessZero(sink, columns.remotePod[row]);
    unlessZero(sink, columns.remoteWorkload[row]);
    unlessZero(sink, columns.remoteContainer[row]);
    sink.integer(columns.isRemoteInferred[row] ?? 0);
    unlessZero(sink, columns.peer[row]);
    const names = this.#table.names.of(columns.names[row] ?? 0);
    tellOnlyName(names.length === 1 ? names[0] : undefined, sink);
    this.#tellEvents(details, sink);
    textIfTold(sink, names.length > 1 ? JSON.stringify(names.map((name) => this.#spelled(name))) : undefined);
    this.#tellRarities(row, sink);
  }

  /** A number as SQLite holds the same 64 bits, or a text. */
  #tellCookie({ cookieKind, cookieHigh, cookieLow }: ConnectionDetails, sink: RowSink): void {
    if (cookieKind === TEXT_COOKIE) textIfTold(sink, this.#table.texts.text(cookieLow));
    else if (cookieKind !== COUNTED_COOKIE) sink.null();
    else if (cookieHigh < EXACT_HIGH) sink.integer(cookieHigh * WORD + cookieLow);
    else sink.words(cookieHigh | 0, cookieLow);
  }

  #tellEvents({ events }: ConnectionDetails, sink: RowSink): void {
    sink.blob(this.#packer.pack(events));
  }

  /** What only the network and heartbeats tell. */
  #tellRarities(row: number, sink: RowSink): void {
    const { network, sampled, texts } = this.#table;
    const watched = network.get(row);
    unlessZero(sink, texts.of(watched?.identity));
    unlessZero(sink, texts.of(watched?.verdict));
    unlessZero(sink, texts.of(watched?.dropReason));
    textIfTold(sink, watched?.requests);
    sink.integer(Number(sampled.has(row)));
    told(sink, sampled.get(row));
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

const WORD = 2 ** 32;
/** From here on a number of two words may be none that JavaScript holds exactly. */
const EXACT_HIGH = 2 ** 21;

function tellOnlyName(only: NumberedName | undefined, sink: RowSink): void {
  if (only === undefined) {
    for (let column = 0; column < 5; column++) sink.null();
    return;
  }
  sink.integer(only.name);
  sink.integer(NAME_ORIGINS.indexOf(only.from));
  unlessZero(sink, only.note);
  told(sink, only.us);
  unlessZero(sink, only.event);
}

function writeTexts(database: CaseDatabase, { texts }: ConnectionTable): void {
  const insert = database.prepare('insert into connection_text values (?, ?)');
  for (let number = 1; number < texts.count; number++) insert.run(number, texts.text(number));
}
