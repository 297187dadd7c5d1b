import type { Instant } from '../../../model/time.js';
import type { ProcessTable } from './process-table.js';
import type { UsageSeconds } from './usage-seconds.js';

/** Longer than this no thread runs without the scheduler's say: the capture has a gap. */
const LONGEST_RUN_NS = 10_000_000_000;

/** Works out who ran on each processor from the scheduler's switches. A capture without them tells nothing of processor time. */
export class CpuTime {
  readonly #processes: ProcessTable;
  readonly #usage: UsageSeconds;
  /** When what runs on each processor began to. */
  readonly #since = new Map<number, Instant>();

  constructor(processes: ProcessTable, usage: UsageSeconds) {
    this.#processes = processes;
    this.#usage = usage;
  }

  /** A switch tells of the thread that ran until now; what it did since the switch before on the same processor was running. */
  switched(cpu: number, at: Instant, outgoing: number | undefined): void {
    const since = this.#since.get(cpu);
    this.#since.set(cpu, at);
    if (since === undefined || outgoing === undefined) return;
    const process = this.#processes.get(this.#processes.processOfThread(outgoing));
    const ns = (at.us - since.us) * 1000 + at.ns - since.ns;
    if (process === undefined || ns <= 0 || ns > LONGEST_RUN_NS) return;
    this.#usage.ran(process, at, ns);
  }
}
