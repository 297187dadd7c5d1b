import type { Instant } from '../../../model/time.js';
import type { TrackedProcess } from './tracked-process.js';
import type { UsageSeconds } from './usage-seconds.js';

/** Longer than this no thread runs without the scheduler's say: the capture has a gap. */
const LONGEST_RUN_NS = 10_000_000_000;

/** Where and when an event of a thread was. Thread 0 is the idle task. */
export interface Sighting {
  readonly cpu: number;
  readonly tid: number;
  readonly at: Instant;
}

/**
 * Works out who ran on each processor from the scheduler's switches. A capture without them tells nothing of processor time; in one that
 * leaves out other threads' switches a thread is known to run from its first event after a switch.
 */
export class CpuTime {
  readonly #usage: UsageSeconds;
  /** Who is known to run on each processor, and since when. */
  readonly #running = new Map<number, Sighting>();

  constructor(usage: UsageSeconds) {
    this.#usage = usage;
  }

  /** True once a switch was seen. */
  get isCounting(): boolean {
    return this.#running.size > 0;
  }

  /** True when this thread is the one that is known to run there. */
  isRunning(cpu: number, tid: number): boolean {
    return this.#running.get(cpu)?.tid === tid;
  }

  /** An event of a thread that was not known to run. */
  saw(sighting: Sighting): void {
    this.#running.set(sighting.cpu, sighting);
  }

  /** The thread lost its processor to another. `process`: whose thread it is. */
  switched(from: Sighting, to: number, process: TrackedProcess | undefined): void {
    const run = this.#running.get(from.cpu);
    this.#running.set(from.cpu, { cpu: from.cpu, tid: to, at: from.at });
    if (process === undefined || run?.tid !== from.tid) return;
    const ns = (from.at.us - run.at.us) * 1000 + from.at.ns - run.at.ns;
    if (ns > 0 && ns <= LONGEST_RUN_NS) this.#usage.ran(process, from.at, ns);
  }
}
