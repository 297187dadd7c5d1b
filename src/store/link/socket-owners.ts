import type { Owners } from '../../model/link/owners.js';
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
  readonly #process: Int32Array;
  readonly #node: Int32Array;
  readonly #container: Int32Array;
  readonly #aheadUs: Float64Array;
  readonly #origin: Int32Array;
  /** The owner that was asked for last, and the scope that it was asked for, one more than it is. */
  readonly #owner: Int32Array;
  readonly #ownerScope: Int32Array;
  #room = socketOwners(0);
  readonly #texts: Texts;
  readonly #streams: SourceStreams;
  readonly #scopes: readonly Scope[];
  readonly #scopeNumbers: ReadonlyMap<number, number>;
  /** Of each image, as its format's first source on a node tells of it. */
  readonly #scope: Int32Array;

  constructor(database: CaseDatabase, texts: Texts) {
    const count = Number(database.prepare('select coalesce(max(id), 0) from image').pluck().get()) + 1;
    this.#process = new Int32Array(count);
    this.#node = new Int32Array(count);
    this.#container = new Int32Array(count);
    this.#aheadUs = new Float64Array(count);
    this.#origin = new Int32Array(count);
    this.#owner = new Int32Array(count);
    this.#ownerScope = new Int32Array(count);
    this.#texts = texts;
    for (const [image, process, node, container, origin, aheadUs] of database.prepare<[], ImageTuple>(IMAGES).raw().iterate()) {
      this.#process[image] = process;
      this.#node[image] = texts.of(node);
      this.#container[image] = container ?? 0;
      this.#aheadUs[image] = aheadUs ?? 0;
      this.#origin[image] = texts.of(origin);
    }
    this.#streams = new SourceStreams(database, texts);
    this.#scopes = this.#inOrder();
    this.#scopeNumbers = new Map(this.#scopes.map(({ node, stream }, at) => [scopeKey(node, stream), at]));
    this.#scope = this.#node.map((node, image) => this.#scopeNumbers.get(scopeKey(node, this.#origin[image] ?? 0)) ?? 0);
  }

  /** Whose each event is. Good until the next call. */
  of({ length, image, source }: Pick<SocketFactColumns, 'length' | 'image' | 'source'>): SocketOwners {
    if (length > this.#room.process.length) this.#room = socketOwners(length);
    const owners = {
      process: this.#room.process.subarray(0, length),
      place: this.#room.place.subarray(0, length),
      scope: this.#room.scope.subarray(0, length),
    };
    for (let at = 0; at < length; at++) {
      const owner = image[at] ?? 0;
      owners.process[at] = this.#process[owner] ?? 0;
      owners.place[at] = this.#container[owner] || -(this.#node[owner] ?? 0);
      owners.scope[at] = this.#scope[owner] ?? 0;
    }
    if (!this.#streams.isEmpty) for (let at = 0; at < length; at++) owners.scope[at] = this.#scopeOf(image[at] ?? 0, source[at] ?? 0);
    return owners;
  }

  /** Number of the scope of an image's sockets, as a source tells of them. */
  #scopeOf(image: number, source: number): number {
    const node = this.#node[image] ?? 0;
    return this.#scopeNumbers.get(scopeKey(node, this.#streams.of(source, node) || (this.#origin[image] ?? 0))) ?? 0;
  }

  /** Number of the owner of an image's sockets, told within a scope. */
  ownerOf(image: number, scope: number, owners: Owners): number {
    if (this.#ownerScope[image] !== scope + 1) {
      this.#ownerScope[image] = scope + 1;
      this.#owner[image] = owners.of({
        node: this.#node[image] ?? 0,
        container: this.#container[image] ?? 0,
        origin: this.#scopes[scope]?.stream ?? 0,
        aheadUs: this.#aheadUs[image] ?? 0,
      });
    }
    return this.#owner[image] ?? 0;
  }

  #inOrder(): readonly Scope[] {
    const scopes = new Map<number, Scope>();
    const add = (scope: Scope) => scopes.set(scopeKey(scope.node, scope.stream), scope);
    for (let image = 0; image < this.#node.length; image++) add({ node: this.#node[image] ?? 0, stream: this.#origin[image] ?? 0 });
    for (const scope of this.#streams.scopes()) add(scope);
    return [...scopes.values()].sort((a, b) => this.#texts.compare(a.node, b.node) || this.#texts.compare(a.stream, b.stream));
  }
}

function socketOwners(length: number): SocketOwners {
  return { process: new Int32Array(length), place: new Int32Array(length), scope: new Int32Array(length) };
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

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** Number of the stream's name; 0 for the first. */
  of(source: number, node: number): number {
    return this.#byKey.get(`${source} ${node}`)?.stream ?? 0;
  }

  scopes(): readonly Scope[] {
    return [...this.#byKey.values()];
  }
}
