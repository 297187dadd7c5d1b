import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../model/error.js';

/** Holds a case for one import: two at once would each add the same lines. */
export interface ImportLock {
  release(): void;
}

/** Takes the lock beside a case file. Throws a `UserError` when another process that still runs holds it; a dead one's is taken over. */
export function lockCase(path: string): ImportLock {
  const file = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!tryCreate(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && holder.pid !== process.pid && isRunning(holder)) {
      throw new UserError(
        `another workbench (pid ${holder.pid}) is importing into ${path}`,
        'Wait until it is done, or import into another case with --case FILE.',
      );
    }
    rmSync(file, { force: true });
    if (!tryCreate(file)) throw new UserError(`the lock ${file} can't be taken`, 'Remove it if no other workbench runs.');
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** A process by pid and start: a pid alone may be another's by now. */
interface Holder {
  readonly pid: number;
  /** As the system counts it; absent where it does not tell. */
  readonly start?: string;
}

function tryCreate(file: string): boolean {
  try {
    writeFileSync(file, [process.pid, runningStart(process.pid) ?? ''].join(' '), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): Holder | undefined {
  try {
    const [pid, start] = readFileSync(file, 'utf8').trim().split(' ');
    if (!Number.isInteger(Number(pid)) || Number(pid) <= 0) return undefined;
    return { pid: Number(pid), ...(start === undefined || start === '' ? {} : { start }) };
  } catch {
    return undefined;
  }
}

function isRunning({ pid, start }: Holder): boolean {
  if (start !== undefined) return runningStart(pid) === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * When a process that runs was started; `undefined` for one that is gone or waits to be reaped, and where the system does not tell.
 * *Source:* proc(5), /proc/pid/stat: state is field 3, starttime field 22; the name in field 2 may hold anything but ends in `)`.
 */
function runningStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
