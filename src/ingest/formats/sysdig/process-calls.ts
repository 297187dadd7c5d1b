import type { EventRecord, ExitFact } from '../../../model/record.js';
import { present } from '../tetragon/process.js';
import { argumentWords } from './argument-words.js';
import { type Call, FAILED, PART, recordAt, type Told } from './call.js';
import { type ImageArguments, imageArguments, restNumber } from './image-arguments.js';
import { userOf } from './process-table.js';
import { absolutePath, commandArguments } from './program.js';
import { FIELD } from './row.js';
import { signalName } from './signals.js';
import type { ProgramKnown, TrackedProcess } from './tracked-process.js';
import { numberAt } from './values.js';

const AMBIGUOUS = 'its arguments hold text that looks like the fields after them: where they end was judged by thread and parent';

/** `clone`, `fork`, `vfork` and `clone3` return twice: the child's own return, of 0, tells of it with the host's ids. */
export function cloned(call: Call): Told {
  const { row, info, capture, at } = call;
  const args = argumentsOf(call);
  if (args === undefined || args.result < 0) return FAILED;
  capture.usage.sawMemory(call.process, at, args.virtualKb, args.residentKb);
  if (args.result > 0) return PART;
  const tid = args.tid ?? row.positive(FIELD['thread.tid']);
  const pid = args.pid ?? tid;
  if (pid === undefined || tid === undefined) return PART;
  if (info.includes('CLONE_THREAD') || pid !== tid) {
    capture.processes.addThread(tid, pid);
    return PART;
  }
  return forked(call, args, pid);
}

function forked(call: Call, args: ImageArguments, pid: number): Told {
  const { row, capture, at } = call;
  const { processes } = capture;
  const parent = parentOf(call, args);
  const child = processes.begin(pid, {
    execId: processes.execId(pid, at, 'from'),
    flags: 'fork',
    ...present('start', at),
    ...present('parent', parent?.description('parent')),
  });
  child.learn({ ...parent?.program, ...clonedProgram(call, args, parent) });
  if (parent !== undefined) parent.descriptors.copyTo(child.descriptors);
  if (parent?.placement.docker !== undefined) child.place({ docker: parent.placement.docker, ...present('pod', parent.placement.pod) });
  processes.place(child, row, args.cgroups);
  const vpid = restNumber(args.rest, 'vpid') ?? row.positive(FIELD['proc.vpid']);
  if (vpid !== undefined && child.placement.docker !== undefined) child.place({ containerPid: vpid });
  return { kind: 'record', record: imageRecord({ ...call, process: child }, args, 'event') };
}

/** A child begins as its parent's copy; where that was never seen the event's own words are what is known. */
function clonedProgram(call: Call, args: ImageArguments, parent: TrackedProcess | undefined): ProgramKnown {
  const uid = restNumber(args.rest, 'uid');
  const isKnown = parent?.program.binary !== undefined && parent.origin.flags !== 'procFS';
  return {
    ...(isKnown ? {} : programOf(call, args, undefined)),
    ...(uid === undefined || uid < 0 ? {} : { uid }),
  };
}

/** `execve` and `execveat`: the process runs another program from here on. */
export function executed(call: Call): Told {
  const { row, capture, at } = call;
  const args = argumentsOf(call);
  if (args === undefined || args.result !== 0) return FAILED;
  const { processes } = capture;
  const pid = args.pid ?? call.process.pid;
  const seen = processes.get(pid);
  const isNew = seen === undefined || seen.isEnded || (seen.origin.flags === 'procFS' && isSameEvent(seen, call));
  const parent = isNew ? parentOf(call, args)?.description('parent') : undefined;
  const origin = { execId: processes.execId(pid, at, 'from'), ...present('start', at) };
  const process = isNew ? processes.begin(pid, { ...origin, flags: 'execve clone', ...present('parent', parent) }) : seen;
  const program = { ...programOf(call, args, process.program.cwd), ...userAfter(call, args) };
  if (isNew) process.learn(program);
  else replaceImage(process, origin, program);
  processes.place(process, row, args.cgroups);
  const vpid = row.positive(FIELD['proc.vpid']);
  if (vpid !== undefined && process.placement.docker !== undefined) process.place({ containerPid: vpid });
  const closed = process.descriptors.execute();
  capture.usage.sawMemory(process, at, args.virtualKb, args.residentKb);
  const own = { ...call, process };
  return { kind: 'record', record: imageRecord(own, args, 'exec'), also: capture.connections.closed(own, closed) };
}

/** The first exec after a fork has the fork's parent; a further one has the image that it replaces. */
function replaceImage(process: TrackedProcess, origin: { readonly execId: string }, program: ProgramKnown): void {
  if (process.origin.flags === 'fork') process.execute({ ...origin, flags: 'execve clone', ...present('parent', process.maker) }, program);
  else process.execute({ ...origin, flags: 'execve', parent: process.description('parent') }, program);
}

/** True for a process that was made up for this very event: its fork was not seen. */
function isSameEvent(process: TrackedProcess, { capture, at }: Call): boolean {
  return process.origin.execId === capture.processes.execId(process.pid, at, 'seen');
}

function argumentsOf({ row, info, capture }: Call): ImageArguments | undefined {
  return imageArguments(info, row.positive(FIELD['thread.tid']), (pid) => {
    const parent = capture.processes.get(pid)?.maker;
    return parent?.pid;
  });
}

function parentOf({ row, capture, at }: Call, args: ImageArguments): TrackedProcess | undefined {
  const { processes } = capture;
  const pid = args.parentTid === undefined ? row.positive(FIELD['proc.ppid']) : processes.processOfThread(args.parentTid);
  if (pid === undefined || pid === 0) return undefined;
  return processes.parent(pid, args.parentName ?? row.text(FIELD['proc.pname']), at);
}

function programOf(call: Call, args: ImageArguments, cwd: string | undefined): ProgramKnown {
  const { row } = call;
  const folder = args.cwd ?? row.text(FIELD['proc.cwd']) ?? cwd;
  const binary = binaryOf(call, args, folder);
  const words = commandArguments(row) ?? argumentWords(args.args);
  return {
    ...present('binary', binary),
    ...(words === '' ? {} : { arguments: words }),
    ...present('cwd', folder),
    ...userOf(row),
  };
}

/** The path that was executed: as the call was given it, else where sysdig found it, else what the program calls itself. */
function binaryOf({ type, row, enter, info }: Call, args: ImageArguments, folder: string | undefined): string | undefined {
  const given = type.startsWith('exec') ? givenPath(enter, info) : undefined;
  if (given?.startsWith('/') === true) return given;
  const found = row.text(FIELD['proc.exepath']);
  if (found?.startsWith('/') === true) return found;
  const name = given ?? (args.exe === '' ? row.text(FIELD['proc.name']) : args.exe);
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
  return /\((\/[^)]*)\)$/.exec(path)?.[1] ?? path;
}

/** Ids after an exec; old versions print none. */
function userAfter({ process }: Call, args: ImageArguments): ProgramKnown {
  const uid = restNumber(args.rest, 'uid');
  const loginuid = restNumber(args.rest, 'loginuid');
  return {
    ...(uid === undefined || uid < 0 ? present('uid', process.program.uid) : { uid }),
    ...(loginuid === undefined ? {} : { auid: loginuid >>> 0 }),
  };
}

function imageRecord(call: Call, args: ImageArguments, role: 'exec' | 'event'): EventRecord {
  const { process } = call;
  return recordAt(call, {
    process: process.description(role),
    ...present('parent', process.maker),
    warnings: args.isAmbiguous ? [AMBIGUOUS] : [],
  });
}

/** `procexit`: of a first thread it is the process's end. */
export function exited(call: Call): Told {
  const { row, info, capture, process } = call;
  const tid = row.positive(FIELD['thread.tid']);
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
  const asked = /(?:^| )euid=(-?\d+)/.exec(enter ?? info) ?? /(?:^| )(?:uid|ruid)=(-?\d+)/.exec(enter ?? info);
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
