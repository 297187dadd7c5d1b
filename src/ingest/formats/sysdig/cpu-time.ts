import type { Instant } from '../../../model/time.js';
import type { TrackedProcess } from './tracked-process.js';
import type { UsageSeconds } from './usage-seconds.js';

/** Longer than this no thread runs without the scheduler's say: the capture has a gap. */
const LONGEST_RUN_NS = 10_000_000_000;

/** A processor was given from one thread to another. */
export interface Switch {
  readonly cpu: number;
  readonly at: Instant;
  /** Thread that had it; 0 is the idle task. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Works out who ran on each processor from the scheduler's switches. A capture without them tells nothing of processor time. */
export class CpuTime {
  readonly #usage: UsageSeconds;
  /** The last switch of each processor. */
  readonly #last = new Map<number, Switch>();

  constructor(usage: UsageSeconds) {
    this.#usage = usage;
  }

  /** `process`: of the thread that had it until now. Captures that leave switches out are told by threads that were never given it. */
  switched(now: Switch, process: TrackedProcess | undefined): void {
    const before = this.#last.get(now.cpu);
    this.#last.set(now.cpu, now);
    if (process === undefined || before === undefined || before.to !== now.from) return;
    const ns = (now.at.us - before.at.us) * 1000 + now.at.ns - before.at.ns;
    if (ns > 0 && ns <= LONGEST_RUN_NS) this.#usage.ran(process, now.at, ns);
  }
}
