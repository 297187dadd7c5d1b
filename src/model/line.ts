/**
 * What a line of text says of a process that it does not identify: it prints no pid, no exec id and no parent. *Source:* `tetra getevents -o
 * compact`.
 */
export interface LineFact {
  /** The line's own word for what happened: `process`, `exit`, `connect`, … */
  readonly word: string;
  readonly namespace?: string;
  readonly pod?: string;
  /** Absent for what happened to no process. */
  readonly binary?: string;
  /** What follows the binary: arguments, addresses, names. They can't be told apart. */
  readonly text: string;
}
