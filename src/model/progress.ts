/** How far an import is. Sent often; each stands for itself. */
export interface ImportProgress {
  /** `following`: all that there is was read, and what is added will be. */
  readonly phase: 'reading' | 'linking' | 'detecting' | 'following' | 'done' | 'failed';
  /** Source being read, as given. */
  readonly path?: string;
  /** Of all sources, as stored on disk. */
  readonly bytesRead: number;
  /** Absent when it can't be known (standard input). */
  readonly bytesTotal?: number;
  readonly events: number;
  readonly problems: number;
  /** Milliseconds since the import began. */
  readonly elapsedMs: number;
  /** Why it failed, for a person. */
  readonly message?: string;
}
