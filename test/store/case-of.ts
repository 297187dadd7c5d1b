import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { type ImportOutcome, importSources } from '../../src/ingest/import.js';
import { DEFAULT_LATE_AFTER_SECONDS } from '../../src/model/late.js';
import { openCaseToWrite, type WritableCase } from '../../src/store/write.js';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A case file that is closed and gone after the test. */
export function emptyCase(folder = temporaryFolder()): WritableCase {
  const file = openCaseToWrite(join(folder, 'a.workbench'));
  onTestFinished(() => file.close());
  return file;
}

/** Imports files into a case, without linking. */
export function importInto(store: WritableCase, files: readonly string[], signal = new AbortController().signal): Promise<ImportOutcome> {
  return importSources({ store, inputs: files.map((file) => ({ path: file, file })), signal, onProgress: () => undefined });
}

/** The linked case of these lines, read from one file. */
export async function caseOf(
  lines: readonly string[],
  { lateAfterSeconds = DEFAULT_LATE_AFTER_SECONDS }: { readonly lateAfterSeconds?: number } = {},
): Promise<WritableCase> {
  const folder = temporaryFolder();
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  const store = emptyCase(folder);
  await importInto(store, [file]);
  store.link({ lateAfterSeconds });
  return store;
}

/** The linked case of these files. For `beforeAll`: it is closed and gone after the file's tests. */
export async function linkedCase(files: readonly string[]): Promise<WritableCase> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  const store = openCaseToWrite(join(folder, 'a.workbench'));
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await importInto(store, files);
  store.link({ lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS });
  return store;
}

/** The linked case of these lines. For `beforeAll`, as `linkedCase`. */
export async function linkedLines(lines: readonly string[]): Promise<WritableCase> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return linkedCase([file]);
}
