import { closeSync, openSync, writeSync } from 'node:fs';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';

/** More files of one name than anybody means to write. */
const MOST_FILES = 1000;

/**
 * Writes a text to a file of the working folder that is not there yet: `report.md`, or `report-2.md` and so on where names are taken.
 * Gives back the name. Throws `UserError` when the folder can't be written to.
 */
export function writeNumbered(name: string, ending: string, text: string): string {
  for (let attempt = 1; attempt <= MOST_FILES; attempt++) {
    const path = `${name}${attempt === 1 ? '' : `-${attempt}`}.${ending}`;
    if (isWritten(path, text)) return path;
  }
  throw new UserError(`there are ${MOST_FILES} files ${printable(name)}-N.${ending} already`, 'Move some of them away.');
}

/** False when a file of that name is there: opening and asking are one step, so that none is ever overwritten. */
function isWritten(path: string, text: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new UserError(`${printable(path)} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
