import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { UserError } from '../../model/error.js';
import type { FormatName } from '../../model/source.js';
import { isCaseFile } from '../../store/open.js';

/** A case file in the user's data directory. */
export interface KnownCase {
  readonly path: string;
  /** The file, its journal included. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

const CASE_ENDING = '.case';
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
  const hash = createHash('sha256')
    .update([...paths, ...(format === undefined ? [] : [`as ${format}`])].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return join(defaultCaseDirectory(), `${name}-${hash}${CASE_ENDING}`);
}

/** The cases of the data directory, newest first. None when there is no such folder. */
export function listCases(): readonly KnownCase[] {
  const directory = defaultCaseDirectory();
  return entriesOf(directory)
    .filter((name) => name.endsWith(CASE_ENDING))
    .map((name) => join(directory, name))
    .filter(isCaseFile)
    .map((path) => ({ path, sizeBytes: sizeWithJournal(path), modifiedMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.modifiedMs - a.modifiedMs || (a.path < b.path ? -1 : 1));
}

/** The case file and what SQLite keeps beside it, journal and index, whether they exist or not. */
export function caseFiles(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`];
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function sizeWithJournal(path: string): number {
  return caseFiles(path).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
