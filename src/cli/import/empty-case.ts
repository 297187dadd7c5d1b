import { existsSync, rmSync } from 'node:fs';
import type { Input } from '../../ingest/source-file.js';
import type { CaseFile } from '../../store/open.js';
import { caseFiles } from './case-location.js';
import { isKeptInput } from './kept-input.js';

/** A case that an import makes or goes on with. */
export interface CaseToBe {
  readonly path: string;
  readonly inputs: readonly Input[];
  /** False for a case that was there before. */
  readonly isNew: boolean;
}

/** The case of an import as it is before that begins. */
export function caseToBe(path: string, inputs: readonly Input[]): CaseToBe {
  return { path, inputs, isNew: !existsSync(path) };
}

/**
 * Closes a case. One that was made for inputs of which nothing could be read is removed, with what was kept of standard input for it: it
 * would only be taken for a result.
 */
export function closeOrRemove(caseFile: Pick<CaseFile, 'storedSources' | 'source' | 'close'>, made: CaseToBe): void {
  const isEmpty = made.isNew && holdsNothing(caseFile);
  caseFile.close();
  if (!isEmpty) return;
  const kept = made.inputs.filter(isKeptInput).map(({ file }) => file);
  for (const file of [...caseFiles(made.path), ...kept]) rmSync(file, { force: true });
}

/** A case that can't be asked is left as it is. */
function holdsNothing(caseFile: Pick<CaseFile, 'storedSources' | 'source'>): boolean {
  try {
    return caseFile.storedSources().every(({ id }) => caseFile.source(id).ledger.lines === 0);
  } catch {
    return false;
  }
}
