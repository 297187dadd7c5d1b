import type { ProcessDescription, SocketEnd } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import { PidCycle } from './pid-cycle.js';
import type { Task } from './task.js';

/**
 * How a process came to be known. `named`: only as somebody's parent. `seen`: by a call of its own. `forked`: by the call that made it.
 * `executed`: its program was seen to start.
 */
type Acquaintance = 'named' | 'seen' | 'forked' | 'executed';

/** A socket that a process has open, as far as its calls told. */
export interface OpenSocket {
  readonly protocol?: string;
  readonly bound?: SocketEnd;
}

/** A process that runs, as far as the log tells. */
export interface KnownProcess {
  readonly pid: number;
  /** Its newest image; the same object until something changes. */
  description: ProcessDescription;
  by: Acquaintance;
  ppid?: number;
  session?: string;
  exe?: string;
  /** Where the kernel's count of pids stood when it was last told of. */
  since: { readonly cycle: number };
  readonly sockets: Map<number, OpenSocket>;
}

/** Where and when something was said of a process. */
export interface Occasion {
  readonly node: string;
  /** Time and serial number of the event. */
  readonly id: string;
  readonly time: Instant;
}

/** What is told of a process by the program it runs: for one that was not seen to start it, as far as its title says. */
export interface Program {
  readonly binary?: string;
  readonly arguments?: string;
  readonly cwd?: string;
  readonly isFileless?: boolean;
}

/** Processes that nothing tells the end of are forgotten beyond this many, those first that were silent longest. */
const MOST_PROCESSES = 65_536;
const NO_SESSION = '4294967295';

/**
 * The processes of one host. The log names pids, and their parents, but no start times: who a pid stands for is told by what was seen
 * of it before.
 */
export class ProcessTable {
  readonly #known = new Map<number, KnownProcess>();
  readonly #cycle = new PidCycle();

  /** The process that made a call, and its earlier self when that is told of anew. */
  actor(task: Task, occasion: Occasion, program: Program): KnownProcess {
    const known = this.#touched(task.pid);
    if (known !== undefined && isSame(known, task) && !(known.by === 'named' && this.#isReused(known))) {
      if (known.by === 'named') this.#becomeSeen(known, task, occasion, program);
      known.ppid = task.ppid;
      return known;
    }
    const fresh = this.#begin(task.pid, { role: 'event', execId: seenId(task.pid, occasion), node: occasion.node, pid: task.pid }, 'seen');
    this.#becomeSeen(fresh, task, occasion, program);
    return fresh;
  }

  /** The parent of whoever made a call; a process that is only named now when nothing was seen of it. `undefined` for the kernel. */
  parent(task: Task, occasion: Occasion): KnownProcess | undefined {
    if (task.ppid <= 0 || task.ppid === task.pid) return undefined;
    const known = this.#touched(task.ppid);
    if (known !== undefined) return known;
    const execId = seenId(task.ppid, occasion);
    return this.#begin(task.ppid, { role: 'parent', execId, node: occasion.node, pid: task.ppid, flags: 'procFS' }, 'named');
  }

  /** Takes in an exec. Returns what ran it, and what is now known better of the process before. */
  executed(task: Task, occasion: Occasion, program: Program): { readonly process: KnownProcess; readonly before?: ProcessDescription } {
    const execId = `auditd:${occasion.node}:${task.pid}:${occasion.id}`;
    const known = this.#touched(task.pid);
    if (known?.description.execId === execId) {
      known.description = { ...known.description, ...program };
      return { process: known };
    }
    const before = known !== undefined && this.#execs(known, task) ? this.#asExecuting(known, task, occasion) : undefined;
    const parent = this.parent(task, occasion);
    const isReplaced = before !== undefined && before.flags !== 'fork';
    const parentExecId = isReplaced ? before.execId : (before?.parentExecId ?? parent?.description.execId);
    const process = this.#begin(
      task.pid,
      {
        role: 'exec',
        execId,
        node: occasion.node,
        pid: task.pid,
        flags: isReplaced ? 'execve' : 'execve clone',
        start: occasion.time,
        ...owner(task),
        ...program,
        ...(parentExecId === undefined ? {} : { parentExecId }),
      },
      'executed',
      before === undefined ? undefined : known?.sockets,
    );
    Object.assign(process, identityOf(task));
    return { process, ...(before === undefined ? {} : { before }) };
  }

  /**
   * The process that a fork made; `undefined` when it is known already, since it ran before its parent's call returned. A result that is
   * not above the caller's own pid may be counted in the pid namespace of a container: then nothing is made of it, and the child is known
   * once it acts.
   */
  forked(caller: KnownProcess, child: number, occasion: Occasion): KnownProcess | undefined {
    if (child <= caller.pid || this.#known.get(child)?.ppid === caller.pid) return undefined;
    const { binary, arguments: words, cwd, uid, auid, userName, execId: parentExecId } = caller.description;
    const forked = this.#begin(
      child,
      {
        role: 'event',
        execId: `auditd:${occasion.node}:${child}:${occasion.id}`,
        node: occasion.node,
        pid: child,
        flags: 'fork',
        start: occasion.time,
        parentExecId,
        ...(binary === undefined ? {} : { binary }),
        ...(words === undefined ? {} : { arguments: words }),
        ...(cwd === undefined ? {} : { cwd }),
        ...(uid === undefined ? {} : { uid }),
        ...(auid === undefined ? {} : { auid }),
        ...(userName === undefined ? {} : { userName }),
      },
      'forked',
    );
    forked.ppid = caller.pid;
    if (caller.exe !== undefined) forked.exe = caller.exe;
    if (caller.session !== undefined) forked.session = caller.session;
    return forked;
  }

  /** The process that has this pid, if anything is known of it. */
  find(pid: number): KnownProcess | undefined {
    return this.#known.get(pid);
  }

  /** Forgets a process that ended. */
  ended(pid: number): void {
    this.#known.delete(pid);
  }

  /** What is known of a socket: by its own process, or by the parent that left it to it. */
  socket(process: KnownProcess, descriptor: number): OpenSocket | undefined {
    return process.sockets.get(descriptor) ?? this.#known.get(process.ppid ?? 0)?.sockets.get(descriptor);
  }

  #touched(pid: number): KnownProcess | undefined {
    const known = this.#known.get(pid);
    if (known === undefined) return undefined;
    this.#known.delete(pid);
    this.#known.set(pid, known);
    return known;
  }

  #begin(pid: number, description: ProcessDescription, by: Acquaintance, sockets = new Map<number, OpenSocket>()): KnownProcess {
    if (by === 'executed' || by === 'forked') this.#cycle.began(pid);
    const process: KnownProcess = { pid, description, by, since: this.#cycle.now, sockets };
    this.#known.delete(pid);
    this.#known.set(pid, process);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_PROCESSES) break;
      this.#known.delete(oldest);
    }
    return process;
  }

  #becomeSeen(process: KnownProcess, task: Task, occasion: Occasion, program: Program): void {
    const parent = this.parent(task, occasion);
    const isForked = this.#cycle.isNew(task.pid) || (parent?.exe !== undefined && parent.exe === task.exe);
    const parentExecId = parent?.description.execId;
    process.by = 'seen';
    process.description = {
      ...process.description,
      role: 'event',
      // Of a fork of something the log tells when it acted first, not when it began.
      flags: isForked ? 'fork' : 'procFS',
      ...owner(task),
      ...program,
      ...(parentExecId === undefined ? {} : { parentExecId }),
    };
    Object.assign(process, identityOf(task));
  }

  /** True when it is this process that the exec gives another program. */
  #execs(known: KnownProcess, task: Task): boolean {
    if (this.#isReused(known)) return false;
    return known.by === 'named' || (known.ppid === task.ppid && isSameSession(known, task));
  }

  /** A process that was only named as a parent was forked, as this exec of its shows, and tells now who forked it. */
  #asExecuting(known: KnownProcess, task: Task, occasion: Occasion): ProcessDescription {
    if (known.by !== 'named') return known.description;
    const parent = this.parent(task, occasion);
    return {
      ...known.description,
      role: 'event',
      flags: 'fork',
      ...(parent === undefined ? {} : { parentExecId: parent.description.execId }),
    };
  }

  #isReused(known: KnownProcess): boolean {
    return this.#cycle.hasPassed(known.pid, known.since);
  }
}

/** Another program without an exec, or another login, is another process. */
function isSame(known: KnownProcess, task: Task): boolean {
  if (known.exe !== undefined && task.exe !== undefined && known.exe !== task.exe) return false;
  return isSameSession(known, task);
}

function isSameSession(known: KnownProcess, task: Task): boolean {
  return known.session === undefined || known.session === NO_SESSION || known.session === task.session;
}

function identityOf(task: Task): Pick<KnownProcess, 'ppid' | 'session' | 'exe'> {
  return { ppid: task.ppid, session: task.session, ...(task.exe === undefined ? {} : { exe: task.exe }) };
}

function owner({ uid, auid, userName }: Task): Pick<ProcessDescription, 'uid' | 'auid' | 'userName'> {
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(auid === undefined ? {} : { auid }),
    ...(userName === undefined ? {} : { userName }),
  };
}

/** The start of a process that was not seen to begin is not known: its id is that of the event that first named it. */
function seenId(pid: number, { node, id }: Occasion): string {
  return `auditd:${node}:${pid}:seen:${id}`;
}
