import type { Page, PageRequest } from './case-view.js';
import type { Filter } from './filter.js';
import type { Level } from './finding.js';
import type { ProcessRef } from './process.js';
import type { EvidenceRef } from './source.js';
import type { TimeUs } from './time.js';

/**
 * What can happen, in the order in which things of one instant are told. `exec`: a process replaced its program. `flow`: network traffic
 * that no connection tells: requests, and protocols without ports. `report`: a build or a start that Chalk reports. `alert`: another
 * detector's. `gap`: the agent says that it lost events. `line`: text without a process, as compact output prints it.
 */
export const TIMELINE_KINDS = [
  'start',
  'exec',
  'connect',
  'accept',
  'listen',
  'dns',
  'file',
  'flow',
  'close',
  'exit',
  'report',
  'alert',
  'gap',
  'line',
  'finding',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened at one moment, from whatever source. */
export interface TimelineEntry {
  /** Grows in the listing's order; holds within a revision. */
  readonly id: number;
  readonly kind: TimelineKind;
  /** Absent where the source prints no times: such entries stand last, in the order of their lines. */
  readonly atUs?: TimeUs;
  readonly atNs?: number;
  /** Absent where no process is named. */
  readonly process?: ProcessRef;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  /** The short id of one that has no name and is in no pod. */
  readonly containerName?: string;
  /** What happened, in one line for a person, without who did it where `process` says so. Captured text: not safe to print as it is. */
  readonly summary: string;
  /** Row of the connection that opened or closed. */
  readonly connectionId?: number;
  /** Fingerprint and level of a finding. */
  readonly findingId?: string;
  readonly level?: Level;
  readonly evidence?: EvidenceRef;
}

/** Which moments are asked for. */
export interface TimelineQuery {
  /** An entry matches when its process, connection or DNS message does; `since` and `until` narrow the span. */
  readonly filter: Filter;
  /** Both ends included. Entries without a time are in no span. */
  readonly sinceUs?: TimeUs;
  readonly untilUs?: TimeUs;
  /** Absent: every kind. */
  readonly kinds?: readonly TimelineKind[];
}

/** Where a page of the timeline stands: after or before an entry, or from a moment on. Rows are always in order of time. */
export interface TimelineRequest extends PageRequest {
  /** Id of the first row of the page that follows: the rows just before it. */
  readonly before?: number;
  /** The page begins with the first entry at this time or later. */
  readonly atUs?: TimeUs;
}

/** Rows of a page. `previous` is the `before` of the page before this one, and absent on the first. */
export interface TimelinePage extends Page<TimelineEntry> {
  readonly previous?: number;
}
