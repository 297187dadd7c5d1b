import type { Connection, DnsMessage, Scope } from '../model/connection.js';
import type {
  ConnectionOutline,
  DescriptorCopy,
  DetectionCase,
  NameQuestion,
  OutboundCall,
  ProcessFileAccess,
} from '../model/detection-case.js';
import type { Container, Lateness, Process } from '../model/process.js';
import type { DrawnImage, DrawnProcess, DrawnSocket, Scenario } from './scenario.js';

/** Second 0 of every scenario: 2026-01-15 09:00 UTC. */
export const SCENARIO_START_US = 1_768_467_600_000_000;

const SECOND_US = 1_000_000;
const LATE_AFTER_SECONDS = 300;
const SOURCE = 'drawing';
const NODE = 'node-1';
const FIRST_PID = 100;

const at = (seconds: number): number => SCENARIO_START_US + Math.round(seconds * SECOND_US);
const execId = (row: number, place: number): string => `drawn-${row}-${place}`;

/** A case that holds a scenario, and nothing else. Rows are places in the drawing, counted from 0. */
export function caseOfScenario(drawn: Scenario): DetectionCase {
  const containers = drawn.containers.map((_, index) => containerOf(drawn, index));
  const sockets = drawn.processes.flatMap((process, row) => process.sockets.map((socket) => ({ row, socket })));
  const processes = drawn.processes.map((process, row) => processOf(drawn, process, row));
  const connections = sockets.map(({ row, socket }, id) => connectionOf(drawn, processes, row, socket, id));
  const messages = messagesOf(drawn, processes);
  const files = filesOf(drawn);
  const opened = [...connections].sort((a, b) => (a.openedAtUs ?? 0) - (b.openedAtUs ?? 0));
  const started = [...processes].sort((a, b) => (a.startedAtUs ?? 0) - (b.startedAtUs ?? 0));
  return {
    lateAfterSeconds: () => LATE_AFTER_SECONDS,
    containers: () => containers,
    container: (id) => containers[id],
    process: (id) => processes[id],
    ancestors: (id, limit = Number.POSITIVE_INFINITY) => ancestors(processes, id).slice(0, limit),
    children: (id) => started.filter((process) => process.parentId === id),
    connection: (id) => connections[id],
    isCalled: (id) => opened.some((connection) => connection.process.id === id && connection.direction !== 'outbound'),
    connectionsOf: (id) => opened.filter((connection) => connection.process.id === id),
    processesNamed: (names) => started.filter((process) => process.images.some((image) => names.includes(lastPart(image.binary ?? '')))),
    outlinesNamed: (names) => started.filter((process) => process.images.some((image) => names.includes(lastPart(image.binary ?? '')))),
    outlines: () => started,
    outline: (id) => processes[id],
    lateOutlines: () => started.filter((process) => process.late !== undefined),
    outlinesIn: (folders) => started.filter(({ binary = '' }) => folders.some((folder) => binary.startsWith(folder))),
    filelessProcesses: () => started.filter((process) => process.isFileless),
    standIns: () => processes.filter(({ knownFrom }) => knownFrom === 'inferred'),
    outboundConnections: () => opened.filter((connection) => connection.direction === 'outbound'),
    outboundCalls: () => callsOf(opened),
    unorderedCalls: () => callsOf(opened),
    inboundConnections: () => opened.filter((connection) => connection.direction === 'inbound'),
    connectionOutlines: () =>
      (['outbound', 'inbound'] as const).flatMap((direction) => opened.filter((one) => one.direction === direction)).map(outlineOf),
    fileAccessesOf: (id) => files.filter((file) => file.processId === id),
    allProcesses: () => started,
    allFileAccesses: (operations) => files.filter(({ operation }) => operations?.has(operation) !== false),
    allDnsMessages: () => messages,
    nameQuestions: () => questionsOf(messages),
    nameTexts: () => questionsOf(messages),
    dnsMessage: (id) => messages.find((message) => message.id === id),
    descriptorCopies: () => copiesOf(drawn),
    allHookCalls: () => [],
    alerts: () => [],
  };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function containerOf(drawn: Scenario, index: number): Container {
  const { name = '', address } = drawn.containers[index] ?? {};
  const rows = drawn.processes.flatMap((process, row) => (process.container === index ? [row] : []));
  const [mainProcess] = rows;
  return {
    id: index,
    containerId: `drawn-${name}`,
    name,
    image: `registry.example.com/${name}:1`,
    node: NODE,
    startedAtUs: SCENARIO_START_US,
    startedFrom: 'metadata',
    ...(mainProcess === undefined ? {} : { mainProcess }),
    processCount: rows.length,
    lateCount: 0,
    addresses: address === undefined ? [] : [address],
  };
}

function processOf(drawn: Scenario, process: DrawnProcess, row: number): Process {
  const images = process.images.map((image, place) => imageChange(image, execId(row, place)));
  const newest = process.images.at(-1);
  const parent = process.parent === undefined ? undefined : drawn.processes[process.parent];
  const seconds = newest?.atSeconds ?? 0;
  const entered = mark(drawn, process);
  return {
    id: row,
    execId: execId(row, process.images.length - 1),
    pid: process.isStandIn === true ? 0 : FIRST_PID + row,
    ...(newest === undefined || process.isStandIn === true ? {} : { binary: newest.binary, arguments: newest.arguments }),
    ...(process.parent === undefined
      ? {}
      : { parentId: process.parent, parentExecId: execId(process.parent, (parent?.images.length ?? 1) - 1) }),
    node: NODE,
    startedAtUs: at(process.images[0]?.atSeconds ?? 0),
    startIsEstimated: false,
    imageStartedAtUs: at(seconds),
    ...(process.exitSeconds === undefined ? {} : { exitedAtUs: at(process.exitSeconds) }),
    ...(process.container < 0 ? {} : { containerId: process.container, isInInitTree: entered === undefined }),
    containerIsInferred: false,
    isMain: process.parent === undefined && entered === undefined,
    ...(seconds > LATE_AFTER_SECONDS && process.container >= 0 ? { lateSeconds: seconds, late: lateness(entered) } : {}),
    knownFrom: process.isStandIn === true ? 'inferred' : process.images.some((image) => !image.isInherited) ? 'exec' : 'fork',
    images,
    childCount: drawn.processes.filter((other) => other.parent === row).length,
    connectionCount: process.sockets.length,
    isFileless: false,
    sources: ['tetragon'],
    evidence: process.images.map((image) => ({ source: SOURCE, line: image.line })),
  };
}

function imageChange(image: DrawnImage, id: string): Process['images'][number] {
  return {
    execId: id,
    binary: image.binary,
    arguments: image.arguments,
    startedAtUs: at(image.atSeconds),
    knownFrom: image.isInherited ? 'fork' : 'exec',
    evidence: { source: SOURCE, line: image.line },
  };
}

/** The mark of the process or of the nearest ancestor that has one: what an entered shell starts has entered too. */
function mark(drawn: Scenario, process: DrawnProcess): DrawnProcess['mark'] {
  if (process.mark !== undefined || process.parent === undefined) return process.mark;
  const parent = drawn.processes[process.parent];
  return parent === undefined ? undefined : mark(drawn, parent);
}

function lateness(entered: DrawnProcess['mark']): Lateness {
  return entered ?? 'late';
}

function connectionOf(drawn: Scenario, processes: readonly Process[], row: number, socket: DrawnSocket, id: number): Connection {
  const owner = processes[row];
  if (owner === undefined) throw new Error('a socket needs its process');
  const peer = socket.direction === 'outbound' ? peerOf(drawn, processes, socket) : undefined;
  const name = owner.containerId === undefined ? undefined : drawn.containers[owner.containerId]?.name;
  return {
    id,
    process: owner,
    node: NODE,
    ...(owner.containerId === undefined ? {} : { containerId: owner.containerId }),
    ...(name === undefined ? {} : { containerName: name }),
    protocol: socket.protocol,
    direction: socket.direction,
    directionIsInferred: false,
    ...(socket.localPort === undefined ? {} : { local: { ip: '0.0.0.0', port: socket.localPort } }),
    ...(socket.remote === undefined ? {} : { remote: socket.remote, scope: scopeOf(drawn, socket.remote.ip) }),
    remoteNames: [],
    remotePodIsInferred: false,
    openedAtUs: at(socket.atSeconds),
    ...(socket.untilSeconds === undefined ? {} : { closedAtUs: at(socket.untilSeconds) }),
    ...(socket.bytesSent === undefined ? {} : { bytesSent: socket.bytesSent }),
    ...(socket.bytesReceived === undefined ? {} : { bytesReceived: socket.bytesReceived }),
    attempts: 1,
    ...(peer === undefined ? {} : { peer }),
    sources: ['tetragon'],
    evidence: [{ source: SOURCE, line: socket.line }],
  };
}

/** Questions and answers are one message here: rules ask for names and how they were answered. */
function messagesOf(drawn: Scenario, processes: readonly Process[]): readonly DnsMessage[] {
  const asked = drawn.processes.flatMap((process, row) => process.questions.map((question) => ({ question, owner: processes[row] })));
  return asked
    .flatMap(({ question, owner }, id) => {
      if (owner === undefined) return [];
      const { type, name, rcode, line, atSeconds } = question;
      const place = { process: owner, node: NODE, evidence: { source: SOURCE, line } };
      return [{ id, ...place, kind: 'response', names: [name], types: [type], rcode, ips: [], atUs: at(atSeconds) } as const];
    })
    .sort((a, b) => a.atUs - b.atUs);
}

function filesOf(drawn: Scenario): readonly ProcessFileAccess[] {
  return drawn.processes
    .flatMap((process, processId) =>
      process.files.map(({ path, operation, line, atSeconds }) => {
        return { processId, path, operation, atUs: at(atSeconds), evidence: { source: SOURCE, line } };
      }),
    )
    .sort((a, b) => a.atUs - b.atUs);
}

/** As the store gives them: process after process. */
function callsOf(opened: readonly Connection[]): readonly OutboundCall[] {
  return [...opened]
    .sort((a, b) => a.process.id - b.process.id)
    .flatMap(({ id, process, direction, remote, scope, openedAtUs: atUs, bytesSent = 0, bytesReceived = 0 }) =>
      direction !== 'outbound' || remote === undefined || atUs === undefined
        ? []
        : [
            {
              connectionId: id,
              processId: process.id,
              atUs,
              ...remote,
              ...(scope === undefined ? {} : { scope }),
              bytesSent,
              bytesReceived,
            },
          ],
    );
}

function outlineOf({ id, process, direction, remoteNames, local, remote, protocol, scope, openedAtUs }: Connection): ConnectionOutline {
  const [calling, called] = direction === 'outbound' ? [local, remote] : [remote, local];
  const nameText = remoteNames.map(({ name }) => name).join(' ');
  return { id, processId: process.id, direction, openedAtUs, called, calling, protocol, scope, nameText };
}

function questionsOf(messages: readonly DnsMessage[]): readonly NameQuestion[] {
  return [...messages]
    .sort((a, b) => a.process.id - b.process.id)
    .map(({ id, process, kind, ...told }) => ({ messageId: id, processId: process.id, isResponse: kind === 'response', ...told }));
}

function copiesOf(drawn: Scenario): readonly DescriptorCopy[] {
  return drawn.processes.flatMap(({ copies }, processId) =>
    copies.map(({ line, atSeconds, from, to, isSocket }) => ({
      processId,
      from,
      to,
      ...(isSocket ? { isSocket } : {}),
      atUs: at(atSeconds),
      evidence: { source: SOURCE, line },
    })),
  );
}

function peerOf(drawn: Scenario, processes: readonly Process[], socket: DrawnSocket): Connection['peer'] {
  const container = drawn.containers.findIndex((one) => one.address !== undefined && one.address === socket.remote?.ip);
  const row = drawn.processes.findIndex(
    (process) =>
      process.container === container && process.sockets.some((one) => one.direction === 'listen' && one.localPort === socket.remote?.port),
  );
  const process = processes[row];
  const name = drawn.containers[container]?.name;
  return process === undefined ? undefined : { process, connectionId: -1, ...(name === undefined ? {} : { containerName: name }) };
}

function scopeOf(drawn: Scenario, ip: string): Scope {
  if (drawn.containers.some((container) => container.address === ip)) return 'cluster';
  if (ip.startsWith('127.') || ip === '::1') return 'loopback';
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(ip) ? 'private' : 'external';
}

function ancestors(processes: readonly Process[], id: number): readonly Process[] {
  const { parentId } = processes[id] ?? {};
  const parent = parentId === undefined ? undefined : processes[parentId];
  return parent === undefined ? [] : [parent, ...ancestors(processes, parent.id)];
}
