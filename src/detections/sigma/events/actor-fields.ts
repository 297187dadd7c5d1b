import type { Connection } from '../../../model/connection.js';
import type { DetectionCase } from '../../../model/detection-case.js';
import type { Container, ImageChange, Process } from '../../../model/process.js';
import { formatTime } from '../../../model/time.js';
import { imageAt } from '../../lineage.js';
import { programOf } from '../../programs.js';
import { baseName, commandLines } from './command-line.js';
import { type EventFacts, each, type FieldTable, one } from './event-class.js';

/** The process that an event is about, as it was then. */
export interface ActorFacts extends EventFacts {
  readonly view: DetectionCase;
  readonly process: Process;
  /** The image it ran when the event happened. */
  readonly image: ImageChange;
}

type Read = (facts: ActorFacts) => readonly string[] | undefined;

const ANCESTORS_READ = 64;
/** The kernel's value for "nobody ever logged in here"; logs for people write 0. */
const NO_LOGIN = 4_294_967_295;
const COMM_LENGTH = 15;

/** Fields of Sigma's taxonomy about the process of an event. */
const TAXONOMY: readonly (readonly [string, Read])[] = [
  ['Image', ({ image }) => each(paths(image))],
  ['CommandLine', ({ image }) => each(allCommandLines(image))],
  ['CurrentDirectory', ({ process }) => directories(process.cwd)],
  ['User', ({ process }) => users(process)],
  ['LogonId', ({ process }) => one(process.auid === NO_LOGIN ? 0 : process.auid)],
  ['ProcessId', ({ process }) => one(process.pid)],
  ['ProcessGuid', ({ image }) => one(image.execId)],
  ['ParentImage', (facts) => each(parentImages(facts).flatMap(paths))],
  ['ParentCommandLine', (facts) => each(parentImages(facts).flatMap(allCommandLines))],
  ['ParentProcessId', (facts) => one(parentOf(facts)?.pid)],
  ['ParentProcessGuid', ({ process }) => one(process.parentExecId)],
  ['ParentUser', (facts) => users(parentOf(facts))],
  ['UtcTime', ({ atUs }) => one(atUs === undefined ? undefined : formatTime(atUs))],
  ['timestamp', ({ atUs }) => one(atUs === undefined ? undefined : formatTime(atUs))],
  ['@timestamp', ({ atUs }) => one(atUs === undefined ? undefined : formatTime(atUs))],
];

/** What this program knows beyond an event: for rules of one's own. */
const CONTEXT: readonly (readonly [string, Read])[] = [
  ['Tool', ({ image }) => one(programOf(image)?.name)],
  ['ancestors', (facts) => each([...earlierImages(facts), ...ancestorsOf(facts)].flatMap(paths))],
  ['ancestorCommandLines', (facts) => each([...earlierImages(facts), ...ancestorsOf(facts)].flatMap(allCommandLines))],
  ['late', ({ process }) => each(process.late === undefined ? ['false'] : ['true', process.late])],
  ['lateBySeconds', lateBySeconds],
  [
    'entered',
    ({ process }) => one(process.containerId === undefined || process.isInInitTree === undefined ? undefined : !process.isInInitTree),
  ],
  ['connectedTo', (facts) => each(outbound(facts).flatMap(remotesOf))],
  ['external', (facts) => one(outbound(facts).some((connection) => connection.scope === 'external'))],
  ['fileless', ({ process }) => one(process.isFileless)],
  ['Node', ({ process }) => one(process.node)],
  ['Namespace', (facts) => one(containerOf(facts)?.namespace)],
  ['Pod', (facts) => one(containerOf(facts)?.pod)],
  ['Workload', (facts) => one(containerOf(facts)?.workload)],
  ['Container', (facts) => one(containerOf(facts)?.name)],
  ['ContainerId', (facts) => one(containerOf(facts)?.containerId)],
  ['ContainerImage', (facts) => one(containerOf(facts)?.image)],
];

/** Fields about the process that an event is of, for every kind of event. */
export const ACTOR_FIELDS: FieldTable<ActorFacts> = new Map([...TAXONOMY, ...CONTEXT]);

/** Names of the fields that no other Sigma tool has. */
export const CONTEXT_FIELDS: readonly string[] = CONTEXT.map(([name]) => name);

type Program = Pick<ImageChange, 'binary' | 'arguments'>;

/**
 * The image as it would be known under its own name: busybox playing `nc` is `nc`, and a mark of a deleted file or of a login shell is no part
 * of a name. `undefined` when that changes nothing.
 */
function underOwnName(image: Program): Program | undefined {
  const program = programOf(image);
  if (image.binary === undefined || program === undefined || program.name === baseName(image.binary)) return undefined;
  return { binary: image.binary.slice(0, image.binary.lastIndexOf('/') + 1) + program.name, arguments: program.arguments };
}

function paths(image: Program): readonly string[] {
  return [image, underOwnName(image)].flatMap((one) => one?.binary ?? []);
}

/** Each image is asked for again by every child of its process and by every view of its own event. */
const written = new WeakMap<Program, readonly string[]>();

function allCommandLines(image: Program): readonly string[] {
  const known = written.get(image);
  if (known !== undefined) return known;
  const lines = [image, underOwnName(image)].flatMap((one) => (one === undefined ? [] : commandLines(one)));
  written.set(image, lines);
  return lines;
}

/** A directory with and without the slash that the capture may end it with. */
function directories(cwd: string | undefined): readonly string[] | undefined {
  if (cwd === undefined || cwd === '') return undefined;
  const bare = cwd.length > 1 ? cwd.replace(/\/+$/, '') : cwd;
  return each([bare, bare.endsWith('/') ? bare : `${bare}/`]);
}

/** A user by name and by number. Only 0 has the same name in every container. */
export function users(process: Pick<Process, 'userName' | 'uid'> | undefined): readonly string[] | undefined {
  if (process === undefined) return undefined;
  const root = process.uid === 0 ? 'root' : undefined;
  return each([process.userName, root, process.uid === undefined ? undefined : String(process.uid)]);
}

function parentOf({ view, process }: ActorFacts): Process | undefined {
  return process.parentId === undefined ? undefined : view.process(process.parentId);
}

/** The images that ran in the same pid before this one, newest first. */
function earlierImages({ process, image }: ActorFacts): readonly ImageChange[] {
  return process.images.slice(0, Math.max(0, process.images.indexOf(image))).reverse();
}

/**
 * What may be called the parent: the image that was replaced in the same pid, which is what the capture's own events name, and the image
 * that the parent process ran then, which is what other agents log.
 */
function parentImages(facts: ActorFacts): readonly ImageChange[] {
  const parent = parentOf(facts);
  const startedAtUs = facts.process.startedAtUs;
  const image = parent === undefined ? undefined : startedAtUs === undefined ? parent.images.at(-1) : imageAt(parent, startedAtUs);
  return [...earlierImages(facts).slice(0, 1), ...(image === undefined ? [] : [image])];
}

function ancestorsOf({ view, process }: ActorFacts): ReturnType<DetectionCase['ancestors']> {
  return view.ancestors(process.id, ANCESTORS_READ);
}

function containerOf({ view, process }: ActorFacts): Container | undefined {
  return process.containerId === undefined ? undefined : view.container(process.containerId);
}

function lateBySeconds(facts: ActorFacts): readonly string[] | undefined {
  const containerStart = containerOf(facts)?.startedAtUs;
  const start = facts.image.startedAtUs;
  if (containerStart === undefined || start === undefined) return undefined;
  return one(Math.max(0, Math.floor((start - containerStart) / 1_000_000)));
}

function outbound({ view, process }: ActorFacts): readonly Connection[] {
  if (process.connectionCount === 0) return [];
  return view.connectionsOf(process.id).filter((connection) => connection.direction === 'outbound');
}

/** What a remote end is called: its address, with and without port, its names, its pod and its workload. */
export function remotesOf(connection: Connection): readonly (string | undefined)[] {
  const { remote, peer } = connection;
  return [
    ...(remote === undefined
      ? []
      : [remote.ip, ...(remote.port === 0 ? [] : [`${remote.ip.includes(':') ? `[${remote.ip}]` : remote.ip}:${remote.port}`])]),
    ...connection.remoteNames.map((name) => name.name),
    connection.remotePod,
    connection.remoteWorkload,
    peer?.containerName,
  ];
}

/** The kernel's short name of a program: the file's name, and as it is cut after 15 characters. */
export function commOf(image: ImageChange): readonly string[] | undefined {
  const name = image.binary === undefined ? undefined : baseName(image.binary);
  return each([name, name?.slice(0, COMM_LENGTH)]);
}
