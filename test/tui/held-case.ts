import type { CaseView } from '../../src/model/case-view.js';
import type { Connection } from '../../src/model/connection.js';
import type { Finding, Incident } from '../../src/model/finding.js';
import type { Heartbeat } from '../../src/model/heartbeat.js';
import type { Container, Process } from '../../src/model/process.js';
import type { Problem, Source } from '../../src/model/source.js';
import type { UsageRow } from '../../src/model/usage.js';
import type { Drawn, DrawnCase, DrawnConnection, DrawnFinding, DrawnHeartbeat, DrawnIncident, DrawnUsage } from './drawn-case.js';

/** A drawn case with everything that a view of it answers from. */
export interface Held {
  readonly processes: Map<number, Process>;
  readonly containers: Container[];
  readonly connections: readonly Connection[];
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly heartbeats: readonly Heartbeat[];
  readonly usage: readonly UsageRow[];
  readonly problems: readonly (Problem & { readonly id: number })[];
  readonly overview: ReturnType<CaseView['overview']>;
}

const EPOCH_US = 1_795_192_595_000_000;

/** What was drawn, with row ids from `firstId` on in the order drawn. */
export function hold(drawn: DrawnCase, firstId: number): Held {
  const processes = new Map<number, Process>();
  const containers: Container[] = [];
  let nextId = firstId;
  const add = (one: Drawn, place: Placed): void => {
    const { children = [], ...given } = one;
    const id = nextId++;
    const process = processOf(given, id, place, children.length);
    processes.set(id, process);
    for (const child of children) add(child, { ...place, parent: process });
  };
  for (const { node, container, processes: roots } of drawn.containers) {
    const containerId = container === undefined ? undefined : containers.push(containerOf(container, containers.length, node, roots)) - 1;
    for (const root of roots) add(root, { node, ...(containerId === undefined ? {} : { containerId }) });
  }
  const byPid = (pid: number): Process => {
    const found = [...processes.values()].find((process) => process.pid === pid);
    if (found === undefined) throw new Error(`no process with pid ${pid} was drawn`);
    return found;
  };
  const connections = (drawn.connections ?? []).map((one, id) => connectionOf(one, id, byPid, drawn.connections ?? []));
  for (const { process } of connections) {
    const owner = processes.get(process.id);
    if (owner !== undefined) processes.set(owner.id, { ...owner, connectionCount: owner.connectionCount + 1 });
  }
  const problems = (drawn.problems ?? []).map((problem, id) => ({ ...problem, id }));
  const findings = (drawn.findings ?? []).map((one) => findingOf(one, byPid));
  return {
    processes,
    containers,
    connections,
    findings,
    incidents: (drawn.incidents ?? []).map((one) => incidentOf(one, findings, byPid)),
    heartbeats: (drawn.heartbeats ?? []).map((one, id) => heartbeatOf(one, id, containers)),
    usage: (drawn.usage ?? []).map((one) => usageOf(one, containers)),
    problems,
    overview: overviewOf(processes, connections.length, problems.length, drawn.sources),
  };
}

interface Placed {
  readonly node: string;
  readonly containerId?: number;
  readonly parent?: Process;
}

function processOf(given: Omit<Drawn, 'children'>, id: number, { node, containerId, parent }: Placed, childCount: number): Process {
  const pid = given.pid ?? 1000 + id;
  const execId = given.execId ?? `exec-${pid}-${given.binary}`;
  const startedAtUs = EPOCH_US + pid * 1000;
  return {
    id,
    execId,
    pid,
    node,
    uid: 0,
    auid: 4_294_967_295,
    cwd: '/',
    startedAtUs,
    imageStartedAtUs: startedAtUs,
    startIsEstimated: false,
    containerIsInferred: false,
    isMain: false,
    knownFrom: 'exec',
    childCount,
    connectionCount: 0,
    isFileless: false,
    images: [{ execId, binary: given.binary, knownFrom: 'exec' }],
    sources: ['tetragon'],
    evidence: [{ source: 'events.jsonl', line: pid }],
    ...given,
    ...(containerId === undefined ? {} : { containerId }),
    ...(parent === undefined ? {} : { parentId: parent.id, parentExecId: parent.execId }),
  };
}

function containerOf(given: Partial<Container> & { readonly name: string }, id: number, node: string, roots: readonly Drawn[]): Container {
  const all = roots.flatMap(everyone);
  return {
    id,
    containerId: `${given.name}-0123456789abcdef0123456789abcdef`.slice(0, 31),
    node,
    namespace: 'tenant-jobs',
    pod: `${given.name}-7c7b`,
    startedAtUs: EPOCH_US,
    startedFrom: 'metadata',
    image: `quay.io/example/${given.name}:v1`,
    processCount: all.length,
    lateCount: all.filter((one) => one.late === 'late').length,
    addresses: [],
    ...given,
  };
}

function everyone(one: Drawn): readonly Drawn[] {
  return [one, ...(one.children ?? []).flatMap(everyone)];
}

function connectionOf(given: DrawnConnection, id: number, byPid: (pid: number) => Process, all: readonly DrawnConnection[]): Connection {
  const { pid, peerPid, ...rest } = given;
  const process = byPid(pid);
  const peer = peerPid === undefined ? undefined : byPid(peerPid);
  const other = all.findIndex((one) => one.pid === peerPid && one.peerPid === pid);
  return {
    id,
    process,
    node: process.node,
    protocol: 'tcp',
    direction: 'outbound',
    directionIsInferred: false,
    remoteNames: [],
    remotePodIsInferred: false,
    attempts: 1,
    openedAtUs: EPOCH_US + 60_000_000 * (id + 1),
    sources: ['tetragon'],
    evidence: [{ source: 'events.jsonl', line: 500 + id }],
    ...rest,
    ...(peer === undefined
      ? {}
      : { peer: { process: peer, connectionId: Math.max(0, other), ...(given.remotePod === undefined ? {} : { pod: given.remotePod }) } }),
  };
}

function findingOf({ pid, related = [], ...given }: DrawnFinding, byPid: (pid: number) => Process): Finding {
  return {
    id: `finding-${pid}-${given.title}`,
    rule: { id: 'reverse-shell', title: given.title, level: given.level, kind: 'behaviour', attack: ['T1059.004'] },
    why: 'a shell and its connection to the outside were seen together',
    firstSeenUs: EPOCH_US + pid * 1000,
    count: 1,
    process: byPid(pid),
    ancestors: [],
    connections: [],
    related: related.map((one) => ({ ...byPid(one.pid), role: one.role })),
    evidence: [{ source: 'events.jsonl', line: pid, summary: 'the shell was executed' }],
    falsePositives: [],
    status: 'new',
    ...given,
  };
}

function incidentOf({ steps, ...given }: DrawnIncident, findings: readonly Finding[], byPid: (pid: number) => Process): Incident {
  return {
    id: `incident-${given.title}`,
    level: 'critical',
    stepsLeftOut: 0,
    ...given,
    findings: given.findings.flatMap((place) => findings[place]?.id ?? []),
    steps: steps.map(({ pid, ...step }) => ({ ...step, process: byPid(pid), timeUs: EPOCH_US + pid * 1000, count: 1, evidence: [] })),
  };
}

function heartbeatOf({ container, atSeconds, ...given }: DrawnHeartbeat, id: number, containers: readonly Container[]): Heartbeat {
  return {
    id,
    instance: container,
    containerId: containers.findIndex(({ name }) => name === container),
    operation: 'heartbeat',
    atUs: EPOCH_US + atSeconds * 1_000_000,
    changes: [],
    newNeighbours: [],
    missing: 0,
    evidence: { source: 'chalk.jsonl', line: id + 1 },
    ...given,
  };
}

function usageOf({ container, cpuMs }: DrawnUsage, containers: readonly Container[]): UsageRow {
  const nothing = { fileBytesRead: 0, fileBytesWritten: 0, networkBytesReceived: 0, networkBytesSent: 0, ipcBytes: 0 };
  const buckets = cpuMs.map((ms, second) => ({ ...nothing, cpuNs: ms * 1_000_000, atUs: EPOCH_US + second * 1_000_000 }));
  const total = { ...nothing, cpuNs: buckets.reduce((sum, { cpuNs }) => sum + cpuNs, 0) };
  return { node: 'kind-worker', containerId: containers.findIndex(({ name }) => name === container), total, buckets };
}

function overviewOf(
  processes: ReadonlyMap<number, Process>,
  connectionCount: number,
  problemCount: number,
  sources: readonly Source[] | undefined,
): ReturnType<CaseView['overview']> {
  const all = [...processes.values()];
  const lateOf = (kind: Process['late']): number => all.filter((process) => process.late === kind).length;
  const ledger = { lines: 4711, records: 4700, ignored: { blank: 3 }, malformed: 8, kinds: { process_exec: 812 } };
  const times = all.length === 0 ? {} : { firstTimeUs: EPOCH_US, lastTimeUs: EPOCH_US + 425_000_000 };
  const source = {
    id: 0,
    path: 'events.jsonl',
    format: 'tetragon' as const,
    ledger,
    sizeBytes: 2_147_000,
    isComplete: true,
    droppedEvents: 0,
  };
  return {
    sources: sources ?? [{ ...source, ...times }],
    nodes: [...new Set(all.map(({ node }) => node))],
    processCount: all.length,
    inferredCount: all.filter(({ knownFrom }) => knownFrom === 'inferred').length,
    connectionCount,
    dnsMessageCount: 0,
    problemCount,
    ...times,
    lateByKind: { late: lateOf('late'), entered: lateOf('entered'), probe: lateOf('probe') },
    missing: ['no DNS events: names come from connect events only'],
  };
}
