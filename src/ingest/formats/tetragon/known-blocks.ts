import type { DescriptionRole, ProcessDescription } from '../../../model/record.js';

/** A process object in a line: the key that it stands under and the bytes it covers. */
export interface BlockMatch {
  readonly start: number;
  readonly end: number;
  readonly block: KnownBlock;
}

/** A process object that was read before, byte for byte but for `refcnt`, with what it says. */
export class KnownBlock {
  readonly #beforeCount: Buffer;
  readonly #afterCount: Buffer;
  readonly #descriptions = new Map<DescriptionRole, ProcessDescription>();

  constructor(beforeCount: Buffer, afterCount: Buffer) {
    this.#beforeCount = Buffer.from(beforeCount);
    this.#afterCount = Buffer.from(afterCount);
  }

  /** Where the block ends if it stands at `start`, else `undefined`. */
  endAt(line: Buffer, start: number): number | undefined {
    const countAt = start + this.#beforeCount.length;
    if (countAt > line.length || line.compare(this.#beforeCount, 0, this.#beforeCount.length, start, countAt) !== 0) return undefined;
    if (this.#afterCount.length === 0) return countAt;
    let rest = countAt;
    while (isDigit(line[rest])) rest += 1;
    const end = rest + this.#afterCount.length;
    const isNumber = rest === countAt + 1 || (rest > countAt && line[countAt] !== ZERO);
    if (!isNumber || end > line.length) return undefined;
    return line.compare(this.#afterCount, 0, this.#afterCount.length, rest, end) === 0 ? end : undefined;
  }

  /** What it says in this role; read anew for a role it was not seen in. */
  description(role: DescriptionRole): ProcessDescription | undefined {
    const known = this.#descriptions.get(role);
    if (known !== undefined) return known;
    const [other] = this.#descriptions.values();
    if (other === undefined) return undefined;
    const description = { ...other, role };
    this.#descriptions.set(role, description);
    return description;
  }

  remember(description: ProcessDescription): void {
    this.#descriptions.set(description.role, description);
  }
}

/** Processes whose blocks are remembered: those that are active at a time. */
const REMEMBERED_PROCESSES = 4_000;
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
  readonly #byExecId = new Map<string, KnownBlock[]>();

  /** The known block under `key` (`"process":`), or `undefined` when there is none or it is not known. */
  find(line: Buffer, key: Buffer, from: number): BlockMatch | undefined {
    const start = blockStart(line, key, from);
    if (start === undefined) return undefined;
    for (const block of this.#byExecId.get(execIdAt(line, start)) ?? []) {
      const end = block.endAt(line, start);
      if (end !== undefined) return { start, end, block };
    }
    return undefined;
  }

  /** The first block under `key`, if it is of this process: to be kept once it is sure that the parser took it too. */
  located(line: Buffer, key: Buffer, description: ProcessDescription): BlockMatch | undefined {
    const start = blockStart(line, key, 0);
    const extent = start === undefined ? undefined : extentOf(line, start);
    if (start === undefined || extent === undefined || execIdAt(line, start) !== description.execId) return undefined;
    const block = new KnownBlock(
      line.subarray(start, extent.countAt ?? extent.end),
      line.subarray(extent.countEnd ?? extent.end, extent.end),
    );
    block.remember(description);
    return { start, end: extent.end, block };
  }

  /** Keeps a located block under the exec id of its process. */
  keep(execId: string, { block }: BlockMatch): void {
    const variants = this.#byExecId.get(execId) ?? [];
    if (variants.length === 0 && this.#byExecId.size >= REMEMBERED_PROCESSES) this.#forgetOldest();
    this.#byExecId.set(execId, [block, ...variants.slice(0, VARIANTS - 1)]);
  }

  #forgetOldest(): void {
    let left = REMEMBERED_PROCESSES / 4;
    for (const execId of this.#byExecId.keys()) {
      if (left-- <= 0) return;
      this.#byExecId.delete(execId);
    }
  }
}

/** Quotes inside of strings are escaped, so these bytes can only be a key with its object. */
function blockStart(line: Buffer, key: Buffer, from: number): number | undefined {
  const at = line.indexOf(key, from);
  if (at === -1) return undefined;
  const start = at + key.length;
  return line.compare(EXEC_ID_KEY, 0, EXEC_ID_KEY.length, start, Math.min(line.length, start + EXEC_ID_KEY.length)) === 0
    ? start
    : undefined;
}

function execIdAt(line: Buffer, start: number): string {
  const from = start + EXEC_ID_KEY.length;
  return line.toString('latin1', from, line.indexOf(QUOTE, from));
}

interface Extent {
  readonly end: number;
  /** Where the digits of `refcnt` stand, when the object has it. */
  readonly countAt?: number;
  readonly countEnd?: number;
}

/** How far the JSON object at `start` reaches; `undefined` when it does not end in the line. */
function extentOf(line: Buffer, start: number): Extent | undefined {
  let depth = 0;
  let count: { countAt: number; countEnd: number } | undefined;
  for (let at = start; at < line.length; at++) {
    const byte = line[at];
    if (byte === QUOTE) {
      if (depth === 1) count ??= countAt(line, at);
      at = stringEnd(line, at);
    } else if (byte === OPEN_BRACE) depth += 1;
    else if (byte === CLOSE_BRACE && --depth === 0) return { end: at + 1, ...count };
  }
  return undefined;
}

function stringEnd(line: Buffer, quote: number): number {
  for (let at = quote + 1; at < line.length; at++) {
    if (line[at] === BACKSLASH) at += 1;
    else if (line[at] === QUOTE) return at;
  }
  return line.length;
}

function countAt(line: Buffer, quote: number): { countAt: number; countEnd: number } | undefined {
  const digits = quote + REFCNT_KEY.length;
  if (digits > line.length || line.compare(REFCNT_KEY, 0, REFCNT_KEY.length, quote, digits) !== 0) return undefined;
  let end = digits;
  while (isDigit(line[end])) end += 1;
  return end === digits ? undefined : { countAt: digits, countEnd: end };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
