import { isUtf8 } from 'node:buffer';
import { decodeExecId } from '../../../model/exec-id.js';
import type { ProcessDescription } from '../../../model/record.js';
import { objectInLine } from '../json-line.js';
import { processOf } from './process.js';
import type { ReadProcess } from './process-shape.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const REFCNT_KEY = Buffer.from('"refcnt":');

/** The process object that begins here, by the full parser; `undefined` for no whole object, or one that a line has to be read in full for. */
export function parsedProcess(bytes: Buffer, start: number, lineEnd: number): ReadProcess | undefined {
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

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
