import { type LateQuestion, lateKind } from '../../model/late.js';
import type { Lateness } from '../../model/process.js';
import type { LinkedContainer } from './containers.js';
import { type ProcessColumns, TRAITS } from './process-columns.js';

/** How late a process started in its container, past the threshold, and why. */
export interface Late {
  readonly seconds: number;
  readonly kind: Lateness;
}

/** Judges each process against its container's start; `undefined` for one that is not late. */
export class LatenessJudge {
  readonly #processes: ProcessColumns;
  readonly #containers: readonly LinkedContainer[];
  readonly #afterUs: number;

  constructor(processes: ProcessColumns, containers: readonly LinkedContainer[], afterSeconds: number) {
    this.#processes = processes;
    this.#containers = containers;
    this.#afterUs = afterSeconds * 1_000_000;
  }

  late(id: number): Late | undefined {
    const started = this.#containers[(this.#processes.container[id] ?? 0) - 1]?.startedUs ?? Number.NaN;
    const us = (this.#processes.imageStartUs[id] ?? Number.NaN) - started;
    return us > this.#afterUs ? { seconds: us / 1e6, kind: lateKind(this.#question(id)) } : undefined;
  }

  /** How many processes of each container are plainly late, by the container's row. */
  lateCounts(): Int32Array {
    const counts = new Int32Array(this.#containers.length + 1);
    for (let id = 1; id <= this.#processes.count; id++) {
      if (this.late(id)?.kind !== 'late') continue;
      const container = this.#processes.container[id] ?? 0;
      counts[container] = (counts[container] ?? 0) + 1;
    }
    return counts;
  }

  #question(id: number): LateQuestion {
    const isInInitTree = this.#processes.has(id, TRAITS.isInInitTree);
    const mayBeProbe = this.#processes.has(id, TRAITS.mayBeProbe);
    return this.#processes.has(id, TRAITS.initTreeIsTold) ? { isInInitTree, mayBeProbe } : { mayBeProbe };
  }
}
