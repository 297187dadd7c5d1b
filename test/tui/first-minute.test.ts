import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openTerminal, RESTORED, type Terminal } from './terminal.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const EVENTS = fileURLToPath(new URL('../../fixtures/labs/tenant-jobs/events.jsonl.gz', import.meta.url));

let folder = '';
let terminal: Terminal | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-'));
});
afterEach(() => {
  terminal?.close();
  rmSync(folder, { recursive: true });
});

describe('the first minute with a lab', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 160, rows: 50 },
  ])('leads from the file to both YAML files by keyboard alone at $columns x $rows', async ({ columns, rows }) => {
    terminal = openTerminal(process.execPath, [PROGRAM, 'open', EVENTS, '--case', join(folder, 'case.db')], columns, rows, folder);
    // The reverse shell, its delay and the name that it connected to stand on the first screen, without a key.
    await terminal.shows('bash -i  ! critical  ⏱ +5m27s', 'fugi.veda-lumora.example', '? help');
    terminal.press('o');
    await terminal.shows('followed to sh (pid 2102)', 'resumes');
    terminal.press('\u000f');
    await terminal.shows('bash (1929)');
    terminal.press('x');
    await terminal.shows('the findings, as workbench export findings writes them');
    terminal.press('f');
    await terminal.shows('findings.yaml');
    terminal.press('a');
    await terminal.shows('question that bash (pid 1929) answers:');
    terminal.press('\u0015first-shell\r');
    await terminal.shows('answers.yaml');
    terminal.press('q');
    await terminal.ended();
    expect(terminal.modes()).toEqual(RESTORED);
    expect(parse(readFileSync(join(folder, 'answers.yaml'), 'utf8'))).toMatchObject({ answers: { 'first-shell': { pid: 1929 } } });
    expect(parse(readFileSync(join(folder, 'findings.yaml'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });
});
