/** Reads lines that hold an event each, and counts them. */
import * as blocks from './blocks';
import * as columns from './columns';
import { addFacts, forgetFacts, MOST_KINDS, nameFacts } from './facts';
import * as json from './json';
import { room } from './room';
import * as shapes from './shapes';
import { OPEN_BRACKET } from './signs';
import { TIME } from './slots';
import { beginTurn, value } from './values';

/** By key: one more than the kind of event that it names, 0 for none. */
const kindOf: usize = room(shapes.MOST_KEYS);
/** By kind. */
const shapeOf: usize = room(MOST_KINDS);
const counts: usize = room(MOST_KINDS * 4);
let kindCount = 0;
let execKind = -1;
let envelope = 0;
let processKey = 0;
let parentKey = 0;
let ancestorsKey = 0;

let process: usize = 0;
let parent: usize = 0;
const ancestors: usize = room(columns.MOST_ANCESTORS * 4);
let ancestorCount = 0;

/** When the first and the last event were observed. */
let firstUs: f64 = Number.POSITIVE_INFINITY;
let lastUs: f64 = Number.NEGATIVE_INFINITY;
/** Kind of the event that was added last, and when it was observed: NaN when its time does not say. */
let lastKind = 0;
let observedUs: f64 = Number.NaN;

/** Forgets what keys and texts mean: kinds of events have to be named anew. */
export function forgetEvents(): void {
  forgetFacts();
  memory.fill(kindOf, 0, shapes.MOST_KEYS);
  kindCount = 0;
  execKind = -1;
}

/** Names the keys of an event that processes stand under, and the shape of what stands beside an event. */
export function nameKeys(ofProcess: i32, ofParent: i32, ofAncestors: i32, shapeOfEnvelope: i32): void {
  processKey = ofProcess;
  parentKey = ofParent;
  ancestorsKey = ofAncestors;
  envelope = shapeOfEnvelope;
}

/** Adds a kind of event that stands under this key. */
export function addKind(key: i32, shape: i32, telling: i32, operation: i32, isExec: bool): void {
  if (kindCount === MOST_KINDS) unreachable();
  store<u8>(kindOf + key, kindCount + 1);
  store<u8>(shapeOf + kindCount, shape);
  nameFacts(kindCount, telling, operation);
  if (isExec) execKind = kindCount;
  kindCount += 1;
}

/** Begins to count events anew. */
export function beginCount(): void {
  memory.fill(counts, 0, MOST_KINDS * 4);
  firstUs = Number.POSITIVE_INFINITY;
  lastUs = Number.NEGATIVE_INFINITY;
}

/** Where the counts of events by kind stand. */
export function countsAt(): usize {
  return counts;
}

/** When the first of the events counted was observed: infinite for none. */
export function firstObservedUs(): f64 {
  return firstUs;
}

/** When the last of them was. */
export function lastObservedUs(): f64 {
  return lastUs;
}

/** Counts the event that was added last. */
export function countEvent(): void {
  const count = counts + (lastKind << 2);
  store<i32>(count, load<i32>(count) + 1);
  if (Number.isNaN(observedUs)) return;
  firstUs = min(firstUs, observedUs);
  lastUs = max(lastUs, observedUs);
}

/** True when the line was understood, and is the last event of the columns. Otherwise nothing was added. */
export function readEvent(from: usize, to: usize): bool {
  if (columns.areFull()) return false;
  blocks.makeRoom();
  json.begin(from, to);
  beginTurn();
  if (!json.open()) return false;
  const key = shapes.key(envelope, 0);
  if (key <= 0) return false;
  const kind = <i32>load<u8>(kindOf + key) - 1;
  if (kind < 0 || !readBody(load<u8>(shapeOf + kind), to) || !readEnvelope(key) || json.next() !== -1) return false;
  if (!addFacts(kind)) return false;
  columns.nameProcesses(blocks.processOf(process), blocks.processOf(parent));
  for (let at = 0; at < ancestorCount; at++) columns.nameAncestor(blocks.processOf(load<u32>(ancestors + (at << 2))));
  lastKind = kind;
  // A process that ran before the agent is printed with its own start as the event's time: that was not observed then.
  observedUs = kind === execKind && blocks.ranBefore(process) ? Number.NaN : value(TIME, Number.NaN);
  return true;
}

/** The event's own object, which must name its process. */
function readBody(shape: i32, to: usize): bool {
  process = 0;
  parent = 0;
  ancestorCount = 0;
  if (!json.open()) return false;
  let before = 0;
  while (true) {
    const key = shapes.key(shape, before);
    if (key <= 0) return key === 0 && process !== 0;
    const isRead = isActor(key) ? readActor(key, to) : shapes.field(shape, key);
    if (!isRead) return false;
    before = key;
  }
}

function isActor(key: i32): bool {
  return key === processKey || key === parentKey || key === ancestorsKey;
}

/** False for one that stands twice: the last one counts, which is for the full parser. */
function readActor(key: i32, to: usize): bool {
  if (key === ancestorsKey) return ancestorCount === 0 && readAncestors(to);
  if ((key === processKey ? process : parent) !== 0) return false;
  const block = readBlock(to);
  if (key === processKey) process = block;
  else parent = block;
  return block !== 0;
}

function readBlock(to: usize): usize {
  json.next();
  const block = blocks.blockAt(json.place(), to);
  if (block !== 0) json.moveTo(blocks.blockEnd());
  return block;
}

function readAncestors(to: usize): bool {
  if (!json.pass(OPEN_BRACKET)) return false;
  let isFirst = true;
  while (true) {
    const item = json.item(isFirst);
    if (item !== 1) return item === 0;
    const block = readBlock(to);
    if (block === 0 || ancestorCount === columns.MOST_ANCESTORS) return false;
    store<u32>(ancestors + (ancestorCount << 2), block);
    ancestorCount += 1;
    isFirst = false;
  }
}

function readEnvelope(kindKey: i32): bool {
  let before = kindKey;
  while (true) {
    const key = shapes.key(envelope, before);
    if (key <= 0) return key === 0;
    if (key === kindKey || !shapes.field(envelope, key)) return false;
    before = key;
  }
}
