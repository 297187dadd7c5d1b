import type { Instant } from '../../../model/time.js';
import type { Containers } from './containers.js';
import { Descriptors } from './descriptors.js';
import { commandArguments } from './program.js';
import type { Row } from './row.js';
import { type ImageOrigin, type ProgramKnown, TrackedProcess } from './tracked-process.js';

/** Ended processes that are still known: other events of theirs may come late, and children name them as their parent. */
const ENDED_KEPT = 1_024;

/** Every process that lives, and a few that have just ended. Pids are the host's. */
export class ProcessTable {
  readonly #node: string;
  readonly #containers: Containers;
  readonly #byPid = new Map<number, TrackedProcess>();
  /** Process of each thread that is not its first. */
  readonly #threads = new Map<number, number>();
  readonly #ended: TrackedProcess[] = [];

  constructor(node: string, containers: Containers) {
    this.#node = node;
    this.#containers = containers;
  }

  /** The process that an event is of; `undefined` for the idle task and events without a thread. */
  ofRow(row: Row, at: Instant | undefined): TrackedProcess | undefined {
    const pid = this.pidOf(row);
    if (pid === undefined) return undefined;
    const process = this.#byPid.get(pid) ?? this.#alreadyRunning(pid, row, at);
    this.#place(process, row);
    return process;
  }

  /**
   * Pid of an event's process: that of its thread if the thread's clone was seen, else as told. sysdig's own `proc.pid` is a thread's id
   * where it misread the flags of the clone (0.29.3 on kernel 6.1, clone3).
   */
  pidOf(row: Row): number | undefined {
    const tid = row.positive('thread.tid');
    const ofThread = tid === undefined ? undefined : this.#threads.get(tid);
    if (ofThread !== undefined) return ofThread;
    const pid = row.positive('proc.pid') ?? tid;
    if (pid !== undefined && tid !== undefined && tid !== pid) this.#threads.set(tid, pid);
    return pid;
  }

  /** Pid of a thread's process; the thread's own id where nothing else is known. */
  processOfThread(tid: number): number {
    return this.#threads.get(tid) ?? tid;
  }

  get(pid: number): TrackedProcess | undefined {
    return this.#byPid.get(pid);
  }

  addThread(tid: number, pid: number): void {
    if (tid === pid) this.#threads.delete(tid);
    else this.#threads.set(tid, pid);
  }

  endThread(tid: number): void {
    this.#threads.delete(tid);
  }

  /** A process that begins with this event. */
  begin(pid: number, origin: ImageOrigin): TrackedProcess {
    const process = new TrackedProcess(pid, this.#node, origin, new Descriptors());
    this.#byPid.set(pid, process);
    this.#threads.delete(pid);
    return process;
  }

  /** The process with this pid, which need not have had an event of its own: a child names it. */
  parent(pid: number, name: string | undefined, at: Instant | undefined): TrackedProcess {
    const known = this.#byPid.get(pid);
    if (known !== undefined) return known;
    const process = this.begin(pid, { execId: this.execId(pid, at, 'seen'), flags: 'procFS', start: undefined, parent: undefined });
    if (name !== undefined) process.learn({ binary: name });
    return process;
  }

  /** Marks it as ended, and forgets one that ended long before. */
  end(process: TrackedProcess): void {
    if (process.isEnded) return;
    process.isEnded = true;
    this.#ended.push(process);
    const forgotten = this.#ended.length > ENDED_KEPT ? this.#ended.shift() : undefined;
    if (forgotten !== undefined && this.#byPid.get(forgotten.pid) === forgotten) this.#byPid.delete(forgotten.pid);
  }

  /** An id for an image that began, or was first seen, at this time. */
  execId(pid: number, at: Instant | undefined, how: 'from' | 'seen'): string {
    const time = at === undefined ? '' : `${at.us}${String(at.ns).padStart(3, '0')}`;
    return `sysdig:${this.#node}:${pid}:${how === 'seen' ? '~' : ''}${time}`;
  }

  /** Takes in which container a row says its process is in. */
  place(process: TrackedProcess, row: Row, cgroups?: string): void {
    const docker = this.#containers.idOf(row, cgroups);
    if (docker === undefined) return;
    this.#containers.learn(docker, row);
    const pod = this.#containers.metadata(docker);
    if (process.placement.docker !== docker || process.placement.pod !== pod) process.place({ docker, pod });
  }

  /** As `place`, for every event: most say what is known. */
  #place(process: TrackedProcess, row: Row): void {
    const told = row.raw('container.id');
    const { docker, pod } = process.placement;
    if (told === undefined || told === 'host') return;
    if (docker?.startsWith(told) === true && pod?.container?.name !== undefined) return;
    this.place(process, row);
  }

  #alreadyRunning(pid: number, row: Row, at: Instant | undefined): TrackedProcess {
    const parentPid = row.positive('proc.ppid');
    const parent = parentPid === undefined ? undefined : this.parent(parentPid, row.text('proc.pname'), at).description('parent');
    const process = this.begin(pid, { execId: this.execId(pid, at, 'seen'), flags: 'procFS', start: undefined, parent });
    process.learn(runningProgram(row));
    return process;
  }
}

/** The program of a process that ran before the capture, as far as a row of its tells. */
function runningProgram(row: Row): ProgramKnown {
  const { uid, userName } = userOf(row);
  return {
    uid,
    auid: undefined,
    userName,
    cwd: row.text('proc.cwd'),
    binary: row.text('proc.exepath') ?? row.text('proc.exe') ?? row.text('proc.name'),
    arguments: commandArguments(row),
  };
}

/** The user that a row names; 4294967295 stands for one that is not known. */
export function userOf(row: Row): Pick<ProgramKnown, 'uid' | 'userName'> {
  const uid = row.integer('user.uid');
  return uid === undefined || uid < 0 || uid === 4_294_967_295 ? NO_USER : { uid, userName: row.text('user.name') };
}

const NO_USER = { uid: undefined, userName: undefined };
