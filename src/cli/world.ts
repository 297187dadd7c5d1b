import type { Readable, Writable } from 'node:stream';

/** Everything outside that a command may touch, passed in so that a test can pass something else. */
export interface World {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the working folder. */
  readonly folder: string;
  /** The day in UTC, `2026-11-21`. */
  readonly today: string;
  readonly interruption: Interruption;
}

/** A stream that a person may be looking at. */
export type TextStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Ctrl-C and its like, as a command sees them. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The signal that came, if one did. */
  received(): 'SIGINT' | 'SIGTERM' | undefined;
}
