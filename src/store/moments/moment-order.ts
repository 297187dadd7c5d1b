import { KINDS, kindNumber, type MomentColumns, UNTIMED } from './moment-columns.js';

/** Where events stand, each column as long as the events asked for. `ranks`: of their sources' paths in order. */
export interface EventOrder {
  readonly ranks: Float64Array;
  readonly lines: Float64Array;
  readonly hashes: Float64Array;
}

/** Kinds that events tell: what puts those of one moment in order is asked of where they stand. */
const TOLD_BY_EVENTS: ReadonlySet<number> = new Set((['dns', 'file', 'flow', 'report', 'alert', 'gap', 'line'] as const).map(kindNumber));

/**
 * Places of the first `count` moments in order of time, kind, source, line, hash, ref and part, which is the same whichever source was read
 * first. Moments of one kind must be gathered by ref and part, but for those that events tell: where these stand is asked for when
 * they share a time alone.
 */
export function momentOrder(columns: MomentColumns, count: number, orderOf: (events: Float64Array) => EventOrder): Uint32Array {
  const order = byTimeAndKind(columns, count);
  const ties = tiesOfEvents(columns, order);
  if (ties.length > 0) resolve(columns, order, ties, orderOf);
  return order;
}

/** A stable order by time, nanoseconds and kind. Bits of times grow as times do, so that they are sorted by sixteen at a time. */
function byTimeAndKind({ us, whats }: MomentColumns, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let earliest = UNTIMED;
  for (let place = 0; place < count; place++) {
    order[place] = place;
    earliest = Math.min(earliest, us[place] ?? UNTIMED);
  }
  // Of times before the epoch bits do not grow.
  if (earliest < 0) return order.sort((a, b) => compared(us[a], us[b]) || compared(whats[a], whats[b]) || a - b);
  const sorter = new DigitSorter(order);
  const words = new Uint16Array(us.buffer, us.byteOffset, count * 4);
  sorter.sortBy(whats, 1, 0);
  for (let digit = 0; digit < 4; digit++) sorter.sortBy(words, 4, digit);
  return sorter.order;
}

function compared(a = 0, b = 0): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const DIGITS = 65_536;

/** Sorts places by one digit of their keys after the other, the least one first. */
class DigitSorter {
  order: Uint32Array;
  #spare: Uint32Array;
  readonly #starts = new Uint32Array(DIGITS);

  constructor(order: Uint32Array) {
    this.order = order;
    this.#spare = new Uint32Array(order.length);
  }

  /** Sorts by the digit at `offset` of keys that are `stride` digits long. */
  sortBy(digits: Uint16Array, stride: number, offset: number): void {
    const { order, length } = { order: this.order, length: this.order.length };
    const starts = this.#starts.fill(0);
    for (let at = offset, end = length * stride; at < end; at += stride) {
      const digit = digits[at] ?? 0;
      starts[digit] = (starts[digit] ?? 0) + 1;
    }
    if (length === 0 || starts[digits[offset] ?? 0] === length) return;
    for (let digit = 0, before = 0; digit < DIGITS; digit++) {
      const here = starts[digit] ?? 0;
      starts[digit] = before;
      before += here;
    }
    const sorted = this.#spare;
    for (let at = 0; at < length; at++) {
      const place = order[at] ?? 0;
      const digit = digits[place * stride + offset] ?? 0;
      const to = starts[digit] ?? 0;
      sorted[to] = place;
      starts[digit] = to + 1;
    }
    this.#spare = order;
    this.order = sorted;
  }
}

/** Where in the order events stand that share time and kind with one beside them: runs, one after the other. */
function tiesOfEvents({ us, whats }: MomentColumns, order: Uint32Array): readonly number[] {
  const ties: number[] = [];
  let last = order[0] ?? 0;
  for (let at = 1; at < order.length; at++) {
    const place = order[at] ?? 0;
    if (us[place] === us[last] && whats[place] === whats[last] && TOLD_BY_EVENTS.has((whats[place] ?? 0) % KINDS)) {
      if (ties.at(-1) !== at - 1) ties.push(at - 1);
      ties.push(at);
    }
    last = place;
  }
  return ties;
}

function resolve(
  { us, whats, refs }: MomentColumns,
  order: Uint32Array,
  ties: readonly number[],
  orderOf: (events: Float64Array) => EventOrder,
): void {
  const places = ties.map((at) => order[at] ?? 0);
  const { ranks, lines, hashes } = orderOf(Float64Array.from(places, (place) => refs[place] ?? 0));
  const inOrder = (a: number, b: number): number =>
    compared(ranks[a], ranks[b]) ||
    compared(lines[a], lines[b]) ||
    compared(hashes[a], hashes[b]) ||
    compared(refs[places[a] ?? 0], refs[places[b] ?? 0]);
  const isSameMoment = (a = 0, b = 0): boolean => us[a] === us[b] && whats[a] === whats[b];
  for (let begin = 0, end = 1; begin < ties.length; begin = end++) {
    while (end < ties.length && isSameMoment(places[begin], places[end])) end++;
    const run = Array.from({ length: end - begin }, (_, at) => begin + at).sort(inOrder);
    run.forEach((tie, at) => {
      order[ties[begin + at] ?? 0] = places[tie] ?? 0;
    });
  }
}
