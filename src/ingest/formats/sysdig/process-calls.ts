import type { EventRecord, ExitFact, ProcessDescription } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import { present } from '../json-value.js';
import { type Call, type Capture, FAILED, type ImageCall, PART, recordAt, type Told } from './call.js';
import { type ImageArguments, imageArguments, restNumber } from './image-arguments.js';
import { userOf } from './process-table.js';
import { absolutePath, commandArguments } from './program.js';
import { signalName } from './signals.js';
import type { ProgramKnown, TrackedProcess } from './tracked-process.js';
import { numberAt } from './values.js';

/** What puts processes into containers, by the names that the kernel cuts to 15 characters. It runs on the host, whatever is known of it. */
const RUNTIME = /(?:^|\/)(?:conmon|crun|runc(?::.*)?|containerd-shim.*|docker-containe.*|crio|kata-.*|nsenter)$/;
const AMBIGUOUS = 'its arguments hold text that looks like the fields after them: where they end was judged by thread and parent';

/**
 * `clone`, `fork`, `vfork` and `clone3` return twice: the child's own return, of 0, tells of it with the host's ids. A thread has its
 * process's pid; the flags of clone3 are garbage in 0.29.3, so nothing is read from them.
 */
export function cloned(call: ImageCall): Told {
  const { row, capture } = call;
  const args = argumentsOf(call);
  if (args === undefined || args.result < 0) return FAILED;
  const tid = args.tid ?? row.positive('thread.tid');
  const pid = args.pid ?? tid;
  if (pid === undefined || tid === undefined) return PART;
  if (args.result > 0) return clonedAnother(call, args, pid);
  if (pid === tid) return forked(call, args, pid);
  capture.processes.addThread(tid, pid);
  return PART;
}

/** The parent's return. What it says of the parent itself is worth knowing where that was running before. */
function clonedAnother(call: ImageCall, args: ImageArguments, pid: number): Told {
  const { row, at, capture } = call;
  const tid = row.positive('thread.tid');
  if (tid !== undefined) capture.processes.addThread(tid, pid);
  const process = capture.processes.ofRow(row, at);
  if (process === undefined) return PART;
  process.adopt(parentOf(call, args)?.description('parent'));
  capture.usage.sawMemory(process, at, args.virtualKb, args.residentKb);
  return PART;
}

function forked(call: ImageCall, args: ImageArguments, pid: number): Told {
  const { capture, at } = call;
  const parent = parentOf(call, args);
  const child = begun(call, 'fork', pid, parent?.description('parent'));
  if (parent !== undefined) child.learn(parent.program);
  child.learn(clonedProgram(call, args, parent));
  if (parent !== undefined) parent.descriptors.copyTo(child.descriptors);
  if (parent?.placement.docker !== undefined) child.place({ docker: parent.placement.docker, pod: parent.placement.pod });
  placeImage(child, call, args);
  capture.usage.sawMemory(child, at, args.virtualKb, args.residentKb);
  return { kind: 'record', record: imageRecord({ ...call, process: child }, args, 'event') };
}

function begun(
  { capture, at }: ImageCall,
  flags: 'fork' | 'execve clone',
  pid: number,
  parent: ProcessDescription | undefined,
): TrackedProcess {
  const execId = capture.processes.execId(pid, at, 'from');
  return capture.processes.begin(pid, { execId, flags, start: at, parent });
}

/** Where it runs from here on: a runtime's child enters its container between its fork and its exec. */
function placeImage(process: TrackedProcess, { row, capture }: ImageCall, args: ImageArguments): void {
  capture.processes.place(process, row, args.cgroups);
  if (process.placement.docker === undefined) return;
  const ofThread = row.positive('thread.tid') === process.pid ? row.positive('thread.vtid') : undefined;
  const containerPid = restNumber(args.rest, 'vpid') ?? row.positive('proc.vpid') ?? ofThread;
  const isInInitTree = descendsFromInit(process, containerPid, capture);
  process.place({ containerPid, isInInitTree });
}

/** A process whose parent is known to be elsewhere was put into the container from outside: `docker exec`, `nsenter`. */
function descendsFromInit(
  { placement, maker }: TrackedProcess,
  containerPid: number | undefined,
  { processes }: Capture,
): boolean | undefined {
  if (containerPid === 1) return true;
  if (placement.isInInitTree !== undefined || containerPid === undefined || maker === undefined) return placement.isInInitTree;
  const parent = processes.get(maker.pid);
  if (parent?.placement.docker === placement.docker) return parent?.placement.isInInitTree;
  const isElsewhere = parent !== undefined && (parent.origin.flags !== 'procFS' || RUNTIME.test(parent.program.binary ?? ''));
  return isElsewhere ? false : undefined;
}

/** A child begins as its parent's copy; where that was never seen the event's own words are what is known. */
function clonedProgram(call: ImageCall, args: ImageArguments, parent: TrackedProcess | undefined): Partial<ProgramKnown> {
  const uid = userId(restNumber(args.rest, 'uid'));
  const isKnown = parent?.program.binary !== undefined && parent.origin.flags !== 'procFS';
  if (isKnown) return { uid };
  const program = programOf(call, args, undefined);
  return { ...program, uid: uid ?? program.uid };
}

/** -1 stands for none. */
function userId(uid: number | undefined): number | undefined {
  return uid === undefined || uid < 0 ? undefined : uid;
}

/** `execve` and `execveat`: the process runs another program from here on. */
export function executed(call: ImageCall): Told {
  const { row, capture, at } = call;
  const args = argumentsOf(call);
  const pid = args?.pid ?? capture.processes.pidOf(row);
  if (args === undefined || pid === undefined) return FAILED;
  const seen = capture.processes.get(pid);
  const known = seen === undefined || seen.isEnded ? undefined : seen;
  if (args.result !== 0) return failedToExecute(call, args, pid, known);
  known?.adopt(parentOf(call, args)?.description('parent'));
  const process = known ?? begun(call, 'execve clone', pid, parentOf(call, args)?.description('parent'));
  const program = executedProgram(call, args, process.program);
  if (known === undefined) process.learn(program);
  else replaceImage(process, capture.processes.execId(pid, at, 'from'), at, program);
  placeImage(process, call, args);
  const closed = process.descriptors.execute();
  capture.usage.sawMemory(process, at, args.virtualKb, args.residentKb);
  const record = imageRecord({ ...call, process }, args, 'exec');
  return { kind: 'record', record, also: capture.connections.closed(call, closed) };
}

/** A process that was never seen and can't execute what it is asked to is a fork that a program in the search path will follow. */
function failedToExecute(call: ImageCall, args: ImageArguments, pid: number, known: TrackedProcess | undefined): Told {
  if (known === undefined && args.parentTid !== undefined) {
    const child = begun(call, 'fork', pid, parentOf(call, args)?.description('parent'));
    child.learn({ binary: args.comm });
    placeImage(child, call, args);
  }
  return FAILED;
}

/** The first exec after a fork has the fork's parent; a further one has the image that it replaces. */
function replaceImage(process: TrackedProcess, execId: string, start: Instant | undefined, program: ProgramKnown): void {
  if (process.origin.flags === 'fork') process.execute({ execId, flags: 'execve clone', start, parent: process.maker }, program);
  else process.execute({ execId, flags: 'execve', start, parent: process.description('parent') }, program);
}

function argumentsOf({ row, info, capture }: ImageCall): ImageArguments | undefined {
  return imageArguments(info, row.positive('thread.tid'), (pid) => {
    const parent = capture.processes.get(pid)?.maker;
    return parent?.pid;
  });
}

function parentOf({ row, capture, at }: ImageCall, args: ImageArguments): TrackedProcess | undefined {
  const { processes } = capture;
  const pid = args.parentTid === undefined ? row.positive('proc.ppid') : processes.processOfThread(args.parentTid);
  if (pid === undefined || pid === 0) return undefined;
  return processes.parent(pid, args.parentName ?? row.text('proc.pname'), at);
}

function programOf(call: ImageCall, args: ImageArguments, cwd: string | undefined): ProgramKnown {
  const { row } = call;
  const folder = args.cwd ?? row.text('proc.cwd') ?? cwd;
  const words = commandArguments(row) ?? call.capture.words.of(args.args);
  const { uid, userName } = userOf(row);
  return {
    uid,
    auid: undefined,
    userName,
    cwd: folder,
    binary: binaryOf(call, args, folder),
    arguments: words === '' ? undefined : words,
  };
}

/** The path that was executed: as the call was given it, else where sysdig found it, else what the program calls itself. */
function binaryOf({ type, row, enter, info }: ImageCall, args: ImageArguments, folder: string | undefined): string | undefined {
  const given = type.startsWith('exec') ? givenPath(enter, info) : undefined;
  if (given?.startsWith('/') === true) return given;
  const found = row.text('proc.exepath');
  if (found?.startsWith('/') === true) return found;
  const name = given ?? (args.exe === '' ? row.text('proc.name') : args.exe);
  return name === undefined ? undefined : name.includes('/') ? absolutePath(name, folder) : name;
}

/** *Source:* `execve > filename=`, `execveat > dirfd= pathname=given(resolved)`, and at the end of the exit in new versions. */
function givenPath(enter: string | undefined, info: string): string | undefined {
  const text = (enter ?? info).trimEnd();
  const match = /(?:^| )(?:filename|pathname)=(.*?)(?: flags=\S*)?$/.exec(
    enter === undefined ? text.slice(Math.max(0, text.lastIndexOf(' filename='))) : text,
  );
  const path = match?.[1];
  if (path === undefined || path === '' || path === '<NA>') return undefined;
  return path.endsWith(')') ? (/\((\/[^)]*)\)$/.exec(path)?.[1] ?? path) : path;
}

/** Old versions print no ids after an exec. */
function executedProgram(call: ImageCall, args: ImageArguments, before: ProgramKnown): ProgramKnown {
  const program = programOf(call, args, before.cwd);
  const loginuid = restNumber(args.rest, 'loginuid');
  return {
    ...program,
    uid: userId(restNumber(args.rest, 'uid')) ?? before.uid ?? program.uid,
    auid: loginuid === undefined ? undefined : loginuid >>> 0,
  };
}

function imageRecord(call: Call, args: ImageArguments, role: 'exec' | 'event'): EventRecord {
  const { process } = call;
  return recordAt(call, {
    process: process.description(role),
    ...present('parent', process.origin.parent),
    warnings: args.isAmbiguous ? [AMBIGUOUS] : [],
  });
}

/** `procexit`: of a first thread it is the process's end. */
export function exited(call: Call): Told {
  const { row, info, capture, process } = call;
  const tid = row.positive('thread.tid');
  if (tid !== undefined && tid !== process.pid) {
    capture.processes.endThread(tid);
    return PART;
  }
  if (process.isEnded) return PART;
  const record = recordAt(call, { exit: exitOf(info), ...present('parent', process.maker) });
  const also = [...capture.usage.ended(process), ...capture.connections.closed(call, process.descriptors.closeAll())];
  capture.processes.end(process);
  return { kind: 'record', record, also };
}

/** *Source:* wait(2): the exit code above, the signal in the lower seven bits. */
function exitOf(info: string): ExitFact {
  const status = info.startsWith('status=') ? (numberAt(info, 'status='.length) ?? 0) : 0;
  const signal = status & 0x7f;
  return signal === 0 ? { status: (status >> 8) & 0xff } : { status: 0, signal: signalName(signal) };
}

/** `chdir` and `fchdir`: paths that are given later are relative to it. */
export function movedTo({ info, process }: Call): Told {
  const match = /^res=(-?\d+)\S* path=(.*?) ?$/.exec(info);
  if (match === null || match[1] !== '0') return FAILED;
  const path = /\((\/.*)\)$/.exec(match[2] ?? '')?.[1] ?? match[2] ?? '';
  process.learn({ cwd: absolutePath(path, process.program.cwd) });
  return PART;
}

/** `setuid` and its like: the effective user from here on. */
export function changedUser({ info, enter, process }: Call): Told {
  if (!info.startsWith('res=0')) return FAILED;
  const asked = /(?:^| )euid=(-?\d{1,15})/.exec(enter ?? info) ?? /(?:^| )(?:uid|ruid)=(-?\d{1,15})/.exec(enter ?? info);
  const uid = Number(asked?.[1] ?? -1);
  if (uid >= 0) process.learn({ uid });
  return PART;
}

/** `container`: what the runtime said of one. */
export function describedContainer({ info, capture }: Pick<Call, 'info' | 'capture'>): Told {
  capture.containers.learnFromEvent(info);
  return PART;
}

/** What a process does to others, kept by the call's name: rules and Sigma ask for it. */
export function called(call: Call): Told {
  if (!/^res=0(?: |$)/.test(call.info)) return FAILED;
  return { kind: 'record', record: recordAt(call, { functionName: `sys_${call.type}` }) };
}
