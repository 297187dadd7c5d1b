import type { Connection, DnsMessage } from '../../src/model/connection.js';
import type { Finding, Incident } from '../../src/model/finding.js';
import type { Container, Process } from '../../src/model/process.js';
import type { Source } from '../../src/model/source.js';
import type { TimelineEntry } from '../../src/model/timeline.js';

const AT_US = Date.UTC(2023, 6, 26, 7, 20) * 1000;

/** A process of which only the least is known. */
export function bareProcess(fields: Partial<Process> = {}): Process {
  return {
    id: 1,
    execId: 'bm9kZToxOjE=',
    pid: 1,
    node: 'node-1',
    startIsEstimated: false,
    containerIsInferred: false,
    isMain: false,
    knownFrom: 'exec',
    images: [],
    childCount: 0,
    connectionCount: 0,
    isFileless: false,
    sources: ['tetragon'],
    evidence: [{ source: 'events.jsonl', line: 1 }],
    ...fields,
  };
}

/** A process of which everything is known: a late shell of a pod. */
export function fullProcess(): Process {
  return bareProcess({
    id: 7,
    execId: 'bm9kZTo5OjIyOTMx',
    pid: 22_931,
    binary: '/bin/sh',
    arguments: '-c id',
    parentId: 1,
    parentExecId: 'bm9kZToxOjE=',
    cluster: 'kind',
    cwd: '/app',
    uid: 1000,
    auid: 4_294_967_295,
    userName: 'app',
    startedAtUs: AT_US + 1,
    startedAtNs: 7,
    exitedAtUs: AT_US + 1_000_000,
    exitedAtNs: 0,
    exitStatus: 0,
    exitSignal: 'SIGTERM',
    containerId: 3,
    containerIsInferred: true,
    containerPid: 12,
    docker: '62c56f1f798e45de3effa7511e05009',
    isInInitTree: true,
    isMain: true,
    startIsEstimated: true,
    lateSeconds: 312.000_000_000_000_1,
    late: 'late',
    images: [
      { execId: 'bm9kZTo3OjIyOTMx', binary: '/bin/server', knownFrom: 'fork', startedAtUs: AT_US },
      { execId: 'bm9kZTo4OjIyOTMx', binary: '/bin/entry.sh', knownFrom: 'exec', startedAtUs: AT_US },
      { execId: 'bm9kZTo5OjIyOTMx', binary: '/bin/sh', arguments: '-c id', knownFrom: 'exec', startedAtUs: AT_US + 1, startedAtNs: 7 },
    ],
    isFileless: true,
    capabilities: ['CAP_NET_RAW'],
  });
}

/** The container that `fullProcess` runs in. */
export function container(fields: Partial<Container> = {}): Container {
  return {
    id: 3,
    containerId: '62c56f1f798e45de3effa7511e05009c1e3f5a7b9d0e2f4a6b8c0d1e3f5a7b9c',
    runtime: 'containerd',
    name: 'crawler',
    image: 'registry.example/crawler:1',
    imageId: 'registry.example/crawler@sha256:00',
    node: 'node-1',
    namespace: 'tenant-jobs',
    pod: 'crawler-7c5d',
    workload: 'crawler',
    startedAtUs: AT_US - 312_000_000,
    startedFrom: 'metadata',
    processCount: 2,
    lateCount: 1,
    addresses: [],
    ...fields,
  };
}

/** A connection of which everything is known. */
export function fullConnection(fields: Partial<Connection> = {}): Connection {
  return {
    id: 5,
    process: fullProcess(),
    node: 'node-1',
    namespace: 'tenant-jobs',
    pod: 'crawler-7c5d',
    workload: 'crawler',
    containerId: 3,
    containerName: 'crawler',
    protocol: 'tcp',
    direction: 'outbound',
    directionIsInferred: true,
    local: { ip: '10.244.0.5', port: 41_000 },
    remote: { ip: '203.0.113.9', port: 4444 },
    remoteNames: [
      { name: 'c2.example.com', from: 'dns', atUs: AT_US },
      { name: 'web', from: 'derived', note: 'from arguments' },
    ],
    remoteNamespace: 'other',
    remotePod: 'web-0',
    remoteWorkload: 'web',
    remotePodIsInferred: true,
    remoteIdentity: 'world',
    scope: 'external',
    openedAtUs: AT_US,
    openedAtNs: 1,
    closedAtUs: AT_US + 5,
    bytesSent: 10,
    bytesReceived: 0,
    attempts: 3,
    verdict: 'dropped',
    dropReason: 'POLICY_DENIED',
    requests: [{ method: 'GET', url: 'http://c2.example.com/', status: 200, count: 2 }],
    cookie: '18446744073709551615',
    peer: { process: bareProcess(), connectionId: 6, namespace: 'other', pod: 'web-0', containerName: 'web' },
    sources: ['tetragon'],
    evidence: [{ source: 'events.jsonl', line: 4 }],
    ...fields,
  };
}

/** A DNS answer of which everything is known. */
export function dnsMessage(fields: Partial<DnsMessage> = {}): DnsMessage {
  return {
    id: 2,
    process: fullProcess(),
    node: 'node-1',
    namespace: 'tenant-jobs',
    pod: 'crawler-7c5d',
    containerName: 'crawler',
    kind: 'response',
    names: ['c2.example.com'],
    types: ['A'],
    rcode: 'NoError',
    ips: ['203.0.113.9'],
    atUs: AT_US,
    atNs: 0,
    server: { ip: '10.96.0.10', port: 53 },
    evidence: { source: 'events.jsonl', line: 3 },
    ...fields,
  };
}

/** A finding on `fullProcess`, of a level that is not its rule's. */
export function finding(fields: Partial<Finding> = {}): Finding {
  return {
    id: 'f1',
    rule: { id: 'reverse-shell', title: 'Reverse shell', level: 'high', kind: 'behaviour', attack: ['T1059.004'] },
    level: 'critical',
    title: 'sh in crawler is driven by c2.example.com:4444',
    why: 'A shell started by node holds a connection to an external address.',
    firstSeenUs: AT_US,
    lastSeenUs: AT_US + 1_000_000,
    count: 1,
    process: fullProcess(),
    ancestors: [bareProcess()],
    connections: [fullConnection()],
    related: [{ ...fullProcess(), role: 'shell' }],
    evidence: [{ source: 'events.jsonl', line: 4, timeUs: AT_US, timeNs: 1, summary: 'connect to 203.0.113.9:4444' }],
    falsePositives: ['an administrator at work'],
    status: 'new',
    ...fields,
  };
}

/** An incident of `finding`, with a step that stands for two. */
export function incident(fields: Partial<Incident> = {}): Incident {
  const step = {
    stage: 'discovery',
    timeUs: AT_US,
    timeNs: 7,
    process: fullProcess(),
    place: 'crawler',
    summary: 'id',
    count: 2,
    evidence: finding().evidence,
  } as const;
  return {
    id: 'i1',
    title: 'Intrusion in crawler',
    level: 'critical',
    firstSeenUs: AT_US,
    lastSeenUs: AT_US + 1_000_000,
    findings: ['f1'],
    steps: [step, { ...step, process: bareProcess(), count: 1 }],
    stepsLeftOut: 3,
    ...fields,
  };
}

/** A source whose ledger adds up. */
export function source(fields: Partial<Source> = {}): Source {
  return {
    id: 1,
    path: 'events.jsonl',
    format: 'tetragon',
    ledger: { lines: 10, records: 7, ignored: { duplicate: 1, blank: 1 }, malformed: 1, kinds: { process_exit: 3, process_exec: 4 } },
    firstTimeUs: AT_US,
    lastTimeUs: AT_US + 1_000_000,
    sizeBytes: 1234,
    isComplete: true,
    droppedEvents: 0,
    ...fields,
  };
}

/** An entry of the timeline of which everything is known. */
export function timelineEntry(): TimelineEntry {
  return {
    id: 65_537,
    kind: 'finding',
    atUs: AT_US,
    atNs: 7,
    process: fullProcess(),
    node: 'node-1',
    namespace: 'tenant-jobs',
    pod: 'crawler-7c5d',
    containerName: 'crawler',
    summary: 'Reverse shell',
    connectionId: 5,
    findingId: '0123456789abcdef',
    level: 'high',
    evidence: { source: 'events.jsonl', line: 4 },
  };
}
