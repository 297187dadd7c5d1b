import type { EventColumns, MetProcess } from '../model/event-columns.js';
import type { PodDescription, ProcessDescription } from '../model/record.js';
import type { Batch } from '../model/store.js';
import type { FactWriter } from './fact-writer.js';
import type { StoredCopy } from './image-writer.js';

/** What a reader met, by its numbers. */
interface Met {
  readonly generation: number;
  /** Rows of terms, 0 until one was needed. */
  readonly terms: number[];
  readonly texts: string[];
  readonly podRows: number[];
  readonly pods: PodDescription[];
  /** Told, and not needed any more once its copy is in the case. */
  readonly processes: (MetProcess | undefined)[];
  readonly copies: (StoredCopy | undefined)[];
  readonly tids: (number | undefined)[];
}

/** Writes events that come as columns, as `FactWriter` writes records. */
export class ColumnWriter {
  readonly #facts: FactWriter;
  /** By source and reader. Several sources grow at the same time, and several threads read one. */
  readonly #met = new Map<number, Map<string, Met>>();

  constructor(facts: FactWriter) {
    this.#facts = facts;
  }

  /** Adds the events of a source's batch, records among them where each belongs. */
  write(source: number, columns: EventColumns, lineBase: number, records: Batch['records']): void {
    const batch = new ColumnBatch(this.#facts, this.#metBy(source, columns), columns, lineBase);
    let next = 0;
    for (const { record, place, columnsBefore = 0 } of records) {
      while (next < columnsBefore) batch.add(next++);
      this.#facts.write(record, place);
    }
    while (next < columns.events.count) batch.add(next++);
  }

  /** Forgets what the readers of a source met: it was read to its end. */
  forget(source: number): void {
    this.#met.delete(source);
  }

  #metBy(source: number, { reader, generation, texts, pods, processes }: EventColumns): Met {
    const readers = this.#met.get(source) ?? new Map<string, Met>();
    this.#met.set(source, readers);
    const known = readers.get(reader);
    const met = known?.generation === generation ? known : nothingMet(generation);
    readers.set(reader, met);
    met.texts.push(...texts);
    met.pods.push(...pods);
    met.processes.push(...processes);
    return met;
  }
}

/** Numbers are counted from 1. */
function nothingMet(generation: number): Met {
  return { generation, terms: [0], texts: [''], podRows: [0], pods: [{}], processes: [undefined], copies: [undefined], tids: [undefined] };
}

/** Events of one batch on their way into pages, each group of columns walked along with them. */
class ColumnBatch {
  readonly #facts: FactWriter;
  readonly #met: Met;
  readonly #columns: EventColumns;
  readonly #lineBase: number;
  #ancestor = 0;
  #exit = 0;
  #socket = 0;
  #message = 0;

  constructor(facts: FactWriter, met: Met, columns: EventColumns, lineBase: number) {
    this.#facts = facts;
    this.#met = met;
    this.#columns = columns;
    this.#lineBase = lineBase;
  }

  /** Adds the event at this place. To be called for each, in order. */
  add(at: number): void {
    const { events: told } = this.#columns;
    const { pages } = this.#facts;
    const event = pages.add(this.#lineBase + (told.line[at] ?? 0), told.byteOffset[at] ?? 0, told.byteLength[at] ?? 0);
    const { events, row } = pages;
    const us = told.us[at] ?? Number.NaN;
    const kind = told.kind[at] ?? 0;
    const isExec = this.#met.texts[kind] === 'process_exec';
    const image = this.#see(told.process[at] ?? 0, isExec ? 'exec' : 'event', us, event, at);
    events.hash[row] = told.hash[at] ?? 0;
    events.identity[row] = Number.NaN;
    events.kind[row] = this.#term(kind);
    events.us[row] = us;
    events.ns[row] = told.ns[at] ?? 0;
    events.image[row] = image;
    events.functionName[row] = this.#term(told.functionName[at] ?? 0);
    events.policy[row] = this.#term(told.policy[at] ?? 0);
    const parent = told.parent[at] ?? 0;
    if (parent !== 0) this.#see(parent, 'parent', us, event, at);
    this.#addFacts(at, event, image);
  }

  #addFacts(at: number, event: number, image: number): void {
    const { ancestors, exits, sockets, dns, events } = this.#columns;
    for (; this.#ancestor < ancestors.count && ancestors.event[this.#ancestor] === at; this.#ancestor++)
      this.#see(ancestors.process[this.#ancestor] ?? 0, 'parent', events.us[at] ?? Number.NaN, event, at);
    if (this.#socket < sockets.count && sockets.event[this.#socket] === at) this.#addSocket(this.#socket++);
    if (this.#message < dns.count && dns.event[this.#message] === at) this.#addMessage(this.#message++, at, event, image);
    if (this.#exit < exits.count && exits.event[this.#exit] === at) this.#addExit(this.#exit++, event, image);
  }

  /** Row of the image of a process that an event names. */
  #see(number: number, role: ProcessDescription['role'], us: number, event: number, at: number): number {
    const { copies, processes, tids } = this.#met;
    const known = copies[number];
    const time = Number.isNaN(us) ? undefined : us;
    if (known !== undefined) {
      this.#facts.images.seeAgain(known, role === 'exec' ? roled(tids[number], role) : EVENT_ROLES[role], time, event);
      return known.image.id;
    }
    const met = processes[number];
    if (met === undefined) throw new Error(`a reader named process ${number} before it told of it`);
    const cluster = this.#columns.events.cluster[at] ?? 0;
    const copy = this.#facts.images.meet(
      met.pod === 0 ? { ...met.process, role } : { ...met.process, role, pod: this.#met.pods[met.pod] ?? {} },
      { us: time, cluster: cluster === 0 ? undefined : this.#met.texts[cluster] },
      event,
    );
    copies[number] = copy;
    tids[number] = met.process.tid;
    processes[number] = undefined;
    return copy.image.id;
  }

  #addSocket(place: number): void {
    const { sockets: told } = this.#columns;
    const to = this.#facts.pages.addSocket();
    const { sockets } = this.#facts.pages;
    sockets.operation[to] = told.operation[place] ?? 0;
    sockets.isOriented[to] = told.isOriented[place] ?? 0;
    sockets.protocol[to] = this.#term(told.protocol[place] ?? 0);
    sockets.localIp[to] = this.#term(told.localIp[place] ?? 0);
    sockets.localPort[to] = portOf(told.localPort[place]);
    sockets.remoteIp[to] = this.#term(told.remoteIp[place] ?? 0);
    sockets.remotePort[to] = portOf(told.remotePort[place]);
    sockets.cookieKind[to] = told.hasCookie[place] ?? 0;
    sockets.cookieHigh[to] = told.cookieHigh[place] ?? 0;
    sockets.cookieLow[to] = told.cookieLow[place] ?? 0;
    sockets.remoteNames[to] = this.#term(told.remoteNames[place] ?? 0);
    sockets.remotePod[to] = this.#pod(told.remotePod[place] ?? 0);
    sockets.bytesSent[to] = told.bytesSent[place] ?? Number.NaN;
    sockets.bytesReceived[to] = told.bytesReceived[place] ?? Number.NaN;
    sockets.count[to] = 1;
  }

  #addMessage(place: number, at: number, event: number, image: number): void {
    const { dns: told, events } = this.#columns;
    const rcode = told.rcode[place] ?? 0;
    const server = told.serverIp[place] ?? 0;
    this.#facts.statements.dns.run(
      event,
      image,
      told.isResponse[place],
      this.#term(told.names[place] ?? 0),
      this.#term(told.types[place] ?? 0),
      rcode === 0 ? null : this.#term(rcode),
      this.#term(told.ips[place] ?? 0),
      server === 0 ? null : this.#term(server),
      server === 0 ? null : told.serverPort[place],
      present(events.us[at]),
      events.ns[at],
    );
  }

  #addExit(place: number, event: number, image: number): void {
    const { exits: told } = this.#columns;
    const signal = told.signal[place] ?? 0;
    const name = signal === 0 ? null : this.#met.texts[signal];
    this.#facts.statements.exit.run(event, image, told.status[place], name, present(told.us[place]), told.ns[place]);
  }

  #term(number: number): number {
    if (number === 0) return 0;
    const { terms, texts } = this.#met;
    const known = terms[number];
    if (known !== undefined) return known;
    // A list without holes stays a fast one.
    while (terms.length < number) terms.push(this.#facts.terms.id(texts[terms.length] ?? ''));
    const row = this.#facts.terms.id(texts[number] ?? '');
    terms[number] = row;
    return row;
  }

  #pod(number: number): number {
    if (number === 0) return 0;
    const { podRows, pods } = this.#met;
    while (podRows.length <= number) podRows.push(this.#facts.pods.id(pods[podRows.length] ?? {}));
    return podRows[number] ?? 0;
  }
}

const EVENT_ROLES = { event: { role: 'event' }, parent: { role: 'parent' }, exec: { role: 'exec' } } as const;

/** Only an exec event says of which thread a process is told. */
function roled(tid: number | undefined, role: 'exec'): Pick<ProcessDescription, 'role' | 'tid'> {
  return tid === undefined ? EVENT_ROLES.exec : { role, tid };
}

function portOf(port: number | undefined): number {
  return port === undefined || port < 0 ? Number.NaN : port;
}

function present(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
