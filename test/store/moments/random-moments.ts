import fc from 'fast-check';
import type { TimelineKind } from '../../../src/model/timeline.js';
import { GatheredMoments, kindNumber, UNTIMED, whatOf } from '../../../src/store/moments/moment-columns.js';
import type { EventOrder } from '../../../src/store/moments/moment-order.js';

/** Something that happened, with where its event stands when one tells it. */
export interface ToldMoment {
  readonly us: number;
  readonly ns: number;
  readonly kind: TimelineKind;
  readonly ref: number;
  readonly part: number;
  readonly process: number;
}

const OF_PROCESSES: readonly TimelineKind[] = ['start', 'exec', 'exit', 'connect', 'listen', 'close'];
const OF_EVENTS: readonly TimelineKind[] = ['dns', 'file', 'flow', 'report', 'alert', 'gap', 'line'];

/** Times of which many are the same, some before the epoch, far in the future or not told. */
const times = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1_690_000_000_000_000, max: 1_690_000_000_000_009 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1_690_000_000_000_000, max: 1_690_090_000_000_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 253_402_300_799_000_000, UNTIMED) },
);

/** Moments as they are gathered: by ref and part, but for those that events tell. */
export function randomMoments(maxLength: number, { isEpochFirst = true } = {}): fc.Arbitrary<readonly ToldMoment[]> {
  const us = isEpochFirst ? times : fc.oneof(times, fc.integer({ min: -9_000_000, max: -1 }));
  const common = { us, ns: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999 })) };
  const ofProcess = fc.record({
    ...common,
    kind: fc.constantFrom(...OF_PROCESSES),
    ref: fc.integer({ min: 1, max: 300 }),
    part: fc.integer({ min: 0, max: 3 }),
    process: fc.constant(0),
  });
  const ofEvent = fc.record({
    ...common,
    kind: fc.constantFrom(...OF_EVENTS),
    ref: fc.integer({ min: 1, max: 100_000 }),
    part: fc.constant(0),
    process: fc.integer({ min: 0, max: 70_000 }),
  });
  return fc
    .tuple(fc.array(ofProcess, { maxLength }), fc.array(ofEvent, { maxLength }))
    .map(([processes, events]) => [...processes.sort((a, b) => a.ref - b.ref || a.part - b.part), ...events]);
}

/** The moments as columns. */
export function gathered(moments: readonly ToldMoment[]): GatheredMoments {
  const all = new GatheredMoments();
  for (const { us, ns, kind, ref, process, part } of moments) all.add(us, whatOf(ns, kindNumber(kind)), ref, process, part);
  return all;
}

/** Where events stand, worked out from their numbers so that many share a source and a line. */
export function orderOf(events: Float64Array): EventOrder {
  return { ranks: events.map((event) => event % 3), lines: events.map((event) => event % 7), hashes: events.map((event) => event % 11) };
}

/** The moments in the order that a case tells them in. */
export function sorted(moments: readonly ToldMoment[]): readonly ToldMoment[] {
  const keys = ({ us, ns, kind, ref, part }: ToldMoment): readonly number[] => {
    const place = OF_EVENTS.includes(kind) ? [ref % 3, ref % 7, ref % 11] : [0, 0, 0];
    return [us, ns, kindNumber(kind), ...place, ref, part];
  };
  return moments
    .map((moment) => ({ moment, key: keys(moment) }))
    .sort((a, b) => {
      const at = a.key.findIndex((part, place) => part !== b.key[place]);
      return at < 0 ? 0 : (a.key[at] ?? 0) < (b.key[at] ?? 0) ? -1 : 1;
    })
    .map(({ moment }) => moment);
}
