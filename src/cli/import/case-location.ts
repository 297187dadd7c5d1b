import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isCaseFile } from '../../store/open.js';
import { imageFile } from '../../store/table-image.js';
import { CASE_ENDING, defaultCaseDirectory } from './case-path.js';

/** A case file in the user's data directory. */
export interface KnownCase {
  readonly path: string;
  /** The file, its journal included. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
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

/** The case file and what is kept beside it, journal, index and rows that are being copied, whether they exist or not. */
export function caseFiles(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`, imageFile(path)];
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
