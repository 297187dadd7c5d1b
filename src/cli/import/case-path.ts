import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { UserError } from '../../model/error.js';
import type { FormatName } from '../../model/source.js';

/** What the name of a case file in the data directory ends in. */
export const CASE_ENDING = '.case';
const SAFE_NAME = /[^A-Za-z0-9._-]+/g;
const LONGEST_NAME = 60;

/** The folder that cases are kept in: `workbench/cases` of the user's data directory (XDG_DATA_HOME). Throws when there is no home. */
export function defaultCaseDirectory(): string {
  const given = process.env.XDG_DATA_HOME;
  if (given !== undefined && given !== '') return join(given, 'workbench', 'cases');
  if (homeDirectory() === undefined)
    throw new UserError('there is no home directory to keep the case in', 'Set HOME or XDG_DATA_HOME, or say where with --case FILE.');
  return join(envPaths('workbench', { suffix: '' }).data, 'cases');
}

function homeDirectory(): string | undefined {
  try {
    const home = homedir();
    return home === '' ? undefined : home;
  } catch {
    return undefined;
  }
}

/** Where the case of these files is kept unless told otherwise: the same files, read as the same, always have the same case. */
export function caseFor(files: readonly string[], format?: FormatName): string {
  const paths = files.map((file) => resolve(file)).sort();
  const [first = 'case'] = paths;
  const name = basename(first).replace(SAFE_NAME, '_').slice(0, LONGEST_NAME);
  // Loaded where a case is to be named alone: who opens one would wait for it.
  const { createHash }: typeof import('node:crypto') = createRequire(import.meta.url)('node:crypto');
  const hash = createHash('sha256')
    .update([...paths, ...(format === undefined ? [] : [`as ${format}`])].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return join(defaultCaseDirectory(), `${name}-${hash}${CASE_ENDING}`);
}
