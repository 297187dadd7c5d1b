import type { Connection } from '../../model/connection.js';
import type { ImageChange } from '../../model/process.js';
import type { EvidenceRef } from '../../model/source.js';
import type { TimeUs } from '../../model/time.js';

/** Where a kind of event comes from, in Sigma's words. A rule is asked only about events that its own log source names. */
export interface EventSource {
  readonly product: string;
  readonly category?: string;
  readonly service?: string;
}

/** What a rule is asked about: one thing that happened, with named fields. */
export interface SigmaEvent {
  readonly sources: readonly EventSource[];
  /**
   * The field's values: several where one fact can be written in several ways, and then any of them may match.
   * `undefined`: the event has no such field. Names are compared as they are written.
   */
  values(field: string): readonly string[] | undefined;
  /** What keywords without a field are looked for in. */
  keywords(): readonly string[];
  readonly atUs: TimeUs | undefined;
  readonly subject: EventSubject;
}

/** Whom an event is about, and where it was read. */
export interface EventSubject {
  /** Row of the process that did it. */
  readonly processId: number;
  /** The image it ran then. */
  readonly image: ImageChange;
  readonly connection?: Connection;
  readonly atNs?: number;
  readonly evidence?: EvidenceRef;
  /** What happened, in a few words, as the capture has it. */
  readonly summary: string;
}
