import { numberAt } from './values.js';

/** What a clone or execve event prints of the process that it is about. Ids are the host's, but for `vtid` and `vpid`. */
export interface ImageArguments {
  /** Negative for a failed call; 0 in the process that was made or executed. */
  readonly result: number;
  /** As given: argv[0], which anybody may choose. */
  readonly exe: string;
  /** argv[1..], a `.` after each and for every byte that can't be printed. Empty where the source left it out. */
  readonly args: string;
  readonly tid: number | undefined;
  readonly pid: number | undefined;
  /** Thread of the parent. */
  readonly parentTid: number | undefined;
  readonly parentName: string | undefined;
  readonly cwd: string | undefined;
  readonly virtualKb: number | undefined;
  readonly residentKb: number | undefined;
  readonly comm: string | undefined;
  readonly cgroups: string | undefined;
  /** What follows cgroups and environment: flags and ids, in an order that versions differ in. */
  readonly rest: string;
  /** True when the arguments hold text that looks like the fields after them, so that another reading is possible. */
  readonly isAmbiguous: boolean;
}

const HEAD = /^res=(-?\d{1,15})(?:\(.*?\))? exe=/;
/** A thread's name, which may hold anything. */
const NAME = '(?:\\(((?:(?! tid=)[^\\n]){0,16}?)\\))?';
const IDS_BEGIN = ' tid=';
/** The ids, which are the first fields after the arguments. */
const IDS = new RegExp(` tid=(\\d{1,15})${NAME} pid=(\\d{1,15})${NAME} ptid=(\\d{1,15})${NAME} (?=\\w+=|$)`, 'y');
/** What follows them where nothing has spaces in it, up to the control groups. */
const USUAL_REST =
  /cwd=(\S*) fdlimit=\d+ pgft_maj=\d+ pgft_min=\d+ vm_size=(\d{1,15}) vm_rss=(\d{1,15}) vm_swap=\d{1,15} comm=(\S*) (?:(cgroups=)|(?=flags=|env=))/y;
const WHITESPACE = /\s/g;
const REST =
  /(?:cwd=(.*?) fdlimit=.*? vm_size=(\d{1,15}) vm_rss=(\d{1,15}) vm_swap=\d{1,15} )?(?:comm=(.*?) (?=cgroups=|flags=|env=|$))?(?:cgroups=(\S*) )?/y;
const MOST_DIGITS = 15;

/**
 * The fields of a clone's or execve's display string. Arguments may hold text that looks like the fields after them: of several readings
 * that of the event's own thread and known parent is taken.
 * *Source:* falcosecurity/libs driver/event_table.c, PPME_SYSCALL_CLONE_20_X and PPME_SYSCALL_EXECVE_*_X.
 */
export function imageArguments(
  info: string,
  thread: number | undefined,
  parentOf: (pid: number) => number | undefined,
): ImageArguments | undefined {
  const head = HEAD.exec(info);
  if (head === null) return failedCall(info);
  const all = idsIn(info);
  const ofThread = all.length < 2 || thread === undefined ? all : all.filter((match) => Number(match[1]) === thread);
  const believed = ofThread.length > 0 ? ofThread : all;
  const ids =
    believed.length < 2 ? believed[0] : (believed.find((match) => Number(match[5]) === parentOf(Number(match[3]))) ?? believed[0]);
  const program = info.slice(head[0].length, ids?.index ?? info.length);
  const split = program.indexOf(' args=');
  const restAt = ids === undefined ? info.length : ids.index + ids[0].length;
  const rest = usualRest(info, restAt) ?? anyRest(info, restAt);
  return {
    result: Number(head[1]),
    exe: split < 0 ? program.trimEnd() : program.slice(0, split),
    args: split < 0 ? '' : program.slice(split + ' args='.length),
    tid: numberOf(ids?.[1]),
    pid: numberOf(ids?.[3]),
    parentTid: numberOf(ids?.[5]),
    parentName: told(ids?.[6]),
    cwd: told(rest.cwd),
    virtualKb: numberOf(rest.virtualKb),
    residentKb: numberOf(rest.residentKb),
    comm: told(rest.comm),
    cgroups: told(rest.cgroups),
    rest: afterEnvironment(info.slice(rest.end)),
    isAmbiguous: believed.length > 1,
  };
}

/** What stands between the ids and the environment, and where it ends. */
interface Rest {
  readonly cwd: string | undefined;
  readonly virtualKb: string | undefined;
  readonly residentKb: string | undefined;
  readonly comm: string | undefined;
  readonly cgroups: string | undefined;
  readonly end: number;
}

/** Control groups are most of what an exec prints: they are gone through once, and never back. */
function usualRest(info: string, at: number): Rest | undefined {
  const match = matchAt(USUAL_REST, info, at);
  if (match === null) return undefined;
  const [all, cwd, virtualKb, residentKb, comm, hasCgroups] = match;
  const start = at + all.length;
  if (hasCgroups === undefined) return { cwd, virtualKb, residentKb, comm, cgroups: undefined, end: start };
  WHITESPACE.lastIndex = start;
  const end = WHITESPACE.test(info) ? WHITESPACE.lastIndex - 1 : info.length;
  return info.charAt(end) === ' ' ? { cwd, virtualKb, residentKb, comm, cgroups: info.slice(start, end), end: end + 1 } : undefined;
}

function anyRest(info: string, at: number): Rest {
  const [all = '', cwd, virtualKb, residentKb, comm, cgroups] = matchAt(REST, info, at) ?? [];
  return { cwd, virtualKb, residentKb, comm, cgroups, end: at + all.length };
}

function idsIn(info: string): readonly RegExpExecArray[] {
  const all: RegExpExecArray[] = [];
  for (let at = info.indexOf(IDS_BEGIN); at >= 0; at = info.indexOf(IDS_BEGIN, at)) {
    const match = matchAt(IDS, info, at);
    if (match !== null) all.push(match);
    at += match?.[0].length ?? 1;
  }
  return all;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** The environment may hold anything; of what follows it, the terminal is always the first. */
function afterEnvironment(text: string): string {
  if (!text.startsWith('env=')) return text;
  const terminal = text.lastIndexOf(' tty=');
  return terminal < 0 ? '' : text.slice(terminal + 1);
}

const NOTHING_TOLD: ImageArguments = {
  result: 0,
  exe: '',
  args: '',
  tid: undefined,
  pid: undefined,
  parentTid: undefined,
  parentName: undefined,
  cwd: undefined,
  virtualKb: undefined,
  residentKb: undefined,
  comm: undefined,
  cgroups: undefined,
  rest: '',
  isAmbiguous: false,
};

/** A failed call prints its result, and in new versions what it was about. */
function failedCall(info: string): ImageArguments | undefined {
  const result = /^res=(-?\d{1,15})/.exec(info)?.[1];
  return result === undefined ? undefined : { ...NOTHING_TOLD, result: Number(result) };
}

function told(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/** A whole number among the fields after cgroups and environment. */
export function restNumber(rest: string, name: 'uid' | 'loginuid' | 'vpid'): number | undefined {
  const begin = `${name}=`;
  for (let at = rest.indexOf(begin); at >= 0; at = rest.indexOf(begin, at + 1)) {
    const number = at === 0 || rest.charAt(at - 1) === ' ' ? numberAt(rest, at + begin.length, MOST_DIGITS) : undefined;
    if (number !== undefined) return number;
  }
  return undefined;
}
