import type { EventColumns } from '../../model/event-columns.js';
import type { BatchBuilder } from '../batch-builder.js';
import type { DuplicateSieve } from '../duplicate-sieve.js';
import type { ColumnReader } from '../format.js';
import type { Line, Position } from '../lines.js';

/** Lines of one source on their way into columns and its ledger. */
export class ColumnLines {
  readonly #make: () => ColumnReader;
  #made: ColumnReader | undefined;
  /** Offset of a line that was left to the parser already. */
  #left = -1;

  /** `make` is called once there are lines. */
  constructor(make: () => ColumnReader) {
    this.#make = make;
  }

  get #reader(): ColumnReader {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** Events added since the columns were taken. */
  get count(): number {
    return this.#made?.count ?? 0;
  }

  /** Where lines need not be copied to before they are gone through. */
  get window(): Buffer {
    return this.#reader.window;
  }

  /** Names the bytes that lines are taken from. */
  begin(chunk: Buffer): void {
    this.#reader.begin(chunk);
  }

  /** Adds whole lines of the chunk from here on, as far as they are understood: how many there were, and where the next begins. */
  addLines(from: number, first: Position, batch: BatchBuilder): { readonly lines: number; readonly end: number } {
    const taken = this.#reader.addLines(from, first);
    const bytes = taken.end - from;
    const position = { byteOffset: first.byteOffset + bytes, lines: first.lines + taken.lines };
    if (taken.isRefused) this.#left = position.byteOffset;
    if (taken.lines === 0) return taken;
    batch.addOffered(taken.lines);
    batch.passLines(taken.lines, bytes, position);
    return taken;
  }

  /** Adds what a line says. False, and nothing added, for one that has to be read in another way. */
  add(line: Line, batch: BatchBuilder, sieve: DuplicateSieve): boolean {
    if (line.byteOffset === this.#left) return false;
    const taken = this.#reader.addLine(line, (hash) => sieve.isHeldElsewhere({ hash }));
    if (taken === 'dropped') batch.addIgnored('duplicate');
    return taken !== 'left';
  }

  /** Tells the ledger of all events that were added. */
  tell(batch: BatchBuilder): void {
    if (this.#made === undefined) return;
    const { kinds, firstUs, lastUs } = this.#made.takeCounts();
    for (const [kind, count] of kinds) batch.addParts(kind, count);
    if (firstUs > lastUs) return;
    batch.stretchTo(firstUs);
    batch.stretchTo(lastUs);
  }

  /** All events that were added, in `spare` where that is large enough. */
  take(spare?: ArrayBuffer): EventColumns {
    return this.#reader.take(spare);
  }
}
