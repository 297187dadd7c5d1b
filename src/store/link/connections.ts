import { TEXT_COOKIE } from '../../model/link/connection-columns.js';
import { ConnectionTable, type SharedNumbers } from '../../model/link/connection-table.js';
import { socketOrder } from '../../model/link/order-sockets.js';
import { type ListensOn, orientSockets } from '../../model/link/orient-sockets.js';
import { SocketPairing } from '../../model/link/pair-sockets.js';
import { ACCEPT, ATTEMPT, CONNECT, LISTENING, type SocketOwners } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { DetailShelf } from './detail-shelf.js';
import { type SocketFactColumns, socketCount } from './socket-columns.js';
import { ImageOwners } from './socket-owners.js';
import { type SocketReading, socketFacts } from './socket-parts.js';
import type { ListeningFacts } from './socket-survey.js';
import { TermNumbers } from './term-numbers.js';

/** Connections while they are linked, and what linking does not look at. */
export interface LinkedConnections {
  readonly table: ConnectionTable;
  readonly details: DetailShelf;
}

/**
 * The connections that socket events tell of: part by part, in order of machine, stream and socket. Memory: 74 bytes a connection, and some
 * two hundred for each fact of the part that is being paired.
 */
export function linkConnections(
  database: CaseDatabase,
  { betweenSteps, ...reading }: SocketReading & { readonly betweenSteps?: () => void } = {},
): LinkedConnections {
  const table = new ConnectionTable();
  const details = new DetailShelf(database);
  const count = socketCount(database);
  if (count === 0) return { table, details };
  const owners = new ImageOwners(database, table.texts);
  const told = socketFacts(database, count, reading);
  // What is listened on must be known before anything is paired.
  const listening = new ListeningPorts(told.listening, owners.of(told.listening));
  const pairing = new PartPairing(database, table, {
    owners,
    cookies: told.cookieTexts,
    listensOn: (place, port) => listening.has(place, port),
  });
  let facts = 0;
  for (const sockets of told.parts(owners)) {
    facts += sockets.length;
    const part = pairing.pair({ sockets, owned: owners.of(sockets) });
    // Nothing has to make room for other parts.
    if (sockets.length === count) return { table: part, details };
    details.put(part);
    table.append(part, Math.ceil((ROOM * (table.last + part.last) * count) / Math.max(1, facts)));
    betweenSteps?.();
  }
  return { table, details };
}

/** How many more rows there is room for than parts so far let expect. */
const ROOM = 1.03;

interface Part {
  readonly sockets: SocketFactColumns;
  readonly owned: SocketOwners;
}

const PORTS = 65_536;

/** Ports that each container (or host) listens on. */
class ListeningPorts {
  readonly #ports = new Set<number>();

  constructor({ length, localPort }: ListeningFacts, { process, place }: SocketOwners) {
    for (let at = 0; at < length; at++) {
      const port = localPort[at] ?? -1;
      if (port > 0 && process[at] !== 0) this.#ports.add((place[at] ?? 0) * PORTS + port);
    }
  }

  has(place: number, port: number): boolean {
    return this.#ports.has(place * PORTS + port);
  }
}

/** How many of these events may begin a connection. */
function beginnings({ length, operation }: SocketFactColumns): number {
  let count = 0;
  for (let at = 0; at < length; at++) if (BEGINNINGS.has(operation[at] ?? 0)) count += 1;
  return count;
}

const BEGINNINGS: ReadonlySet<number> = new Set([CONNECT, ACCEPT, ATTEMPT, LISTENING]);

interface PairingContext {
  readonly owners: ImageOwners;
  /** Cookies that are no numbers. */
  readonly cookies: readonly string[];
  readonly listensOn: ListensOn;
}

class PartPairing {
  /** Of one part: its memory is used for each of them. */
  readonly #table: ConnectionTable;
  readonly #context: PairingContext;
  readonly #terms: TermNumbers;
  readonly #pods: PodNumbers;

  constructor(database: CaseDatabase, numbers: SharedNumbers, context: PairingContext) {
    this.#table = new ConnectionTable(numbers);
    this.#context = context;
    this.#terms = new TermNumbers(database, numbers.texts);
    this.#pods = new PodNumbers(database, this.#table);
  }

  /** The connections of a part's sockets. Good until the next part. */
  pair({ sockets, owned }: Part): ConnectionTable {
    this.#table.clear();
    // Growing step by step would copy all of them again and again.
    this.#table.reserve(beginnings(sockets), sockets.length);
    for (const column of [sockets.protocol, sockets.localIp, sockets.remoteIp]) this.#terms.translate(column, sockets.length);
    const { places, ends } = socketOrder(sockets, owned, this.#table.texts);
    const { listensOn } = this.#context;
    orientSockets(sockets, owned, listensOn);
    const pairing = new SocketPairing(this.#table, sockets, owned, {
      listensOn,
      witness: {
        began: (row, at) => this.#own(row, sockets.image[at] ?? 0, owned.scope[at] ?? 0),
        told: (row, at) => this.#name(row, at, sockets),
      },
    });
    let from = 0;
    for (const to of ends) {
      pairing.pair(places, from, to);
      from = to;
    }
    return this.#table;
  }

  #own(row: number, image: number, scope: number): void {
    const { columns, details, texts } = this.#table;
    columns.owner[row] = this.#context.owners.ownerOf(image, scope, this.#table.owners);
    const at = this.#table.detailPlace(row);
    if (details.cookieKind[at] === TEXT_COOKIE) details.cookieLow[at] = texts.of(this.#context.cookies[details.cookieLow[at] ?? 0]);
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
