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
    if (holder !== undefined && holder !== process.pid && isRunning(holder)) {
      throw new UserError(
        `another workbench (pid ${holder}) is importing into ${path}`,
        'Wait until it is done, or import into another case with --case FILE.',
      );
    }
    rmSync(file, { force: true });
    if (!tryCreate(file)) throw new UserError(`the lock ${file} can't be taken`, 'Remove it if no other workbench runs.');
  }
  return { release: () => rmSync(file, { force: true }) };
}

function tryCreate(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
