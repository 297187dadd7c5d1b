import type { Connection, DnsMessage } from './connection.js';
import type { ConnectionGroup, ConnectionGrouping, ConnectionListQuery } from './connection-list.js';
import type { NameSummary } from './dns-name.js';
import type { Filter } from './filter.js';
import type { Finding, Incident } from './finding.js';
import type { Heartbeat } from './heartbeat.js';
import type { Container, Lateness, Process, ProcessRef } from './process.js';
import type { ServedPort } from './served-port.js';
import type { ServiceGrouping, ServiceMap } from './service-map.js';
import type { EvidenceRef, Problem, Source } from './source.js';
import type { TimeUs } from './time.js';
import type { TimelinePage, TimelineQuery, TimelineRequest } from './timeline.js';
import type { UsageQuery, UsageReport } from './usage.js';

/** A page request: rows after the given one, at most `limit`. Pages are in the listing's own stable order. */
export interface PageRequest {
  /** Id of the last row of the page before; absent for the first page. */
  readonly after?: number;
  readonly limit: number;
}

/** Rows of a page. `next` is the `after` of the following page and absent on the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: number;
}

/** How a tree's upper levels are arranged. `pod`: node › namespace › pod › container › processes. `host`: bare ancestry per node. */
export type Grouping = 'pod' | 'host';

/**
 * A whole tree in pre-order as parallel columns, so that a million rows fit in a few megabytes.
 * Row `i`'s subtree is rows `i … i + size[i] - 1`; its first child, when it has one, is row `i + 1`.
 */
export interface TreeSkeleton {
  readonly grouping: Grouping;
  /** Process row id, or `-1 - group` for the group at that place of `groups`. */
  readonly ids: Int32Array;
  /** Rows in the subtree, itself included: 1 for a leaf. */
  readonly sizes: Int32Array;
  /** 0 for roots. */
  readonly depths: Uint16Array;
  /** Bits of `TREE_FLAGS`. */
  readonly flags: Uint16Array;
  readonly groups: readonly TreeGroup[];
}

/** What a tree row is known for without reading its process. */
export const TREE_FLAGS = {
  late: 1,
  entered: 2,
  probe: 4,
  main: 8,
  inferred: 16,
  hasConnection: 32,
  hasExternal: 64,
  exited: 128,
  /** It ran the same program with the same arguments, digits aside, as the sibling before it. */
  alike: 256,
} as const;

/** An upper level of the tree. */
export interface TreeGroup {
  readonly kind: 'node' | 'namespace' | 'pod' | 'container' | 'host';
  readonly label: string;
  /** Row of the container, for that kind. */
  readonly containerId?: number;
  readonly processCount: number;
  readonly lateCount: number;
}

/** What one row of the tree shows. */
export interface TreeRow {
  readonly process: Process;
  readonly container?: Container;
  /** The connection worth showing inline: the first outbound one, external before internal. */
  readonly firstConnection?: Connection;
}

/** What a case is, in one look. */
export interface Overview {
  readonly sources: readonly Source[];
  readonly nodes: readonly string[];
  readonly processCount: number;
  readonly inferredCount: number;
  readonly connectionCount: number;
  readonly dnsMessageCount: number;
  readonly problemCount: number;
  /** Span of what was observed; starts read from /proc from before that do not stretch it. */
  readonly firstTimeUs?: TimeUs;
  readonly lastTimeUs?: TimeUs;
  readonly lateByKind: Readonly<Record<Lateness, number>>;
  /** Sentences on what the sources can't answer: "no DNS events: names come from arguments only". */
  readonly missing: readonly string[];
}

/** The raw line behind a fact, read back from its source, or why it can't be. */
export type RawEvent = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'gone'; readonly reason: string };

/**
 * Read-only questions about a case. Every answer is of one revision; a running import makes new ones.
 * Row ids hold within a revision; exec ids hold across them.
 */
export interface CaseView {
  /** Grows by one each time the case's facts were linked anew. 0: nothing was imported yet. */
  revision(): number;
  /** The threshold that lateness was judged by, in seconds. */
  lateAfterSeconds(): number;
  overview(): Overview;
  sources(): readonly Source[];
  problems(page: PageRequest): Page<Problem & { readonly id: number }>;
  containers(): readonly Container[];
  container(id: number): Container | undefined;
  tree(grouping: Grouping): TreeSkeleton;
  /** Rows for process ids, in the order asked; ids that do not exist are left out. For a screenful, not for everything. */
  treeRows(processIds: readonly number[]): readonly TreeRow[];
  process(id: number): Process | undefined;
  /** Row of the process that ran this image. */
  processWithExecId(execId: string): number | undefined;
  /** Parent first, at most `limit`. */
  ancestors(processId: number, limit?: number): readonly ProcessRef[];
  /** By start time. */
  children(processId: number): readonly Process[];
  /** By time, then row. */
  processes(filter: Filter, page: PageRequest): Page<Process>;
  /** Late and entered processes of a container, at most `limit`, by start. */
  lateIn(containerId: number, limit: number): readonly Process[];
  /** Rows of every process that matches, ascending. */
  matchingProcesses(filter: Filter): Int32Array;
  /** Rows of the containers that hold a process which matches. */
  matchingContainers(filter: Filter): readonly number[];
  connections(filter: Filter, page: PageRequest): Page<Connection>;
  connection(id: number): Connection | undefined;
  /** Connections put together, in no order. One pass over those that match. */
  connectionGroups(filter: Filter, by: Exclude<ConnectionGrouping, 'none'>): readonly ConnectionGroup[];
  /** Rows of every connection that is asked for, in order: a list is moved about in by these, and read by the screenful. */
  connectionIds(query: ConnectionListQuery): Int32Array;
  /** Who talks to whom, of connections that match. One pass over them. */
  services(filter: Filter, by: ServiceGrouping): ServiceMap;
  /** Ports that are listened on, used or declared, and which of these they are not. Two passes over the connections. */
  servedPorts(): readonly ServedPort[];
  /** What running instances reported, container by container and in order of time; of some containers alone when they are named. */
  heartbeats(containers?: ReadonlySet<number>): Iterable<Heartbeat>;
  /** DNS names of messages and connections that match, by name. */
  names(filter: Filter): readonly NameSummary[];
  /** Of one process, by time. */
  connectionsOf(processId: number): readonly Connection[];
  /** Row of the first of a process's connections, by time, whose other end is another process of the case. */
  firstHopOf(processId: number): number | undefined;
  dnsMessages(filter: Filter, page: PageRequest): Page<DnsMessage>;
  /** What containers, processes or files used over time. One pass over the facts that match. */
  usage(query: UsageQuery): UsageReport;
  /** Everything that happened, of every source, in order of time. Quick anywhere in it. */
  timeline(query: TimelineQuery, page: TimelineRequest): TimelinePage;
  /** How many of these happened in each of `buckets` equal parts of the span; findings are not counted. */
  timelineDensity(query: TimelineQuery & { readonly sinceUs: TimeUs; readonly untilUs: TimeUs }, buckets: number): readonly number[];
  /** Entries of the whole timeline. */
  timelineSize(): number;
  /** Most severe first, then by time: what `detect` prints. */
  findings(): readonly Finding[];
  /** Findings that are one intrusion, most severe first: what `story` prints. */
  incidents(): readonly Incident[];
  /** Reads the line back from its source. Rejects never: what can't be read says why. */
  rawEvent(evidence: EvidenceRef): Promise<RawEvent>;
}
