import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { type ImportOutcome, importSources } from '../../src/ingest/import.js';
import { DEFAULT_LATE_AFTER_SECONDS } from '../../src/model/late.js';
import { type CaseFile, openCase } from '../../src/store/open.js';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A case file that is closed and gone after the test. */
export function emptyCase(folder = temporaryFolder()): CaseFile {
  const file = openCase({ path: join(folder, 'a.workbench'), mode: 'write' });
  onTestFinished(() => file.close());
  return file;
}

/** Imports files into a case, without linking. */
export function importInto(store: CaseFile, files: readonly string[], signal = new AbortController().signal): Promise<ImportOutcome> {
  return importSources({ store, inputs: files.map((file) => ({ path: file, file })), signal, onProgress: () => undefined });
}

/** The linked case of these lines, read from one file. */
export async function caseOf(
  lines: readonly string[],
  { lateAfterSeconds = DEFAULT_LATE_AFTER_SECONDS }: { readonly lateAfterSeconds?: number } = {},
): Promise<CaseFile> {
  const folder = temporaryFolder();
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  const store = emptyCase(folder);
  await importInto(store, [file]);
  store.link({ lateAfterSeconds });
  return store;
}

/** The linked case of these files. For `beforeAll`: it is closed and gone after the file's tests. */
export async function linkedCase(files: readonly string[]): Promise<CaseFile> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  const store = openCase({ path: join(folder, 'a.workbench'), mode: 'write' });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await importInto(store, files);
  store.link({ lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS });
  return store;
}

/** The linked case of these lines. For `beforeAll`, as `linkedCase`. */
export async function linkedLines(lines: readonly string[]): Promise<CaseFile> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return linkedCase([file]);
}
