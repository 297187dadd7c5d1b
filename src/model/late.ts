import type { Lateness } from './process.js';

/** Five minutes: what Isovalent's late-execution view uses. */
export const DEFAULT_LATE_AFTER_SECONDS = 300;

/** What tells the kinds of lateness apart. */
export interface LateQuestion {
  /** False in a container: it was entered from outside. Absent: not told. */
  readonly isInInitTree?: boolean;
  /** The container runtime's guess that a kubelet probe started it. */
  readonly mayBeProbe?: boolean;
}

/** Why a process that started past the threshold did: a probe, an entry from outside, or plainly late. */
export function lateKind(question: LateQuestion): Lateness {
  if (question.mayBeProbe === true) return 'probe';
  return question.isInInitTree === false ? 'entered' : 'late';
}
