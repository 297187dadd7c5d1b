/** What a clone or execve event prints of the process that it is about. Ids are the host's, but for `vtid` and `vpid`. */
export interface ImageArguments {
  /** Negative for a failed call; 0 in the process that was made or executed. */
  readonly result: number;
  /** As given: argv[0], which anybody may choose. */
  readonly exe: string;
  /** argv[1..], a `.` after each and for every byte that can't be printed. Empty where the source left it out. */
  readonly args: string;
  readonly tid?: number;
  readonly pid?: number;
  /** Thread of the parent. */
  readonly parentTid?: number;
  readonly parentName?: string;
  readonly cwd?: string;
  readonly virtualKb?: number;
  readonly residentKb?: number;
  readonly comm?: string;
  readonly cgroups?: string;
  /** What follows cgroups and environment: flags and ids, in an order that versions differ in. */
  readonly rest: string;
  /** True when the arguments hold text that looks like the fields after them, so that another reading is possible. */
  readonly isAmbiguous: boolean;
}

const HEAD = /^res=(-?\d{1,15})(?:\(.*?\))? exe=/;
/** A thread's name, which may hold anything. */
const NAME = '(?:\\(((?:(?! tid=)[^\\n]){0,16}?)\\))?';
/** The ids, which are the first fields after the arguments. */
const IDS = new RegExp(` tid=(\\d{1,15})${NAME} pid=(\\d{1,15})${NAME} ptid=(\\d{1,15})${NAME} (?=\\w+=|$)`, 'g');
const REST =
  /^(?:cwd=(.*?) fdlimit=.*? vm_size=(\d{1,15}) vm_rss=(\d{1,15}) vm_swap=\d{1,15} )?(?:comm=(.*?) (?=cgroups=|flags=|env=|$))?(?:cgroups=(\S*) )?/;

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
  const all = [...info.matchAll(IDS)];
  const ofThread = all.filter((match) => thread === undefined || Number(match[1]) === thread);
  const believed = ofThread.length > 0 ? ofThread : all;
  const ids = believed.find((match) => Number(match[5]) === parentOf(Number(match[3]))) ?? believed[0];
  const program = info.slice(head[0].length, ids?.index ?? info.length);
  const split = program.indexOf(' args=');
  const after = ids === undefined ? '' : info.slice(ids.index + ids[0].length);
  const rest = REST.exec(after);
  return {
    result: Number(head[1]),
    exe: split < 0 ? program.trimEnd() : program.slice(0, split),
    args: split < 0 ? '' : program.slice(split + ' args='.length),
    ...(ids === undefined ? {} : { tid: Number(ids[1]), pid: Number(ids[3]), parentTid: Number(ids[5]) }),
    ...told('parentName', ids?.[6]),
    ...told('cwd', rest?.[1]),
    ...(rest?.[2] === undefined ? {} : { virtualKb: Number(rest[2]), residentKb: Number(rest[3]) }),
    ...told('comm', rest?.[4]),
    ...told('cgroups', rest?.[5]),
    rest: afterEnvironment(after.slice(rest?.[0].length ?? 0)),
    isAmbiguous: believed.length > 1,
  };
}

/** The environment may hold anything; of what follows it, the terminal is always the first. */
function afterEnvironment(text: string): string {
  if (!text.startsWith('env=')) return text;
  const terminal = text.lastIndexOf(' tty=');
  return terminal < 0 ? '' : text.slice(terminal + 1);
}

/** A failed call prints its result, and in new versions what it was about. */
function failedCall(info: string): ImageArguments | undefined {
  const result = /^res=(-?\d{1,15})/.exec(info)?.[1];
  return result === undefined ? undefined : { result: Number(result), exe: '', args: '', rest: '', isAmbiguous: false };
}

function told<Key extends string>(key: Key, text: string | undefined): { readonly [K in Key]?: string } {
  const object: { [K in Key]?: string } = {};
  if (text !== undefined && text !== '') object[key] = text;
  return object;
}

/** A whole number among the fields after cgroups and environment. */
export function restNumber(rest: string, name: string): number | undefined {
  const match = new RegExp(`(?:^| )${name}=(-?\\d{1,15})`).exec(rest);
  return match === null ? undefined : Number(match[1]);
}
