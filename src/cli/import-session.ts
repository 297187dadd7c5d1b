import { dirname } from 'node:path';
import { importSources } from '../ingest/import.js';
import type { Input, Refusal } from '../ingest/source-file.js';
import type { DetectionCase } from '../model/detection-case.js';
import { UserError } from '../model/error.js';
import type { Finding } from '../model/finding.js';
import type { ImportProgress } from '../model/progress.js';
import type { Source } from '../model/source.js';
import { type CaseFile, openCase } from '../store/open.js';
import { caseFor, defaultCaseDirectory } from './import/case-location.js';
import { lockCase } from './import/import-lock.js';
import { expandInputs } from './import/inputs.js';

export { isCaseFile } from '../store/open.js';
export { caseFiles, defaultCaseDirectory, type KnownCase, listCases } from './import/case-location.js';

/** What to import and how to judge it. */
export interface ImportSessionRequest {
  /** Files, folders, patterns, or `-`. */
  readonly inputs: readonly string[];
  /** Where the case is kept; by default a place of its own for these files. */
  readonly casePath?: string;
  readonly lateAfterSeconds: number;
  readonly detect: (view: DetectionCase) => readonly Finding[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** A case that holds the inputs, linked and judged. The caller closes it. */
export interface ImportSession {
  readonly case: CaseFile;
  readonly path: string;
  readonly sources: readonly Source[];
  readonly refused: readonly Refusal[];
  readonly outcome: 'done' | 'interrupted';
}

/** A place to import into, and what: decided before anything is read, so that a view of the case can be opened meanwhile. */
export interface PlannedImport {
  readonly path: string;
  readonly inputs: readonly Input[];
}

/** Finds the files that inputs name and the case they belong in. Reads standard input to its end. Rejects with a `UserError`. */
export async function planImport(request: Pick<ImportSessionRequest, 'inputs' | 'casePath' | 'signal'>): Promise<PlannedImport> {
  const spool = request.casePath === undefined ? defaultCaseDirectory() : dirname(request.casePath);
  const inputs = await expandInputs(request.inputs, spool, request.signal);
  return { path: request.casePath ?? caseFor(inputs.map((input) => input.file)), inputs };
}

/** Brings inputs into their case, links what is new and lets rules judge it. What is there already costs nothing. */
export async function importIntoCase(request: ImportSessionRequest): Promise<ImportSession> {
  return runImport(await planImport(request), request);
}

/** As `importIntoCase`, for an import that was planned before. */
export async function runImport(plan: PlannedImport, request: Omit<ImportSessionRequest, 'inputs' | 'casePath'>): Promise<ImportSession> {
  const lock = lockCase(plan.path);
  try {
    const caseFile = openCase({ path: plan.path, mode: 'write' });
    try {
      const imported = await importSources({
        store: caseFile,
        inputs: plan.inputs,
        signal: request.signal,
        onProgress: request.onProgress,
      });
      judge(caseFile, request);
      return { case: caseFile, path: plan.path, sources: imported.sources, refused: imported.refused, outcome: imported.kind };
    } catch (error) {
      caseFile.close();
      throw explained(error, plan.path);
    }
  } finally {
    lock.release();
  }
}

function judge(caseFile: CaseFile, request: Pick<ImportSessionRequest, 'lateAfterSeconds' | 'detect' | 'onProgress'>): void {
  const report = (phase: ImportProgress['phase']) =>
    request.onProgress({ phase, bytesRead: 0, events: caseFile.eventCount(), problems: 0, elapsedMs: 0 });
  if (caseFile.needsLinking({ lateAfterSeconds: request.lateAfterSeconds })) {
    report('linking');
    caseFile.link({ lateAfterSeconds: request.lateAfterSeconds });
  }
  if (!caseFile.needsDetection()) return;
  report('detecting');
  caseFile.saveFindings(request.detect(caseFile.detection));
}

/** A full disk or a broken one is not a bug: what was committed is kept, and the same command goes on. */
function explained(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new UserError(
      `the disk is full: the case ${path} holds what was read until now`,
      'Free space and run the same command again: it goes on from there. Or use another disk with --case FILE.',
    );
  }
  if (code.startsWith('SQLITE_IOERR'))
    return new UserError(`the case ${path} can't be written: ${String(error)}`, 'Check the disk, or use another with --case FILE.');
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new UserError(`the case ${path} is damaged`, 'Remove it (workbench cases remove) and import again.');
  return error;
}
