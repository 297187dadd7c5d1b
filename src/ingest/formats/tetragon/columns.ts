import type { EventColumnsBuilder } from '../../columns/event-columns-builder.js';
import type { MetThings } from '../../columns/met-things.js';
import type { ColumnReader } from '../../format.js';
import { EventColumnsWriter } from './columns-writer.js';
import { ENVELOPE, EVENT_KINDS, SLOT_COUNT, SLOTS, type Telling } from './event-fields.js';
import { type KnownBlock, KnownBlocks } from './known-blocks.js';
import { type CompiledShape, ShapeReader } from './shape-reader.js';

/** What is remembered at most of printed texts. Beyond it all is forgotten, and met anew. */
const MOST_TEXTS = 10_000;
/** Ancestors of a process that its exec and exit name. Lines with more are parsed. */
const MOST_ANCESTORS = 64;

/** A kind of event, in the numbers of this reader. */
interface Kind {
  readonly name: string;
  readonly tells: Telling;
  readonly shape: CompiledShape;
  readonly operation: number;
}

/**
 * Reads events of Tetragon into columns by their bytes: processes are compared with those seen before, values are put into their columns.
 * Takes only what it understands in whole; what it leaves is for the full parser.
 */
export class TetragonColumns implements ColumnReader {
  kind = '';
  observedUs = Number.NaN;
  readonly #met: MetThings;
  readonly #blocks: KnownBlocks;
  readonly #writer: EventColumnsWriter;
  #shapes: ShapeReader;
  #kinds: readonly (Kind | undefined)[] = [];
  #envelope: CompiledShape = { fields: [], next: [] };
  #keys = { process: 0, parent: 0, ancestors: 0 };
  #process: KnownBlock | undefined;
  #parent: KnownBlock | undefined;
  readonly #ancestors: KnownBlock[] = [];

  constructor(met: MetThings, columns: EventColumnsBuilder) {
    this.#met = met;
    this.#blocks = new KnownBlocks(met);
    this.#writer = new EventColumnsWriter(met, columns);
    this.#shapes = this.#learnShapes();
  }

  add(bytes: Buffer, from: number, to: number): boolean {
    const shapes = this.#shapes;
    const { json } = shapes;
    shapes.begin(bytes, from, to);
    if (!json.open()) return false;
    const key = shapes.key(this.#envelope, 0);
    const kind = this.#kinds[key];
    if (kind === undefined || !this.#readBody(bytes, to, kind) || !this.#readEnvelope(key) || json.next() !== -1) return false;
    if (!this.#writer.add(shapes, kind)) return false;
    this.#nameProcesses();
    this.kind = kind.name;
    this.observedUs = this.#isObserved(kind) ? shapes.value(SLOTS.time, Number.NaN) : Number.NaN;
    return true;
  }

  rest(): void {
    if (Math.max(this.#shapes.size, this.#blocks.size, this.#met.size) < MOST_TEXTS) return;
    this.#met.forget();
    this.#blocks.forget();
    this.#writer.forget();
    this.#shapes = this.#learnShapes();
  }

  #learnShapes(): ShapeReader {
    const shapes = new ShapeReader(SLOT_COUNT, this.#met);
    const kinds: (Kind | undefined)[] = [];
    for (const [name, { tells, shape, operation }] of Object.entries(EVENT_KINDS))
      kinds[shapes.numberOf(name)] = { name, tells, shape: shapes.compiled(shape), operation };
    this.#kinds = kinds;
    this.#envelope = shapes.compiled(ENVELOPE);
    this.#keys = { process: shapes.numberOf('process'), parent: shapes.numberOf('parent'), ancestors: shapes.numberOf('ancestors') };
    return shapes;
  }

  /** The event's own object. Its process must come before its parent, as agents print them. */
  #readBody(bytes: Buffer, to: number, { shape }: Kind): boolean {
    const shapes = this.#shapes;
    const { json } = shapes;
    this.#process = undefined;
    this.#parent = undefined;
    this.#ancestors.length = 0;
    if (!json.open()) return false;
    for (let before = 0; ; ) {
      const key = shapes.key(shape, before);
      if (key <= 0) return key === 0 && this.#process !== undefined;
      const isRead = this.#isActor(key) ? this.#readActor(key, bytes, to) : shapes.field(shape, key);
      if (!isRead) return false;
      before = key;
    }
  }

  #isActor(key: number): boolean {
    return key === this.#keys.process || key === this.#keys.parent || key === this.#keys.ancestors;
  }

  #readActor(key: number, bytes: Buffer, to: number): boolean {
    if (key === this.#keys.ancestors) return this.#ancestors.length === 0 && this.#readAncestors(bytes, to);
    const block = this.#readBlock(bytes, to);
    if (block === undefined) return false;
    if (key === this.#keys.process) {
      if (this.#process !== undefined) return false;
      this.#process = block;
      return true;
    }
    if (this.#parent !== undefined) return false;
    this.#parent = block;
    return true;
  }

  #readBlock(bytes: Buffer, to: number): KnownBlock | undefined {
    const { json } = this.#shapes;
    json.next();
    const block = this.#blocks.at(bytes, json.at, to) ?? this.#blocks.learn(bytes, json.at, to);
    if (block !== undefined) json.at = this.#blocks.end;
    return block;
  }

  #readAncestors(bytes: Buffer, to: number): boolean {
    const { json } = this.#shapes;
    if (!json.pass(0x5b)) return false;
    for (let isFirst = true; ; isFirst = false) {
      const item = json.item(isFirst);
      if (item !== 1) return item === 0;
      const block = this.#readBlock(bytes, to);
      if (block === undefined || this.#ancestors.length === MOST_ANCESTORS) return false;
      this.#ancestors.push(block);
    }
  }

  #readEnvelope(kindKey: number): boolean {
    const shapes = this.#shapes;
    for (let before = kindKey; ; ) {
      const key = shapes.key(this.#envelope, before);
      if (key <= 0) return key === 0;
      if (key === kindKey || !shapes.field(this.#envelope, key)) return false;
      before = key;
    }
  }

  #nameProcesses(): void {
    this.#writer.nameProcesses(this.#numberOf(this.#process), this.#numberOf(this.#parent));
    for (const ancestor of this.#ancestors) this.#writer.nameAncestor(this.#numberOf(ancestor));
  }

  #numberOf(block: KnownBlock | undefined): number {
    if (block === undefined) return 0;
    if (block.number === 0) block.number = this.#met.process(block.description);
    return block.number;
  }

  /** A process that ran before the agent is printed with its own start as the event's time: that was not observed then. */
  #isObserved(kind: Kind): boolean {
    return kind.name !== 'process_exec' || this.#process?.ranBefore !== true;
  }
}
