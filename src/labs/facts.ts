import type { Connection } from '../model/connection.js';
import type { Container, Process } from '../model/process.js';
import { formatTime, type TimeUs } from '../model/time.js';

/** A value as it stands in a file of answers. */
export type FactValue = string | number;

/** What answers are taken from: a process, and one of its connections where one is chosen. */
export interface Subject {
  readonly process: Process;
  readonly container?: Container | undefined;
  readonly parent?: Process | undefined;
  readonly connection?: Connection | undefined;
  /** Path of a file that it used. */
  readonly file?: string | undefined;
}

type ReadFact = (subject: Subject) => FactValue | undefined;

const OF_PROCESS = {
  pid: ({ process }) => process.pid,
  binary: ({ process }) => process.binary,
  arguments: ({ process }) => process.arguments,
  cwd: ({ process }) => process.cwd,
  uid: ({ process }) => process.uid,
  startedAt: ({ process }) => at(process.startedAtUs, process.startedAtNs),
  imageStartedAt: ({ process }) => at(process.imageStartedAtUs),
  exitedAt: ({ process }) => at(process.exitedAtUs, process.exitedAtNs),
  parentPid: ({ parent }) => parent?.pid,
  parentBinary: ({ parent }) => parent?.binary,
  container: ({ process, container }) => process.docker ?? container?.containerId,
  containerName: ({ container }) => container?.name,
  image: ({ container }) => container?.image,
  imageId: ({ container }) => container?.imageId,
  namespace: ({ container }) => container?.namespace,
  pod: ({ container }) => container?.pod,
  node: ({ process }) => process.node,
  commit: ({ container }) => container?.commit,
  repository: ({ container }) => container?.repository,
} as const satisfies Record<string, ReadFact>;

const OF_CONNECTION = {
  remoteIp: ({ connection }) => connection?.remote?.ip,
  remotePort: ({ connection }) => connection?.remote?.port,
  remoteName: ({ connection }) => connection?.remoteNames[0]?.name,
  localIp: ({ connection }) => connection?.local?.ip,
  localPort: ({ connection }) => connection?.local?.port,
  protocol: ({ connection }) => connection?.protocol,
  openedAt: ({ connection }) => at(connection?.openedAtUs, connection?.openedAtNs),
  closedAt: ({ connection }) => at(connection?.closedAtUs, connection?.closedAtNs),
  bytesSent: ({ connection }) => connection?.bytesSent,
  bytesReceived: ({ connection }) => connection?.bytesReceived,
  peerPid: ({ connection }) => connection?.peer?.process.pid,
  peerBinary: ({ connection }) => connection?.peer?.process.binary,
  peerContainerName: ({ connection }) => connection?.peer?.containerName,
} as const satisfies Record<string, ReadFact>;

const OF_FILE = { file: ({ file }) => file } as const satisfies Record<string, ReadFact>;

const FACTS = { ...OF_PROCESS, ...OF_CONNECTION, ...OF_FILE };

/** Something that the case knows of a process or a connection, by the name that outputs give it. */
export type FactName = keyof typeof FACTS;

/** Every fact's name. */
export const FACT_NAMES: readonly string[] = Object.keys(FACTS);

/** Whether a text names a fact. */
export function isFactName(text: string): text is FactName {
  return Object.hasOwn(FACTS, text);
}

/** Whether a fact is one of a connection, and so needs one to be chosen. */
export function isConnectionFact(name: FactName): boolean {
  return Object.hasOwn(OF_CONNECTION, name);
}

/** The fact, `undefined` where the case doesn't know it. */
export function factOf(name: FactName, subject: Subject): FactValue | undefined {
  return FACTS[name](subject);
}

function at(us: TimeUs | undefined, ns?: number): string | undefined {
  return us === undefined ? undefined : formatTime(us, ns);
}
