import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Input } from '../../ingest/source-file.js';
import { NothingReadableError, UserError } from '../../model/error.js';

const STANDARD_INPUT = '-';
const HAS_WILDCARD = /[*?[\]{}]/;

/**
 * The files that the words of a command line name: files as they are, folders with everything in them, patterns, and `-` for standard
 * input, which `keepStandardInput` puts into a file so that its events can be read again. Rotated siblings come in order of their
 * names, which carry their times. Rejects with a `UserError` for a word that names nothing.
 */
export async function expandInputs(words: readonly string[], keepStandardInput: () => Promise<Input>): Promise<readonly Input[]> {
  const inputs = new Map<string, Input>();
  for (const word of words) {
    const found = word === STANDARD_INPUT ? [await keepStandardInput()] : await filesOf(word);
    for (const input of found) inputs.set(input.file, input);
  }
  return [...inputs.values()];
}

async function filesOf(word: string): Promise<readonly Input[]> {
  const stats = await stat(word).catch(() => undefined);
  if (stats?.isDirectory() === true) return folderFiles(word);
  if (stats !== undefined) return [{ path: word, file: word }];
  const matches = HAS_WILDCARD.test(word) ? await matching(word) : [];
  if (matches.length === 0) throw new UserError(`there is no file ${word}`, 'Name event files, a folder of them, or - for standard input.');
  return matches.sort().map((path) => ({ path, file: path }));
}

async function matching(pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  return glob(pattern, { onlyFiles: true, dot: false });
}

async function folderFiles(folder: string): Promise<readonly Input[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new NothingReadableError(
      `the folder ${folder} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      'Check its permissions, or name files in it.',
    );
  });
  const paths = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => join(entry.parentPath, entry.name));
  if (paths.length === 0) throw new NothingReadableError(`the folder ${folder} holds no files`, 'Name a folder with event files in it.');
  return paths.sort().map((path) => ({ path, file: path }));
}
