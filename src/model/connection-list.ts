import type { Filter } from './filter.js';
import type { TimeUs } from './time.js';

/** What connections are put together by. `pod`: the owner's pod and container. `name`: the remote's best name, else its pod, else its address. */
export const CONNECTION_GROUPINGS = ['process', 'pod', 'name', 'address', 'none'] as const;
export type ConnectionGrouping = (typeof CONNECTION_GROUPINGS)[number];

/** What comes first: the earliest, or the one with most bytes, the longest, the one that stands for most. */
export const CONNECTION_ORDERS = ['time', 'bytes', 'duration', 'count'] as const;
export type ConnectionOrder = (typeof CONNECTION_ORDERS)[number];

/** Connections that have one thing in common. */
export interface ConnectionGroup {
  /** Holds across revisions. */
  readonly name: string;
  /** What `connectionIds` knows it by: holds within a revision. */
  readonly key: number | string | null;
  /** For a person: a command line, a pod and its container, a name, an address. Captured text: not safe to print as it is. */
  readonly label: string;
  /** Where it is, for groups of a process. */
  readonly place?: string;
  readonly processId?: number;
  readonly containerId?: number;
  readonly count: number;
  /** Connections whose end was not seen. */
  readonly openCount: number;
  readonly externalCount: number;
  /** Absent where no connection of the group tells. */
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly firstUs?: TimeUs;
  readonly lastUs?: TimeUs;
  /** The longest of those whose both ends were seen, in microseconds. */
  readonly longestUs?: number;
}

/** Which connections of a case, and in what order. */
export interface ConnectionListQuery {
  readonly filter: Filter;
  readonly order: ConnectionOrder;
  /** Those of one group alone. */
  readonly within?: { readonly by: ConnectionGrouping; readonly key: ConnectionGroup['key'] };
}

/** The groups in an order; equal ones as they were. */
export function orderedGroups(groups: readonly ConnectionGroup[], order: ConnectionOrder): readonly ConnectionGroup[] {
  const most = (of: (group: ConnectionGroup) => number): readonly ConnectionGroup[] => [...groups].sort((a, b) => of(b) - of(a));
  switch (order) {
    case 'time':
      return most(({ firstUs = Number.MAX_SAFE_INTEGER }) => -firstUs);
    case 'bytes':
      return most(({ bytesSent = 0, bytesReceived = 0 }) => bytesSent + bytesReceived);
    case 'duration':
      return most(({ longestUs = -1 }) => longestUs);
    case 'count':
      return most(({ count }) => count);
  }
}
