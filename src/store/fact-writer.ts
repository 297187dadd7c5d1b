import { type EventRecord, SOCKET_OPERATIONS, type SocketFact } from '../model/record.js';
import type { FormatName } from '../model/source.js';
import type { EventPlace } from '../model/store.js';
import type { CaseDatabase } from './database.js';
import { Pods, Terms } from './dictionaries.js';
import { type FactStatements, factStatements } from './fact-statements.js';
import type { FactKind } from './facts/fact-kind.js';
import { FACT_KINDS } from './facts/index.js';
import { ImageWriter } from './image-writer.js';
import { COOKIE_IS_NUMBER, COOKIE_IS_TERM, NO_COOKIE } from './pages/page-schema.js';
import { PageWriter } from './pages/page-writer.js';
import { cookieBits } from './socket-cookie.js';

/**
 * Writes records as facts, with a memory of bounded size. The caller owns the transactions, and must make a new writer when one was
 * rolled back: this one remembers rows that are gone.
 */
export class FactWriter {
  readonly statements: FactStatements;
  readonly terms: Terms;
  readonly pods: Pods;
  readonly images: ImageWriter;
  readonly pages: PageWriter;
  readonly #kinds: readonly ReturnType<FactKind['writer']>[];

  constructor(database: CaseDatabase) {
    this.statements = factStatements(database);
    this.terms = new Terms(this.statements);
    this.pods = new Pods(this.statements);
    this.images = new ImageWriter(this.statements, this.terms, this.pods);
    this.pages = new PageWriter(database);
    const dictionaries = { terms: this.terms, pods: this.pods };
    this.#kinds = FACT_KINDS.map((kind) => kind.writer(database, dictionaries));
  }

  /** Begins a batch of a source's events. */
  begin({ id, format }: { readonly id: number; readonly format: FormatName }): void {
    this.images.origin = format;
    this.pages.begin(id);
  }

  /** Adds one record. */
  write(record: EventRecord, place: EventPlace): void {
    const event = this.pages.add(place.line, place.byteOffset, place.byteLength);
    const row = this.pages.row;
    const image = record.process === undefined ? null : this.images.idOf(record.process);
    const { events } = this.pages;
    events.hash[row] = place.hash;
    events.identity[row] = place.identity ?? Number.NaN;
    events.kind[row] = this.terms.id(record.kind);
    events.us[row] = record.time?.us ?? Number.NaN;
    events.ns[row] = record.time?.ns ?? 0;
    events.image[row] = image ?? 0;
    events.functionName[row] = this.#termOf(record.functionName);
    events.policy[row] = this.#termOf(record.policy);
    const told = { us: record.time?.us, cluster: record.cluster };
    if (record.process !== undefined) this.images.describe(record.process, told, event);
    if (record.parent !== undefined) this.images.describe(record.parent, told, event);
    for (const ancestor of record.ancestors) this.images.describe(ancestor, told, event);
    if (image !== null) this.#writeFacts(record, event, image);
    for (const write of this.#kinds) write(record, event, image);
  }

  /** Writes what is still held back. To be called before the end of the transaction. */
  flush(): void {
    this.pages.flush();
    this.images.flush();
  }

  #writeFacts({ exit, socket, dns, file, time, count }: EventRecord, event: number, image: number): void {
    if (exit !== undefined) {
      const exited = exit.time ?? time;
      this.statements.exit.run(event, image, exit.status, exit.signal ?? null, exited?.us ?? null, exited?.ns ?? 0);
    }
    if (socket !== undefined) this.#addSocket(socket, count);
    if (dns !== undefined) {
      const [names, types, ips] = [dns.names, dns.types, dns.ips].map((list) => this.terms.id(JSON.stringify(list)));
      this.statements.dns.run(
        event,
        image,
        Number(dns.isResponse),
        names,
        types,
        dns.rcode === undefined ? null : this.terms.id(dns.rcode),
        ips,
        dns.server === undefined ? null : this.terms.id(dns.server.ip),
        dns.server?.port ?? null,
        time?.us ?? null,
        time?.ns ?? 0,
      );
    }
    if (file !== undefined) this.statements.file.run(event, image, file.operation, file.path);
  }

  #addSocket(socket: SocketFact, count: number): void {
    const at = this.pages.addSocket();
    const { sockets } = this.pages;
    sockets.operation[at] = SOCKET_OPERATIONS.indexOf(socket.operation);
    sockets.isOriented[at] = Number(socket.isOriented);
    sockets.protocol[at] = this.terms.id(socket.protocol);
    sockets.localIp[at] = this.#termOf(socket.local?.ip);
    sockets.localPort[at] = socket.local?.port ?? Number.NaN;
    sockets.remoteIp[at] = this.#termOf(socket.remote?.ip);
    sockets.remotePort[at] = socket.remote?.port ?? Number.NaN;
    this.#addCookie(socket.cookie, at);
    sockets.remoteNames[at] = socket.remoteNames === undefined ? 0 : this.terms.id(JSON.stringify(socket.remoteNames));
    sockets.remotePod[at] = socket.remotePod === undefined ? 0 : this.pods.id(socket.remotePod);
    sockets.bytesSent[at] = socket.bytesSent ?? Number.NaN;
    sockets.bytesReceived[at] = socket.bytesReceived ?? Number.NaN;
    sockets.count[at] = count;
  }

  #addCookie(cookie: string | undefined, at: number): void {
    const { cookieKind, cookieHigh, cookieLow } = this.pages.sockets;
    const bits = cookie === undefined ? undefined : cookieBits(cookie);
    cookieKind[at] = cookie === undefined ? NO_COOKIE : bits === undefined ? COOKIE_IS_TERM : COOKIE_IS_NUMBER;
    cookieHigh[at] = bits?.high ?? 0;
    cookieLow[at] = bits?.low ?? this.#termOf(cookie);
  }

  #termOf(text: string | undefined): number {
    return text === undefined ? 0 : this.terms.id(text);
  }
}
