/** How a run ends, as a script sees it. */
export const EXIT = {
  /** It ran, and nothing is at or above the threshold. */
  ok: 0,
  /** The check says no: findings at or above the threshold, or answers to a lab that are not right. */
  found: 1,
  /** A mistake of the user's: a bad flag, a file that can't be read, an output that exists. */
  usage: 2,
  /** Inconclusive: no events, nothing readable, no rule that could run, or `--strict` and some lines were refused. */
  inconclusive: 3,
  /** A bug in workbench. */
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a run ends, for a person. */
export const EXIT_MEANINGS: readonly { readonly codes: string; readonly meaning: string }[] = [
  { codes: '0', meaning: 'it ran, and nothing is at or above the threshold' },
  { codes: '1', meaning: 'the check says no: findings at or above the threshold, or answers that are wrong' },
  { codes: '2', meaning: "usage or configuration: a bad flag or filter, a file that can't be read, an output file that exists" },
  { codes: '3', meaning: 'inconclusive: no events, nothing readable, no rule that could run, or --strict and some lines were refused' },
  { codes: '70', meaning: 'a bug in workbench' },
  { codes: '130, 143', meaning: 'interrupted' },
];
