import type { TimeUs } from '../time.js';

/** Processes by row; row 0 is nobody. Absent parents are 0, absent times NaN. */
export interface BootedFamily {
  readonly parent: Int32Array;
  readonly bootUs: Float64Array;
  readonly startUs: Float64Array;
}

/**
 * Start times of processes that only their id tells of, NaN where nothing does: the id says when one started since boot, and its first child
 * what wall time that is. Looked at in order of row, so that an estimate may rest on one made before.
 */
export function estimatedStarts({ parent, bootUs, startUs }: BootedFamily): Float64Array {
  const estimates = new Float64Array(parent.length).fill(Number.NaN);
  const firstChild = new Int32Array(parent.length);
  const start = (id: number): TimeUs => {
    const told = startUs[id] ?? Number.NaN;
    return Number.isNaN(told) ? (estimates[id] ?? told) : told;
  };
  const see = (child: number) => {
    const above = parent[child] ?? 0;
    const boot = bootUs[child] ?? Number.NaN;
    if (above === 0 || Number.isNaN(boot) || Number.isNaN(start(child))) return;
    const first = firstChild[above] ?? 0;
    const firstBoot = bootUs[first] ?? 0;
    if (first === 0 || boot < firstBoot || (boot === firstBoot && child < first)) firstChild[above] = child;
  };
  for (let id = 1; id < parent.length; id++) see(id);
  for (let id = 1; id < parent.length; id++) {
    const boot = bootUs[id] ?? Number.NaN;
    const child = firstChild[id] ?? 0;
    if (child === 0 || !Number.isNaN(startUs[id] ?? Number.NaN) || !(boot > 0)) continue;
    estimates[id] = start(child) - ((bootUs[child] ?? Number.NaN) - boot);
    see(id);
  }
  return estimates;
}
