import { readFileSync } from 'node:fs';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';

/** The text of a file that an option names. Throws `UserError` when it can't be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${printable(path)} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A mistake in a file that a person wrote, with its place. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** The error that names every mistake of a file, each in a line with its place. */
export function fileError(problems: readonly [FileProblem, ...FileProblem[]]): UserError {
  const [first, ...rest] = problems.map(({ file, line, column, reason }) => `${file}:${line}:${column}: ${reason}`);
  return new UserError(first ?? '', rest.length === 0 ? undefined : rest.join('\n'));
}
