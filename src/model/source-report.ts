import type { Source } from './source.js';
import type { TimeUs } from './time.js';

/** A stretch of time that a source says less of than it could. */
export type SourceGap =
  | {
      /** `dropped`: the agent says it lost events. `throttled`: it says it did not look at some. */
      readonly kind: 'dropped' | 'throttled';
      /** Events in which it says so. */
      readonly markers: number;
      /** Events lost, where it counts them. */
      readonly events?: number;
      readonly fromUs?: TimeUs;
      readonly toUs?: TimeUs;
    }
  | {
      /** Reports at regular intervals that did not come. */
      readonly kind: 'missed-heartbeats';
      readonly instance: string;
      readonly container?: string;
      readonly everyUs: number;
      readonly missed: number;
      /** The longest stretch without one. */
      readonly fromUs: TimeUs;
      readonly toUs: TimeUs;
    };

/** A stretch of time between two events that follow each other. */
export interface Silence {
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
}

/** The machine that a source turned out to be of, though its events name none: the same pids started at the same times. */
export interface RecognisedMachine {
  readonly host: string;
  /** What the source's clock is ahead of the host's, in microseconds: it may be negative. Times are shown as they were told. */
  readonly aheadUs: number;
  /** Process starts that both tell, of those that both could have seen. */
  readonly agreed: number;
  readonly compared: number;
}

/** A source with all that can be said of how whole it is. */
export interface SourceReport {
  readonly source: Source;
  /** Lines that gave a fact, and one thing in them could not be believed. */
  readonly warnings: number;
  readonly gaps: readonly SourceGap[];
  /** The longest; absent for a source with fewer than two events that tell their time. */
  readonly longestSilence?: Silence;
  readonly machine?: RecognisedMachine;
}

/** What regular times leave out. */
export interface MissedBeats {
  readonly everyUs: number;
  readonly missed: number;
  readonly longest: Silence;
}

/** Fewer tell no rhythm. */
const LEAST_BEATS = 3;
/** A beat that comes this much later than usual was not the next one. */
const LATE_FACTOR = 1.5;

/** The beats that are missing between times that should be regular, in order; `undefined` when none is, or when there are too few to tell. */
export function missedBeats(timesUs: readonly TimeUs[]): MissedBeats | undefined {
  if (timesUs.length < LEAST_BEATS) return undefined;
  const steps = timesUs.slice(1).map((toUs, at) => ({ fromUs: timesUs[at] ?? toUs, toUs }));
  const lengths = steps.map(({ fromUs, toUs }) => toUs - fromUs).sort((a, b) => a - b);
  const everyUs = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  if (everyUs <= 0) return undefined;
  const late = steps.filter(({ fromUs, toUs }) => toUs - fromUs > everyUs * LATE_FACTOR);
  const missed = late.reduce((sum, { fromUs, toUs }) => sum + Math.max(1, Math.round((toUs - fromUs) / everyUs) - 1), 0);
  const [first] = late;
  if (first === undefined) return undefined;
  const longest = late.reduce((best, step) => (step.toUs - step.fromUs > best.toUs - best.fromUs ? step : best), first);
  return { everyUs, missed, longest };
}
