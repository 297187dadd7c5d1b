import type { SocketOwners } from '../../model/link/socket-columns.js';
import type { Texts } from '../../model/link/texts.js';
import type { CaseDatabase } from '../database.js';
import type { SocketFactColumns } from './socket-columns.js';

type ImageTuple = readonly [image: number, process: number, node: string, container: number | null, origin: string, aheadUs: number | null];

const IMAGES = `
  select i.id, pi.process, p.node, p.container, i.origin, m.ahead_us
  from process_image pi join image i on i.id = pi.image join process p on p.id = pi.process left join machine m on m.node = i.node`;

/** Whose the sockets of each image are: columns by row of the image. Nodes and origins are numbers of texts. */
export class ImageOwners {
  readonly process: Int32Array;
  readonly node: Int32Array;
  readonly container: Int32Array;
  readonly aheadUs: Float64Array;
  readonly #origin: Int32Array;
  readonly #texts: Texts;
  readonly #streams: SourceStreams;
  readonly #scopes: readonly Scope[];

  constructor(database: CaseDatabase, texts: Texts) {
    const count = Number(database.prepare('select coalesce(max(id), 0) from image').pluck().get()) + 1;
    this.process = new Int32Array(count);
    this.node = new Int32Array(count);
    this.container = new Int32Array(count);
    this.aheadUs = new Float64Array(count);
    this.#origin = new Int32Array(count);
    this.#texts = texts;
    for (const [image, process, node, container, origin, aheadUs] of database.prepare<[], ImageTuple>(IMAGES).raw().iterate()) {
      this.process[image] = process;
      this.node[image] = texts.of(node);
      this.container[image] = container ?? 0;
      this.aheadUs[image] = aheadUs ?? 0;
      this.#origin[image] = texts.of(origin);
    }
    this.#streams = new SourceStreams(database, texts);
    this.#scopes = this.#inOrder();
  }

  /** Whose each event is. */
  of({ length, image, source }: SocketFactColumns): SocketOwners {
    const owners = { process: new Int32Array(length), place: new Int32Array(length), scope: new Int32Array(length) };
    const numbers = new Map(this.#scopes.map(({ node, stream }, at) => [scopeKey(node, stream), at]));
    for (let at = 0; at < length; at++) {
      const owner = image[at] ?? 0;
      const node = this.node[owner] ?? 0;
      owners.process[at] = this.process[owner] ?? 0;
      owners.place[at] = this.container[owner] || -node;
      owners.scope[at] = numbers.get(scopeKey(node, this.#streams.of(source[at] ?? 0, node) || (this.#origin[owner] ?? 0))) ?? 0;
    }
    return owners;
  }

  /** Number of the name of a scope's stream: the kind of source, or which export of its agent. */
  streamOf(scope: number): number {
    return this.#scopes[scope]?.stream ?? 0;
  }

  #inOrder(): readonly Scope[] {
    const scopes = new Map<number, Scope>();
    const add = (scope: Scope) => scopes.set(scopeKey(scope.node, scope.stream), scope);
    for (let image = 0; image < this.node.length; image++) add({ node: this.node[image] ?? 0, stream: this.#origin[image] ?? 0 });
    for (const scope of this.#streams.scopes()) add(scope);
    return [...scopes.values()].sort((a, b) => this.#texts.compare(a.node, b.node) || this.#texts.compare(a.stream, b.stream));
  }
}

/** A machine as one stream of sources tells of it. */
interface Scope {
  readonly node: number;
  readonly stream: number;
}

const MOST_TEXTS = 2 ** 26;

function scopeKey(node: number, stream: number): number {
  return stream * MOST_TEXTS + node;
}

/** The streams of sources that are not their format's first on a node, as `linkStreams` found them. */
class SourceStreams {
  readonly #byKey = new Map<string, Scope>();

  constructor(database: CaseDatabase, texts: Texts) {
    const rows = database.prepare<[], { source: number; node: string; name: string }>('select source, node, name from temp.stream');
    for (const { source, node, name } of rows.all()) {
      const scope = { node: texts.of(node), stream: texts.of(name) };
      this.#byKey.set(`${source} ${scope.node}`, scope);
    }
  }

  /** Number of the stream's name; 0 for the first. */
  of(source: number, node: number): number {
    return this.#byKey.size === 0 ? 0 : (this.#byKey.get(`${source} ${node}`)?.stream ?? 0);
  }

  scopes(): readonly Scope[] {
    return [...this.#byKey.values()];
  }
}
