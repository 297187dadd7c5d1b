/**
 * The scanner: reads lines of Tetragon's export by their bytes, and puts what they say into columns. AssemblyScript: TypeScript's syntax, with numbers
 * of fixed width (`i32`, `u64`, `f64`, `usize` for places in memory) and `load` and `store` instead of objects. `npm run scanner` compiles it.
 *
 * To be read in this order: `events` goes through a line, `facts` puts what it said into `columns`; `shapes` reads objects whose keys are known,
 * `values` holds what they said; `blocks` knows processes that were read before. Below them are `json` (what is accepted at all), `texts`
 * (what printed texts stand for), `wire-time`, `signs`, `bytes` and `room` (memory). `host` is what is asked of the program around, `slots` what both sides number alike.
 */
import { forgetBlocks, learned, setBlockSeed } from './blocks';
import { indexOf, xxh64 } from './bytes';
import { backTo, columnsAt, columnTotal, MOST_ROWS, placeEvent, rowsOf } from './columns';
import { addKind, beginCount, countEvent, countsAt, firstObservedUs, forgetEvents, lastObservedUs, nameKeys, readEvent } from './events';
import { nameOperations } from './facts';
import { lineHash } from './host';
import * as json from './json';
import { room } from './room';
import * as shapes from './shapes';
import { CARRIAGE_RETURN, LINE_FEED } from './signs';
import { setTextSeed, textCount } from './texts';
import { beginTurn, goOnWith, restsAt, thisTurn, turnsAt, valuesAt } from './values';

export {
  addKind,
  backTo,
  beginCount,
  columnsAt,
  columnTotal,
  countEvent,
  countsAt,
  firstObservedUs,
  lastObservedUs,
  learned,
  nameKeys,
  nameOperations,
  restsAt,
  rowsOf,
  textCount,
  turnsAt,
  valuesAt,
};

const HASH_BITS_CUT: u64 = 12;

/** Bytes that lines are read from, many at a time. */
const WINDOW_BYTES: usize = 256 * 1024;
const window: usize = room(WINDOW_BYTES);
/** Bytes of a line that stands alone. */
const single: usize = room(WINDOW_BYTES);

let hashSeed: u64 = 0;
let isSeeded = false;
let stop: usize = 0;
let isRefused = false;
/** The turn in which the values of the last object were told. */
let objectTurn = 0;

/** Where lines are read from. */
export function windowAt(): usize {
  return window;
}

/** How many bytes there is room for, there and where a line stands alone. */
export function windowBytes(): usize {
  return WINDOW_BYTES;
}

/** How many rows a group of columns has room for. */
export function mostRows(): i32 {
  return MOST_ROWS;
}

/** Where a line is read from that stands alone, and all else that is shown to the scanner. */
export function singleAt(): usize {
  return single;
}

/** How lines are known again: by hashes with this seed, or as the program around says. */
export function setLineHash(seeded: bool, seed: u64): void {
  isSeeded = seeded;
  hashSeed = seed;
}

/** Forgets all that was met, and what it is looked for by. */
export function forget(textSeed: u64, blockSeed: u64): void {
  setTextSeed(textSeed);
  setBlockSeed(blockSeed);
  shapes.forgetShapes();
  forgetBlocks();
  forgetEvents();
}

/**
 * Reads whole lines of the window until one has to be read in another way, and gives how many were read. The first is the line of this number,
 * and begins at this offset in its source.
 */
export function readLines(from: i32, to: i32, firstLine: i32, byteOffset: f64): i32 {
  const end = window + to;
  const base = byteOffset - <f64>from;
  let at = window + from;
  let lines = 0;
  isRefused = false;
  while (true) {
    const feed = indexOf(LINE_FEED, at, end);
    if (feed === end) break;
    const lineEnd = feed > at && load<u8>(feed - 1) === CARRIAGE_RETURN ? feed - 1 : feed;
    if (!readEvent(at, lineEnd)) {
      isRefused = true;
      break;
    }
    placeEvent(firstLine + lines, base + <f64>(at - window), feed - at, hashOf(at, lineEnd - at));
    countEvent();
    lines += 1;
    at = feed + 1;
  }
  stop = at - window;
  return lines;
}

/** Where the first line of the window begins that was not read. */
export function stoppedAt(): i32 {
  return stop;
}

/** One when that line is whole, and has to be read in another way. */
export function hasRefused(): i32 {
  return <i32>isRefused;
}

/** Reads the line that stands alone. One when it was understood, and is the last event of the columns; it is not counted yet. */
export function readSingle(length: i32): i32 {
  return readEvent(single, single + length) ? 1 : 0;
}

/** Says where the event stands that was read last. */
export function place(line: i32, byteOffset: f64, byteLength: i32, hash: f64): void {
  placeEvent(line, byteOffset, byteLength, hash);
}

function hashOf(from: usize, length: usize): f64 {
  return isSeeded ? <f64>(xxh64(from, length, hashSeed) >> HASH_BITS_CUT) : lineHash(from, length);
}

/** Reads an object of a shape that stands anywhere, as a turn of its own. Where it ends, 0 for one that has to be parsed. */
export function readObject(shape: i32, from: usize, lineEnd: usize): usize {
  const before = json.place();
  const beforeEnd = json.limit();
  const turn = beginTurn();
  objectTurn = thisTurn();
  json.begin(from, lineEnd);
  const end = shapes.object(shape) ? json.place() : 0;
  goOnWith(turn);
  json.begin(before, beforeEnd);
  return end;
}

/** The turn in which the values of the object were told that was read last. */
export function turnOfObject(): i32 {
  return objectTurn;
}

/** A new shape, without fields. */
export function newShape(): i32 {
  return shapes.newShape();
}

/** The number of the key that stands at the begin of the place for single lines. */
export function keyOf(length: i32): i32 {
  return shapes.keyOf(single, length);
}

/** Adds a field under the key that stands there. */
export function addField(shape: i32, keyLength: i32, kind: i32, slot: i32, maker: i32, innerShape: i32): void {
  shapes.addField(shape, single, keyLength, kind, slot, maker, innerShape);
}

/** How full the memory of texts and keys is, in thousandths. */
export function share(): i32 {
  return shapes.share();
}

/** How far the JSON value goes that stands alone in so many bytes; -1 when it is none that is accepted. */
export function skipSingle(length: i32): i32 {
  json.begin(single, single + length);
  return json.skip(0) ? <i32>(json.place() - single) : -1;
}

/** The hash of the bytes that stand alone. */
export function hashSingle(length: i32, seed: u64): u64 {
  return xxh64(single, length, seed);
}
