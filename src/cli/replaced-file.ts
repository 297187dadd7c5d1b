import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';

/** Replaces a file's text in one step. Throws `UserError` when the folder can't be written to. */
export function replaceFile(path: string, text: string): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new UserError(`${printable(path)} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
