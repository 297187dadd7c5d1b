import type { EventRecord } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import type { Connections } from './connections.js';
import type { Containers } from './containers.js';
import type { CpuTime } from './cpu-time.js';
import type { ProcessTable } from './process-table.js';
import type { Row } from './row.js';
import type { TrackedProcess } from './tracked-process.js';
import type { UsageSeconds } from './usage-seconds.js';
import type { WorkedOut } from './worked-out.js';

/** What is remembered of a capture while it is read. */
export interface Capture {
  readonly node: string;
  readonly processes: ProcessTable;
  readonly containers: Containers;
  readonly connections: Connections;
  readonly usage: UsageSeconds;
  readonly cpu: CpuTime;
  /** Arguments as they were probably given. */
  readonly words: WorkedOut<string>;
}

/** An event that tells itself which process it is about. */
export interface ImageCall {
  readonly type: string;
  readonly row: Row;
  /** Its display string, `evt.info` or `evt.args`. */
  readonly info: string;
  /** That of its enter half, where there was one. */
  readonly enter: string | undefined;
  readonly at: Instant | undefined;
  readonly capture: Capture;
}

/** An event of a process, with what its enter half told. */
export interface Call extends ImageCall {
  readonly process: TrackedProcess;
}

/** What a call told. `also`: records that follow from it and were not offered themselves. */
export type Told =
  | { readonly kind: 'record'; readonly record: EventRecord; readonly also?: readonly EventRecord[] }
  | { readonly kind: 'part'; readonly also?: readonly EventRecord[] }
  | { readonly kind: 'ignored'; readonly reason: 'failed-call' };

/** Told by another record, or remembered for one. */
export const PART: Told = { kind: 'part' };
/** The call failed, so nothing came of it. */
export const FAILED: Extract<Told, { kind: 'ignored' }> = { kind: 'ignored', reason: 'failed-call' };

/** A part that other records follow from. */
export function partWith(also: readonly EventRecord[]): Told {
  return also.length === 0 ? PART : { kind: 'part', also };
}

/** A record of a process at the time of a call. */
export function recordAt({ type, at, process }: Pick<Call, 'type' | 'at' | 'process'>, facts: Partial<EventRecord> = {}): EventRecord {
  const time = at === undefined ? undefined : { time: at };
  return {
    kind: type,
    node: process.node,
    ...time,
    process: process.description('event'),
    ancestors: NONE,
    count: 1,
    droppedEvents: 0,
    warnings: NONE,
    ...facts,
  };
}

const NONE: readonly never[] = [];
