import type { ProcessDescription } from '../../../model/record.js';
import { integerOf, type JsonObject, listOf, objectOf, textOf } from '../json-value.js';

/** What all processes of one report have in common. */
export type ReportedBy = Pick<ProcessDescription, 'node' | 'docker' | 'pod'> & { readonly instance: string };

/** A process as a report's tables tell it: pids are those of the container. */
interface ToldProcess {
  readonly pid: number;
  readonly parentPid: number | undefined;
  /** Seconds after boot, as printed: tells two users of one pid apart. */
  readonly start: string;
  readonly uid: number | undefined;
  readonly argv: readonly string[];
  readonly path: string | undefined;
  readonly cwd: string | undefined;
}

/**
 * The processes that ran in the container when it reported: `_OP_ALL_PS_INFO`, and the first one from the marks' `_PROCESS_…` keys.
 * The boot they count from is not told, so they have no start of their own.
 */
export function runningProcesses(report: JsonObject, marks: readonly JsonObject[], by: ReportedBy): readonly ProcessDescription[] {
  const told = new Map<number, ToldProcess>();
  for (const process of [...tableOf(report._OP_ALL_PS_INFO), ...marks.flatMap(ofMark)]) told.set(process.pid, process);
  return [...told.values()].map((process) => describe(process, told, by));
}

function tableOf(value: unknown): readonly ToldProcess[] {
  return Object.values(objectOf(value) ?? {}).flatMap((entry) => {
    const row = objectOf(entry) ?? {};
    return processOf({
      pid: row.pid,
      parent: row.ppid,
      start: row.runtime,
      uid: row.uid,
      argv: row.argv,
      path: row.path,
      cwd: row.cwd,
    });
  });
}

function ofMark(mark: JsonObject): readonly ToldProcess[] {
  return processOf({
    pid: mark._PROCESS_PID,
    parent: mark._PROCESS_PARENT_PID,
    start: mark._PROCESS_START_TIME,
    uid: mark._PROCESS_UID,
    argv: mark._PROCESS_ARGV,
    path: mark._PROCESS_EXE_PATH,
    cwd: mark._PROCESS_CWD,
  });
}

function processOf(told: Readonly<Record<'pid' | 'parent' | 'start' | 'uid' | 'argv' | 'path' | 'cwd', unknown>>): readonly ToldProcess[] {
  const pid = integerOf(told.pid);
  if (pid === undefined || pid <= 0) return [];
  const [uid] = unpacked(told.uid);
  return [
    {
      pid,
      parentPid: integerOf(told.parent),
      start: String(told.start ?? ''),
      uid: integerOf(uid),
      argv: unpacked(told.argv).map(String),
      path: textOf(told.path),
      cwd: textOf(told.cwd),
    },
  ];
}

/** Lists are text in reports of chalk before 1.0.0: `"[ 0, 0, 0, 0 ]"`. */
function unpacked(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return listOf(value);
  try {
    return listOf(JSON.parse(value));
  } catch {
    return [];
  }
}

function describe(process: ToldProcess, all: ReadonlyMap<number, ToldProcess>, by: ReportedBy): ProcessDescription {
  const { instance, ...place } = by;
  const parent = process.parentPid === undefined ? undefined : all.get(process.parentPid);
  const binary = process.path ?? process.argv[0];
  return {
    role: 'event',
    execId: execIdOf(process, by),
    pid: process.pid,
    containerPid: process.pid,
    ...place,
    ...(process.uid === undefined ? {} : { uid: process.uid }),
    ...(process.cwd === undefined ? {} : { cwd: process.cwd }),
    ...(binary === undefined ? {} : { binary }),
    ...(process.argv.length < 2 ? {} : { arguments: process.argv.slice(1).join(' ') }),
    flags: 'procFS',
    ...(parent === undefined || parent === process ? {} : { parentExecId: execIdOf(parent, by) }),
  };
}

function execIdOf({ pid, start }: ToldProcess, { instance }: ReportedBy): string {
  return `chalk:${instance}:${pid}:${start}`;
}
