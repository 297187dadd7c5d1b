import { TEXT_COOKIE } from '../../model/link/connection-columns.js';
import { ConnectionTable } from '../../model/link/connection-table.js';
import { socketOrder } from '../../model/link/order-sockets.js';
import { type ListensOn, orientSockets } from '../../model/link/orient-sockets.js';
import { SocketPairing } from '../../model/link/pair-sockets.js';
import { LISTENING, type SocketOwners } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { FACTS_AT_A_TIME, readSockets, readSocketsThat, type SocketFactColumns, socketParts } from './socket-columns.js';
import { ImageOwners } from './socket-owners.js';
import { TermNumbers } from './term-numbers.js';

/**
 * The connections that socket events tell of: part by part, in order of machine, stream and socket. Memory: 130 bytes a connection, twenty
 * for each event, and a hundred more for those of the part that is being paired.
 */
export function linkConnections(database: CaseDatabase, factsAtATime = FACTS_AT_A_TIME): ConnectionTable {
  const table = new ConnectionTable();
  const parts = socketParts(database, factsAtATime);
  if (parts === 0) return table;
  const owners = new ImageOwners(database, table.texts);
  const owned = (sockets: SocketFactColumns) => ({ sockets, owned: owners.of(sockets) });
  // What is listened on must be known before anything is paired.
  const listening = new ListeningPorts();
  listening.add(owned(readSocketsThat(database, LISTENING)));
  const pairing = new PartPairing(database, table, { owners, listensOn: (place, port) => listening.has(place, port) });
  for (let part = 0; part < parts; part++) pairing.pair(owned(readSockets(database, part, parts)));
  return table;
}

interface Part {
  readonly sockets: SocketFactColumns;
  readonly owned: SocketOwners;
}

const PORTS = 65_536;

/** Ports that each container (or host) listens on. */
class ListeningPorts {
  readonly #ports = new Set<number>();

  add({ sockets: { length, localPort }, owned: { process, place } }: Part): void {
    for (let at = 0; at < length; at++) {
      const port = localPort[at] ?? -1;
      if (port > 0 && process[at] !== 0) this.#ports.add((place[at] ?? 0) * PORTS + port);
    }
  }

  has(place: number, port: number): boolean {
    return this.#ports.has(place * PORTS + port);
  }
}

class PartPairing {
  readonly #table: ConnectionTable;
  readonly #owners: ImageOwners;
  readonly #listensOn: ListensOn;
  readonly #terms: TermNumbers;
  readonly #pods: PodNumbers;

  constructor(
    database: CaseDatabase,
    table: ConnectionTable,
    { owners, listensOn }: { readonly owners: ImageOwners; readonly listensOn: ListensOn },
  ) {
    this.#table = table;
    this.#owners = owners;
    this.#listensOn = listensOn;
    this.#terms = new TermNumbers(database, table.texts);
    this.#pods = new PodNumbers(database, table);
  }

  pair({ sockets, owned }: Part): void {
    for (const column of [sockets.protocol, sockets.localIp, sockets.remoteIp]) this.#terms.translate(column);
    const cookies = orderCookieTexts(sockets);
    const { places, ends } = socketOrder(sockets, owned, this.#table.texts);
    orientSockets(sockets, owned, this.#listensOn);
    this.#table.reserve(sockets.length);
    this.#table.events.reserve(sockets.length);
    const pairing = new SocketPairing(this.#table, sockets, owned, {
      listensOn: this.#listensOn,
      witness: {
        began: (row, at) => this.#own(row, sockets.image[at] ?? 0, { stream: this.#owners.streamOf(owned.scope[at] ?? 0), cookies }),
        told: (row, at) => this.#name(row, at, sockets),
      },
    });
    let from = 0;
    for (const to of ends) {
      pairing.pair(places, from, to);
      from = to;
    }
  }

  #own(row: number, image: number, { stream, cookies }: { readonly stream: number; readonly cookies: readonly string[] }): void {
    const { columns, texts } = this.#table;
    columns.node[row] = this.#owners.node[image] ?? 0;
    columns.container[row] = this.#owners.container[image] ?? 0;
    columns.aheadUs[row] = this.#owners.aheadUs[image] ?? 0;
    columns.origin[row] = stream;
    if (columns.cookieKind[row] === TEXT_COOKIE) columns.cookieLow[row] = texts.of(cookies[columns.cookieLow[row] ?? 0]);
  }

  /** Names and pod of the other end that the event itself carries. */
  #name(row: number, at: number, { names, pod, us, event }: SocketFactColumns): void {
    const { columns } = this.#table;
    if (pod[at] !== 0) this.#pods.tell(row, pod[at] ?? 0);
    if (names[at] === 0) return;
    for (const name of this.#terms.list(names[at] ?? 0)) {
      if (this.#table.names.isOnly(columns.names[row] ?? 0, name)) continue;
      columns.names[row] = this.#table.names.with(columns.names[row] ?? 0, {
        name,
        from: 'event',
        us: us[at] ?? Number.NaN,
        event: event[at] ?? 0,
        note: 0,
      });
    }
  }
}

/** Has cookies that are no numbers stand for their place in the order of texts. */
function orderCookieTexts({ length, cookieKind, cookieLow, cookieTexts }: SocketFactColumns): readonly string[] {
  if (cookieTexts.length === 0) return cookieTexts;
  const ordered = [...new Set(cookieTexts)].sort();
  const places = new Map(ordered.map((text, place) => [text, place]));
  for (let at = 0; at < length; at++)
    if (cookieKind[at] === TEXT_COOKIE) cookieLow[at] = places.get(cookieTexts[cookieLow[at] ?? 0] ?? '') ?? 0;
  return ordered;
}

interface PodTold {
  readonly namespace: number;
  readonly name: number;
  readonly workload: number;
}

/** The pods of other ends, as pod metadata tells them. */
class PodNumbers {
  readonly #table: ConnectionTable;
  readonly #find;
  readonly #known = new Map<number, PodTold>();

  constructor(database: CaseDatabase, table: ConnectionTable) {
    this.#table = table;
    this.#find = database.prepare<[number], { namespace: string | null; name: string | null; workload: string | null }>(
      'select namespace, name, workload from pod_metadata where id = ?',
    );
  }

  /** Says which pod the other end is, unless an event before did. */
  tell(row: number, pod: number): void {
    const { remoteNamespace, remotePod, remoteWorkload } = this.#table.columns;
    if (remoteNamespace[row] !== 0 || remotePod[row] !== 0 || remoteWorkload[row] !== 0) return;
    const { namespace, name, workload } = this.#known.get(pod) ?? this.#read(pod);
    remoteNamespace[row] = namespace;
    remotePod[row] = name;
    remoteWorkload[row] = workload;
  }

  #read(pod: number): PodTold {
    const row = this.#find.get(pod);
    const { texts } = this.#table;
    const told = { namespace: texts.of(row?.namespace), name: texts.of(row?.name), workload: texts.of(row?.workload) };
    this.#known.set(pod, told);
    return told;
  }
}
