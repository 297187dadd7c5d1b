import type { Connection, DnsMessage, Endpoint } from './connection.js';
import type { HttpFact } from './flow.js';
import type { LineFact } from './line.js';
import type { ImageChange, Process } from './process.js';
import type { FileFact } from './record.js';
import { formatDuration } from './time.js';

/** What a process ran, when it began to. */
export function execSummary(image: ImageChange | undefined, isReplaced: boolean): string {
  const command = [image?.binary ?? 'a program that is not known', image?.arguments ?? ''].filter((part) => part !== '').join(' ');
  return `${isReplaced ? 'now runs' : 'starts'} ${command}`;
}

/** How a process ended. */
export function exitSummary(process: Process | undefined): string {
  if (process?.exitSignal !== undefined && process.exitSignal !== '') return `is killed by ${process.exitSignal}`;
  return process?.exitStatus === undefined ? 'exits' : `exits with status ${process.exitStatus}`;
}

/** Whom a connection goes to or comes from, or what is listened on. Of one that heartbeats tell it is known when it was first seen, not when it began. */
export function openSummary(connection: Connection): string {
  const { protocol, direction, attempts, verdict, dropReason, sample } = connection;
  const again = attempts > 1 ? `, ${attempts} times` : '';
  const stopped = verdict === undefined || verdict === 'forwarded' ? '' : `, ${[verdict, dropReason ?? ''].join(' ').trim()}`;
  const isSampled = sample !== undefined;
  if (direction === 'listen') return `${isSampled ? 'is seen to listen' : 'listens'} on ${endpoint(connection.local)}, ${protocol}`;
  if (direction === 'inbound')
    return `${isSampled ? 'is seen called by' : 'accepts from'} ${remote(connection)} on ${endpoint(connection.local)}, ${protocol}${again}`;
  const verb = isSampled ? 'is seen connected to' : stopped === '' ? 'connects to' : 'tries to connect to';
  return `${verb} ${remote(connection)}, ${protocol}${again}${stopped}`;
}

/** How long a connection lasted, and what it carried. */
export function closeSummary(connection: Connection): string {
  const { openedAtUs, closedAtUs, bytesSent, bytesReceived, direction, sample } = connection;
  const lasted = openedAtUs === undefined || closedAtUs === undefined ? [] : [`after ${formatDuration(closedAtUs - openedAtUs)}`];
  const sent = bytesSent === undefined ? [] : [`${bytesSent} B sent`];
  const received = bytesReceived === undefined ? [] : [`${bytesReceived} B received`];
  const other = `${direction === 'inbound' ? 'from' : 'to'} ${remote(connection)}`;
  const ended = `${sample === undefined ? 'closes' : 'is no longer seen with'} its connection ${other}`;
  const what = direction === 'listen' ? `no longer listens on ${endpoint(connection.local)}` : ended;
  return [[what, ...lasted].join(' '), ...sent, ...received].join(', ');
}

/** What was asked, or what the answer was. */
export function dnsSummary({ kind, names, types, rcode, ips }: DnsMessage): string {
  const question = [types.join(','), names.join(', ')].filter((part) => part !== '').join(' ');
  if (kind === 'request') return `asks for ${question}`;
  const answer = ips.length > 0 ? ips.join(', ') : (rcode ?? 'no address');
  return `is told ${question}: ${answer}`;
}

const FILE_VERBS: Readonly<Record<FileFact['operation'], string>> = {
  open: 'opens',
  read: 'reads',
  write: 'writes',
  truncate: 'truncates',
  delete: 'removes',
  rename: 'moves to',
  chmod: 'changes the permissions of',
};

/** What was done to a file. */
export function fileSummary({ operation, path }: FileFact): string {
  return `${FILE_VERBS[operation]} ${path}`;
}

/** What an agent says of its own gaps, by the kind of its marker. */
export function gapSummary(kind: string): string {
  return kind === 'process_throttle' ? 'the agent throttles a cgroup: its events are left out' : 'the agent says that it lost events here';
}

function remote(connection: Connection): string {
  const name = connection.remoteNames[0]?.name ?? connection.remotePod ?? connection.peer?.pod ?? connection.peer?.containerName;
  return name === undefined ? endpoint(connection.remote) : `${endpoint(connection.remote)} (${name})`;
}

function endpoint(end: Endpoint | undefined): string {
  if (end === undefined) return 'an address that is not known';
  if (end.port === 0) return end.ip;
  return end.ip.includes(':') ? `[${end.ip}]:${end.port}` : `${end.ip}:${end.port}`;
}

interface FlowEnds {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** A packet of a protocol without ports, and what became of it. */
export function flowSummary({
  protocol,
  source,
  destination,
  summary,
  verdict = '',
  dropReason = '',
}: FlowEnds & { readonly protocol: string; readonly summary?: string; readonly verdict?: string; readonly dropReason?: string }): string {
  const what = summary ?? (protocol === '' ? 'traffic' : protocol);
  const ends = source.ip === '' && destination.ip === '' ? '' : ` from ${endpoint(source)} to ${endpoint(destination)}`;
  const end = [verdict, dropReason].filter((part) => part !== '').join(' ');
  return `${what}${ends}${end === '' ? '' : `: ${end}`}`;
}

/** What was requested, or how a request was answered. The source of an answer is the server. */
export function httpSummary({ isResponse, method, url, status }: HttpFact, { source, destination }: FlowEnds): string {
  const request = [method ?? 'requests', url ?? ''].filter((part) => part !== '').join(' ');
  if (!isResponse) return `asks ${endpoint(destination)}: ${request}`;
  return `is answered by ${endpoint(source)}: ${status ?? 'no status'} for ${request}`;
}

/** What Chalk reports beside heartbeats. */
export function reportSummary({ operation, hostname }: { readonly operation?: string; readonly hostname?: string }): string {
  return `chalk reports ${operation ?? 'something'}${hostname === undefined ? '' : ` of ${hostname}`}`;
}

/** Another detector's words. */
export function alertSummary({
  rule,
  priority,
  output,
}: {
  readonly rule?: string;
  readonly priority?: string;
  readonly output?: string;
}): string {
  const head = [priority ?? '', rule ?? 'alert'].filter((part) => part !== '').join(' ');
  return output === undefined || output === '' ? head : `${head}: ${output}`;
}

/** A line as it is written, with what it lacks: whoever reads it must not take it for one process's. */
export function lineSummary({ word, binary, text }: LineFact): string {
  const said = [binary ?? '', text].filter((part) => part !== '').join(' ');
  return `${word}${said === '' ? '' : `: ${said}`} (its line prints no pid)`;
}
