import type { Connection } from '../model/connection.js';
import type { Evidence, Level, RelatedProcess } from '../model/finding.js';
import type { Process } from '../model/process.js';
import type { TimeUs } from '../model/time.js';

/** Something a rule saw, before drafts that tell the same story are merged. */
export interface Draft {
  readonly level: Level;
  /** One line for a person. */
  readonly title: string;
  /** One sentence: what was seen, in which order, how far apart. */
  readonly why: string;
  readonly process: Process;
  readonly firstSeenUs?: TimeUs;
  readonly lastSeenUs?: TimeUs;
  /** How often, when the rule folded equal ones; 1 where it is absent. */
  readonly count?: number;
  readonly connections: readonly Connection[];
  readonly related: readonly RelatedProcess[];
  readonly evidence: readonly Evidence[];
  /** Rows of the shell and of what ties it to its connection: drafts that share one, close in time, are one story. */
  readonly members: readonly number[];
}

/** What one shell, or several that belong together, did: everything the shell rules said about it. */
export interface Story {
  readonly level: Level;
  /** The shell of the strongest draft. */
  readonly shell: Process;
  readonly firstSeenUs?: TimeUs;
  readonly lastSeenUs?: TimeUs;
  /** Rows of everything that runs below the process the story began with, the story's own processes included. */
  readonly processIds: ReadonlySet<number>;
  /** Rows of the shells and of everything below them: what the one who commands them did. */
  readonly commanded: readonly Process[];
  /** Rows of the connections that the shells are commanded through. */
  readonly connectionIds: ReadonlySet<number>;
}
