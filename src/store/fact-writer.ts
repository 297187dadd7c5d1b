import type { EventRecord, SocketFact, SocketOperation } from '../model/record.js';
import type { FormatName } from '../model/source.js';
import type { EventPlace } from '../model/store.js';
import type { CaseDatabase } from './database.js';
import { Pods, Terms } from './dictionaries.js';
import { type FactStatements, factStatements } from './fact-statements.js';
import type { FactKind } from './facts/fact-kind.js';
import { FACT_KINDS } from './facts/index.js';
import { ImageWriter } from './image-writer.js';
import { storedCookie } from './socket-cookie.js';

/** As stored: an operation is its place in this list. */
export const SOCKET_OPERATIONS: readonly SocketOperation[] = ['connect', 'attempt', 'accept', 'listen', 'send', 'stats', 'close'];

/**
 * Writes records as facts, with a memory of bounded size. The caller owns the transactions, and must make a new writer when one was
 * rolled back: this one remembers rows that are gone.
 */
export class FactWriter {
  readonly #statements: FactStatements;
  readonly #terms: Terms;
  readonly #pods: Pods;
  readonly #images: ImageWriter;
  readonly #kinds: readonly ReturnType<FactKind['writer']>[];
  #nextEvent: number;

  constructor(database: CaseDatabase) {
    this.#statements = factStatements(database);
    this.#terms = new Terms(this.#statements);
    this.#pods = new Pods(this.#statements);
    this.#images = new ImageWriter(this.#statements, this.#terms, this.#pods);
    const dictionaries = { terms: this.#terms, pods: this.#pods };
    this.#kinds = FACT_KINDS.map((kind) => kind.writer(database, dictionaries));
    this.#nextEvent = Number(database.prepare('select coalesce(max(id), 0) from event').pluck().get()) + 1;
  }

  /** Adds one record of a source. */
  write(record: EventRecord, { id: source, format }: { readonly id: number; readonly format: FormatName }, place: EventPlace): void {
    this.#images.origin = format;
    const event = this.#nextEvent++;
    const image = record.process === undefined ? null : this.#images.idOf(record.process);
    this.#statements.event.run(
      event,
      source,
      place.line,
      place.byteOffset,
      place.byteLength,
      place.hash,
      this.#terms.id(record.kind),
      record.time?.us ?? null,
      record.time?.ns ?? 0,
      image,
      record.functionName === undefined ? null : this.#terms.id(record.functionName),
      record.policy === undefined ? null : this.#terms.id(record.policy),
      place.identity ?? null,
    );
    if (record.process !== undefined) this.#images.describe(record.process, record, event);
    if (record.parent !== undefined) this.#images.describe(record.parent, record, event);
    for (const ancestor of record.ancestors) this.#images.describe(ancestor, record, event);
    if (image !== null) this.#writeFacts(record, event, image);
    for (const write of this.#kinds) write(record, event, image);
  }

  #writeFacts({ exit, socket, dns, file, time, count }: EventRecord, event: number, image: number): void {
    if (exit !== undefined) {
      const exited = exit.time ?? time;
      this.#statements.exit.run(event, image, exit.status, exit.signal ?? null, exited?.us ?? null, exited?.ns ?? 0);
    }
    if (socket !== undefined) this.#writeSocket(socket, event, image, count);
    if (dns !== undefined) {
      const lists = [dns.names, dns.types, dns.ips].map((list) => JSON.stringify(list));
      const [names, types, ips] = lists;
      this.#statements.dns.run(
        event,
        image,
        Number(dns.isResponse),
        names,
        types,
        dns.rcode ?? null,
        ips,
        dns.server?.ip ?? null,
        dns.server?.port ?? null,
      );
    }
    if (file !== undefined) this.#statements.file.run(event, image, file.operation, file.path);
  }

  #writeSocket(socket: SocketFact, event: number, image: number, count: number): void {
    this.#statements.socket.run(
      event,
      image,
      SOCKET_OPERATIONS.indexOf(socket.operation),
      Number(socket.isOriented),
      this.#terms.id(socket.protocol),
      this.#termOf(socket.local?.ip),
      socket.local?.port ?? null,
      this.#termOf(socket.remote?.ip),
      socket.remote?.port ?? null,
      socket.cookie === undefined ? null : storedCookie(socket.cookie),
      socket.remoteNames === undefined ? null : this.#terms.id(JSON.stringify(socket.remoteNames)),
      socket.remotePod === undefined ? null : this.#pods.id(socket.remotePod),
      socket.bytesSent ?? null,
      socket.bytesReceived ?? null,
      count,
    );
  }

  #termOf(text: string | undefined): number | null {
    return text === undefined ? null : this.#terms.id(text);
  }
}
