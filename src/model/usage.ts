import type { Filter } from './filter.js';
import type { ProcessRef } from './process.js';
import type { TimeUs } from './time.js';

/** What was moved in or out of one thing that a process had open. */
export interface IoFact {
  /** `ipc`: unix sockets and pipes. */
  readonly target: 'file' | 'network' | 'ipc';
  /** Path of the file, `local->remote` of the socket. */
  readonly name: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly reads: number;
  readonly writes: number;
}

/** What a process, or a container where no process is named, used within the second that the record's time begins. Sizes in bytes. */
export interface UsageFact {
  readonly cpuNs?: number;
  /** The most that was seen. */
  readonly virtualBytes?: number;
  readonly residentBytes?: number;
  readonly io: readonly IoFact[];
}

/** What usage is added up by. `file`: by container and path. */
export type UsageGrouping = 'container' | 'process' | 'file';

/** What is asked of the usage of a case. */
export interface UsageQuery {
  readonly filter: Filter;
  readonly by: UsageGrouping;
  /** Length of a bucket of time in whole seconds; `auto`: the shortest round one that makes few buckets. */
  readonly intervalSeconds: number | 'auto';
  /** Whether files that belong to the system rather than to what runs on it are told of: `/etc`, `/usr`, `/lib`, … */
  readonly includesSystem: boolean;
}

/** What was used in a stretch of time: bytes and processor time are sums, memory is the most that any one process had at once. */
export interface UsageAmounts {
  /** Absent where no source tells of processor time, which is not 0. */
  readonly cpuNs?: number;
  readonly virtualBytes?: number;
  readonly residentBytes?: number;
  readonly fileBytesRead: number;
  readonly fileBytesWritten: number;
  readonly networkBytesReceived: number;
  readonly networkBytesSent: number;
  /** Over pipes and unix sockets, in and out. */
  readonly ipcBytes: number;
}

/** A stretch of time in which something was used. */
export interface UsageBucket extends UsageAmounts {
  /** Its begin: a multiple of the interval since the epoch. */
  readonly atUs: TimeUs;
}

/** What one container, process or file used over time. */
export interface UsageRow {
  readonly node: string;
  readonly containerId?: number;
  readonly containerName?: string;
  readonly namespace?: string;
  readonly pod?: string;
  /** Of usage by process. */
  readonly process?: ProcessRef;
  /** Of usage by file. */
  readonly path?: string;
  readonly total: UsageAmounts;
  /** By time; stretches in which nothing was used are left out. */
  readonly buckets: readonly UsageBucket[];
}

/** The usage of a case, the greatest first: by processor time, then bytes. */
export interface UsageReport {
  readonly intervalSeconds: number;
  /** Of the first and the last bucket. Absent when nothing was used. */
  readonly firstUs?: TimeUs;
  readonly lastUs?: TimeUs;
  readonly rows: readonly UsageRow[];
}
