import { isUtf8 } from 'node:buffer';
import { decodeExecId } from '../../../model/exec-id.js';
import type { ProcessDescription } from '../../../model/record.js';
import { hashOfBytes } from '../../columns/byte-texts.js';
import type { MetThings } from '../../columns/met-things.js';
import { objectInLine } from '../json-line.js';
import { processOf } from './process.js';
import { ProcessShape, type ReadProcess } from './process-shape.js';

/** A process object that was read before, byte for byte but for `refcnt`, with what it says. */
export class KnownBlock {
  readonly description: ProcessDescription;
  /** True for a process that ran before the agent did. */
  readonly ranBefore: boolean;
  /** Of the process among those that its reader met, 0 until it was told. */
  number = 0;
  /** True when it was met again since the oldest were forgotten the last time. */
  isInUse = false;
  readonly #beforeCount: Buffer;
  readonly #afterCount: Buffer;

  constructor(description: ProcessDescription, beforeCount: Buffer, afterCount: Buffer) {
    this.description = description;
    this.#beforeCount = Buffer.from(beforeCount);
    this.#afterCount = Buffer.from(afterCount);
    this.ranBefore = description.flags?.split(' ').includes('procFS') === true;
  }

  /** Where the block ends if it stands at `start` and ends before `lineEnd`, else -1. */
  endAt(bytes: Buffer, start: number, lineEnd: number): number {
    const before = this.#beforeCount;
    const countAt = start + before.length;
    if (countAt > lineEnd || before.compare(bytes, start, countAt) !== 0) return -1;
    const after = this.#afterCount;
    if (after.length === 0) return countAt;
    let rest = countAt;
    while (rest < lineEnd && isDigit(bytes[rest])) rest += 1;
    const end = rest + after.length;
    const isNumber = rest === countAt + 1 || (rest > countAt && bytes[countAt] !== ZERO);
    if (!isNumber || end > lineEnd) return -1;
    return isAt(bytes, rest, after) ? end : -1;
  }
}

/** Processes whose blocks are remembered: those that are active at a time. */
const REMEMBERED_PROCESSES = 1_000;
/** A process looks different to its own events, to its children's and before its pod is known. */
const VARIANTS = 4;
const EXEC_ID_KEY = Buffer.from('{"exec_id":"');
const QUOTE = 0x22;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const REFCNT_KEY = Buffer.from('"refcnt":');

/**
 * Process objects seen lately. Most bytes of an export are a process and a parent that were printed before: those need no parsing.
 * Exact: a block that differs in one byte outside `refcnt` (which says nothing of a process) is not known.
 */
export class KnownBlocks {
  /** By the hash of the exec id. What has the same one by chance is told apart by its bytes. */
  readonly #byExecId = new Map<number, KnownBlock[]>();
  readonly #met: MetThings;
  #shape: ProcessShape;
  /** Where the last block that was found or learned ends. */
  end = 0;

  constructor(met: MetThings) {
    this.#met = met;
    this.#shape = new ProcessShape(met);
  }

  /** How many texts of processes are remembered. */
  get size(): number {
    return this.#shape.size;
  }

  /** The known block that stands at `start`. Its end is `end` then. */
  at(bytes: Buffer, start: number, lineEnd: number): KnownBlock | undefined {
    if (!isBlock(bytes, start, lineEnd)) return undefined;
    const variants = this.#byExecId.get(execIdHash(bytes, start, lineEnd));
    if (variants === undefined) return undefined;
    for (const block of variants) {
      const end = block.endAt(bytes, start, lineEnd);
      if (end === -1) continue;
      this.end = end;
      block.isInUse = true;
      return block;
    }
    return undefined;
  }

  /**
   * The block that stands at `start`, read and remembered; `undefined` for one that a line has to be read in full for: no whole object,
   * one that says of which node it is by its event alone, or one that gives a reason to warn.
   */
  learn(bytes: Buffer, start: number, lineEnd: number): KnownBlock | undefined {
    if (!isBlock(bytes, start, lineEnd)) return undefined;
    const read = this.#shape.at(bytes, start, lineEnd) ?? parsed(bytes, start, lineEnd);
    if (read === undefined) return undefined;
    const { description, end: blockEnd, countAt = blockEnd, countEnd = blockEnd } = read;
    const block = new KnownBlock(description, bytes.subarray(start, countAt), bytes.subarray(countEnd, blockEnd));
    // A count that no agent prints is no count.
    const end = block.endAt(bytes, start, lineEnd);
    if (end === -1) return undefined;
    this.#keep(execIdHash(bytes, start, lineEnd), block);
    this.end = end;
    return block;
  }

  /** Forgets all of them. */
  forget(): void {
    this.#shape = new ProcessShape(this.#met);
    this.#byExecId.clear();
  }

  #keep(execId: number, block: KnownBlock): void {
    const variants = this.#byExecId.get(execId) ?? [];
    if (variants.length === 0 && this.#byExecId.size >= REMEMBERED_PROCESSES) this.#forgetOldest();
    this.#byExecId.set(execId, [block, ...variants.slice(0, VARIANTS - 1)]);
  }

  /** Forgets the oldest that were not met again; those that were have to be met once more. */
  #forgetOldest(): void {
    const most = REMEMBERED_PROCESSES - REMEMBERED_PROCESSES / 4;
    for (const [execId, variants] of this.#byExecId) {
      if (this.#byExecId.size <= most) return;
      this.#byExecId.delete(execId);
      if (!variants.some(({ isInUse }) => isInUse)) continue;
      for (const block of variants) block.isInUse = false;
      // Entries that are added while a map is gone through come last.
      this.#byExecId.set(execId, variants);
    }
  }
}

/** The same from any object, by the full parser. */
function parsed(bytes: Buffer, start: number, lineEnd: number): ReadProcess | undefined {
  const extent = extentOf(bytes, start, lineEnd);
  const description = extent === undefined ? undefined : describedBy(bytes.subarray(start, extent.end));
  return extent === undefined || description === undefined ? undefined : { description, ...extent };
}

function describedBy(block: Buffer): ProcessDescription | undefined {
  if (!isUtf8(block)) return undefined;
  const parsed = objectInLine(block.toString('utf8'));
  const process = typeof parsed === 'string' ? undefined : processOf(parsed, { role: 'parent', node: '' });
  const named = process === undefined ? undefined : decodeExecId(process.execId);
  // Without its node, the same block means another process in an event of another node.
  return named === undefined || named.node === '' || named.pid !== process?.pid ? undefined : process;
}

function isBlock(bytes: Buffer, start: number, lineEnd: number): boolean {
  if (start + EXEC_ID_KEY.length > lineEnd) return false;
  for (let at = 0; at < EXEC_ID_KEY.length; at++) if (bytes[start + at] !== EXEC_ID_KEY[at]) return false;
  return true;
}

function execIdHash(bytes: Buffer, start: number, lineEnd: number): number {
  const from = start + EXEC_ID_KEY.length;
  let to = from;
  while (to < lineEnd && bytes[to] !== QUOTE) to += 1;
  return hashOfBytes(bytes, from, to);
}

interface Extent {
  readonly end: number;
  /** Where the digits of `refcnt` stand, when the object has it. */
  readonly countAt: number | undefined;
  readonly countEnd: number | undefined;
}

/** How far the JSON object at `start` reaches; `undefined` when it does not end in the line. */
function extentOf(bytes: Buffer, start: number, lineEnd: number): Extent | undefined {
  let depth = 0;
  let count: { countAt: number; countEnd: number } | undefined;
  for (let at = start; at < lineEnd; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      if (depth === 1) count ??= countAt(bytes, at, lineEnd);
      at = stringEnd(bytes, at, lineEnd);
    } else if (byte === OPEN_BRACE) depth += 1;
    else if (byte === CLOSE_BRACE && --depth === 0) return { end: at + 1, countAt: count?.countAt, countEnd: count?.countEnd };
  }
  return undefined;
}

function stringEnd(bytes: Buffer, quote: number, lineEnd: number): number {
  for (let at = quote + 1; at < lineEnd; at++) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  }
  return lineEnd;
}

function countAt(bytes: Buffer, quote: number, lineEnd: number): { countAt: number; countEnd: number } | undefined {
  const digits = quote + REFCNT_KEY.length;
  if (digits > lineEnd || REFCNT_KEY.compare(bytes, quote, digits) !== 0) return undefined;
  let end = digits;
  while (end < lineEnd && isDigit(bytes[end])) end += 1;
  return end === digits ? undefined : { countAt: digits, countEnd: end };
}

/** A few bytes are compared sooner than a call to compare them is made. */
const FEW_BYTES = 16;

function isAt(bytes: Buffer, from: number, expected: Buffer): boolean {
  if (expected.length > FEW_BYTES) return expected.compare(bytes, from, from + expected.length) === 0;
  for (let at = 0; at < expected.length; at++) if (bytes[from + at] !== expected[at]) return false;
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
