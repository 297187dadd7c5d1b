import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveAnswer } from '../../src/cli/answers-file.js';
import { saveFindings } from '../../src/cli/findings-file.js';
import { UserError } from '../../src/model/error.js';

let folder: string;
let before: string;
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'workbench-files-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const REPORT = 'schemaVersion: 1\ntool:\n  name: workbench\nfindings: []\n';

describe('findings.yaml of the interface', () => {
  it('replaces a report of ours', () => {
    expect(saveFindings(REPORT)).toBe('findings.yaml');
    expect(saveFindings(`${REPORT}rules: 1\n`)).toBe('findings.yaml');
    expect(readFileSync('findings.yaml', 'utf8')).toContain('rules: 1');
  });

  it.each([
    ['of somebody else', 'findings:\n  - mine\n'],
    ['with a comment', `# checked by me\n${REPORT}`],
    ['that is no YAML', 'a: ['],
    ['that is empty', ''],
  ])('leaves a file %s alone and takes the next name', (_, text) => {
    writeFileSync('findings.yaml', text);
    writeFileSync('findings-2.yaml', text);
    expect(saveFindings(REPORT)).toBe('findings-3.yaml');
    expect(readFileSync('findings.yaml', 'utf8')).toBe(text);
  });
});

describe('answers.yaml', () => {
  const request = { path: 'answers.yaml', question: 'caller', answer: { pid: 5 } };

  it('says whether it answered or replaced', () => {
    expect(saveAnswer(request).message).toBe('answered caller in answers.yaml');
    expect(saveAnswer(request).message).toBe('answered caller in answers.yaml');
    expect(saveAnswer({ ...request, answer: { pid: 6 } }).message).toBe('replaced the answer to caller in answers.yaml');
  });

  it('leaves nothing beside it', () => {
    saveAnswer(request);
    expect(readdirSync('.')).toEqual(['answers.yaml']);
  });

  it('leaves another file as it is', () => {
    writeFileSync('answers.yaml', 'name: other\n');
    expect(() => saveAnswer(request)).toThrow(UserError);
    expect(readFileSync('answers.yaml', 'utf8')).toBe('name: other\n');
  });

  it('says that a folder can not be written to', () => {
    expect(() => saveAnswer({ ...request, path: 'no/answers.yaml' })).toThrow(/can't be written/);
    expect(readdirSync('.')).toEqual([]);
  });
});
