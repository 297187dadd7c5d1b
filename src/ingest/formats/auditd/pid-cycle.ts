/** Below this a pid that comes after a higher one is more likely that of a process that ran all along. */
const LEAST_FALL = 8_192;

/**
 * How often the kernel has gone through all pids. It hands them out in order and begins anew at the top, so that a pid is another
 * process's only after that. *Source:* kernel/pid.c `idr_alloc_cyclic`.
 */
export class PidCycle {
  #first: number | undefined;
  #last = 0;
  #cycle = 0;

  /** Told of each pid that begins to exist. */
  began(pid: number): void {
    this.#first ??= pid;
    if (pid < this.#last - LEAST_FALL) this.#cycle += 1;
    this.#last = pid;
  }

  /** Where the kernel stands: compare with what was noted earlier. */
  get now(): { readonly cycle: number; readonly pid: number } {
    return { cycle: this.#cycle, pid: this.#last };
  }

  /** True for a pid that was handed out since the first that it was told of. */
  isNew(pid: number): boolean {
    return this.#cycle > 0 || (this.#first !== undefined && pid > this.#first);
  }

  /** True when the kernel has passed this pid again since then, and would have handed it out if it was free. */
  hasPassed(pid: number, since: { readonly cycle: number }): boolean {
    const rounds = this.#cycle - since.cycle;
    return rounds > 1 || (rounds === 1 && this.#last >= pid);
  }
}
