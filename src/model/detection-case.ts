import type { RaisedAlert } from './alert.js';
import type { CaseView } from './case-view.js';
import type { Connection, DnsMessage, Endpoint, Scope } from './connection.js';
import type { ImageChange, Process } from './process.js';
import type { FileFact } from './record.js';
import type { EvidenceRef } from './source.js';
import type { TimeUs } from './time.js';

/** A file that a process opened, read or wrote, as far as a policy or capture recorded it. */
export interface FileAccess {
  readonly path: string;
  readonly operation: FileFact['operation'];
  readonly atUs?: TimeUs;
  readonly evidence: EvidenceRef;
}

/** A file access with the row of the process that made it. */
export interface ProcessFileAccess extends FileAccess {
  readonly processId: number;
}

/** A kernel function or system call that a policy reported, whatever its arguments. */
export interface HookCall {
  readonly processId: number;
  /** Without the architecture's prefix: `sys_mknod`, `tcp_connect`. */
  readonly functionName: string;
  /** Key of the audit rule that had it reported: absent in other sources, whose policies are something else. */
  readonly auditKey?: string;
  readonly atUs?: TimeUs;
  readonly evidence: EvidenceRef;
}

/** A descriptor that a process copied onto its standard input (0), output (1) or error (2). */
export interface DescriptorCopy {
  readonly processId: number;
  readonly from?: number;
  readonly to: number;
  /** True when the source tells that it is a network socket; absent where it tells numbers alone. */
  readonly isSocket?: boolean;
  readonly atUs?: TimeUs;
  readonly evidence: EvidenceRef;
}

/** An outbound connection in the few numbers that counting takes. */
export interface OutboundCall {
  readonly connectionId: number;
  readonly processId: number;
  readonly atUs: TimeUs;
  readonly ip: string;
  /** 0: not told. */
  readonly port: number;
  readonly scope?: Scope;
  /** 0 where the source does not tell, as for what was received. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** A DNS message in the few words that counting takes. */
export interface NameQuestion {
  readonly messageId: number;
  readonly processId: number;
  readonly atUs?: TimeUs;
  readonly isResponse: boolean;
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rcode?: string;
}

/** What was asked for and answered in DNS messages, apart from who asked and when. */
export type NameText = Omit<NameQuestion, 'messageId' | 'processId' | 'atUs'>;

/** A process in the few words that looking through very many takes: whoever finds something asks for the process itself. */
export interface ProcessOutline
  extends Pick<
    Process,
    | 'id'
    | 'node'
    | 'parentId'
    | 'containerId'
    | 'binary'
    | 'arguments'
    | 'cwd'
    | 'uid'
    | 'auid'
    | 'userName'
    | 'startedAtUs'
    | 'imageStartedAtUs'
    | 'late'
    | 'isInInitTree'
    | 'knownFrom'
    | 'connectionCount'
  > {
  readonly images: readonly Pick<ImageChange, 'binary' | 'arguments' | 'startedAtUs' | 'knownFrom'>[];
}

/** What of a connection may be asked for in outline: the end that was called, the end that called, its protocol, scope and names. */
export type ConnectionDetail = 'called' | 'calling' | 'protocol' | 'scope' | 'names';

/** A connection in the few words that looking through very many takes. What was not asked for may be absent. */
export interface ConnectionOutline extends Pick<Connection, 'id' | 'direction'> {
  readonly processId: number;
  readonly openedAtUs: TimeUs | undefined;
  readonly called: Endpoint | undefined;
  readonly calling: Endpoint | undefined;
  readonly protocol: string | undefined;
  readonly scope: Scope | undefined;
  /** The same for the same names of the remote end, and for no others; empty for none. */
  readonly nameText: string;
}

/** The questions rules ask of a case. Iterables are streams in time order: a rule never holds a whole case. */
export interface DetectionCase
  extends Pick<
    CaseView,
    'lateAfterSeconds' | 'containers' | 'container' | 'process' | 'ancestors' | 'children' | 'connection' | 'connectionsOf'
  > {
  /** Processes one of whose images has a file name in `names` (the last part of the binary's path, without the mark of a deleted file), by start time. */
  processesNamed(names: readonly string[]): Iterable<Process>;
  /** Every process in outline, by start time. */
  outlines(): Iterable<ProcessOutline>;
  outline(processId: number): ProcessOutline | undefined;
  /** As `processesNamed`, in outline. */
  outlinesNamed(names: readonly string[]): Iterable<ProcessOutline>;
  /** Processes whose newest image lies below one of the folders, each written with its last slash, by start time. */
  outlinesIn(folders: readonly string[]): Iterable<ProcessOutline>;
  /** Processes past the late threshold, of every lateness, by start time. */
  lateOutlines(): Iterable<ProcessOutline>;
  /** Processes executed from memory, or from a file already removed, as far as the source tells, by start time. */
  filelessProcesses(): Iterable<Process>;
  /** True when the process waits for callers or answered one. */
  isCalled(processId: number): boolean;
  /** Processes that stand for a container or pod of which no source tells the real ones. */
  standIns(): Iterable<Process>;
  /** Outbound connections by opening time. */
  outboundConnections(): Iterable<Connection>;
  /** Outbound connections whose opening was seen, process after process and by time within each: for rules that count over all traffic. */
  outboundCalls(): Iterable<OutboundCall>;
  /** The same in no order, which saves sorting what is sorted anyhow. */
  unorderedCalls(): Iterable<OutboundCall>;
  /** Inbound connections by opening time. */
  inboundConnections(): Iterable<Connection>;
  /** Outbound connections by opening time, then inbound ones. */
  connectionOutlines(details: ReadonlySet<ConnectionDetail>): Iterable<ConnectionOutline>;
  fileAccessesOf(processId: number): readonly FileAccess[];
  /** Every process, by start time: for rules that can't name the programs they look for. */
  allProcesses(): Iterable<Process>;
  /** Every file access, or all of these kinds, by time. */
  allFileAccesses(operations?: ReadonlySet<FileAccess['operation']>): Iterable<ProcessFileAccess>;
  /** Every DNS message, by time. */
  allDnsMessages(): Iterable<DnsMessage>;
  /** DNS messages, process after process and by time within each: for rules that count over all names. */
  nameQuestions(): Iterable<NameQuestion>;
  /** What DNS messages say, each of what is different at least once, in no order. */
  nameTexts(): Iterable<NameText>;
  dnsMessage(id: number): DnsMessage | undefined;
  /** Copies onto standard streams, process after process and by time within each. */
  descriptorCopies(): Iterable<DescriptorCopy>;
  /** Every call of a function that a policy hooks, by time. */
  allHookCalls(): Iterable<HookCall>;
  /** What other detectors said, by time. */
  alerts(): Iterable<RaisedAlert>;
}
