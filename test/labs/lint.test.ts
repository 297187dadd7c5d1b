import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importSources } from '../../src/ingest/import.js';
import { readKey } from '../../src/labs/key.js';
import { lintAnswers } from '../../src/labs/lint.js';
import { readLab } from '../../src/labs/read-lab.js';
import { withSeals } from '../../src/labs/write-seals.js';
import { openCaseToWrite, type WritableCase } from '../../src/store/write.js';
import { LABS_FOLDER } from './shipped.js';
import { toyKdf } from './toy-kdf.js';

const LAB = `apiVersion: workbench/v1
kind: Lab
id: zoo
version: 1
title: Zoo
chapters: [{ id: one, text: one.md }]
questions:
  - id: q
    prompt: Which?
    fields:
      it: FIELD
    hints: [{ text: look }]
    explain: q.md
`;

const CAGE = 'container:=job-08-26g6r';
let caseFile: WritableCase;
const desk = mkdtempSync(join(tmpdir(), 'workbench-lint-'));
beforeAll(async () => {
  caseFile = openCaseToWrite(join(desk, 'case.db'));
  const file = join(LABS_FOLDER, 'shell-zoo/events.jsonl.gz');
  await importSources({
    store: caseFile,
    inputs: [{ path: file, file }],
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  caseFile.link({ lateAfterSeconds: 300 });
});
afterAll(() => {
  caseFile.close();
  rmSync(desk, { recursive: true, force: true });
});

function linted(field: string, keyed: string, sealedAs = keyed) {
  const text = LAB.replace('FIELD', field);
  const keyText = (answer: string): string => `apiVersion: workbench/v1\nkind: LabKey\nlab: zoo@1\nquestions: { q: { it: ${answer} } }\n`;
  const read = (labText: string, answer: string) => {
    const { lab, problems } = readLab(labText);
    if (lab === undefined) throw new Error(JSON.stringify(problems));
    const { key, problems: keyProblems } = readKey(keyText(answer), lab);
    if (key === undefined) throw new Error(JSON.stringify(keyProblems));
    return { lab, key };
  };
  const plain = read(text, sealedAs);
  const sealed = withSeals(text, plain.lab, plain.key, { kdf: toyKdf, salt: () => 'aa', sha256: () => undefined });
  const { lab, key } = read(sealed, keyed);
  return lintAnswers(lab, { view: caseFile.view, kdf: toyKdf, key }).map(({ outcome, message }) => [outcome, message]);
}

describe('lint', () => {
  it.each([
    ['{ type: int }', `{ value: 1333, proof: { of: process, where: "${CAGE} args:=-i", take: pid } }`],
    ['{ type: set, of: int }', `{ value: [1333, 1331, 1343, 1344], proof: { of: process, where: "${CAGE}", take: pid } }`],
    ['{ type: port }', `{ value: 5744, proof: { of: connection, where: "${CAGE} external", take: remotePort } }`],
    ['{ type: oneOf, choices: [a, b] }', `{ value: a, proof: { of: process, where: "${CAGE}" } }`],
    ['{ type: containerId }', `{ value: 84edb38fe477, proof: { of: process, where: "${CAGE}", take: container } }`],
    [
      '{ type: time, tolerance: 1 }',
      `{ value: 2026-11-20T16:42:49.5Z, proof: { of: connection, where: "${CAGE} external", take: openedAt } }`,
    ],
  ])('proves %s with %s', (field, keyed) => {
    expect(linted(field, keyed)).toEqual([['proved', expect.any(String)]]);
  });

  it.each([
    [
      'an answer that the data does not contain',
      `{ value: 4711, proof: { of: process, where: "${CAGE} args:=-i", take: pid } }`,
      `the data does not have 4711; the data has 1333 there: pid where ${CAGE} args:=-i`,
    ],
    [
      'a proof that finds more than the answer',
      `{ value: 1333, proof: { of: process, where: "${CAGE} binary:*/bash", take: pid } }`,
      `the data has 1331 there: pid where ${CAGE} binary:*/bash`,
    ],
    [
      'a proof that finds nothing',
      '{ value: 1333, proof: { of: process, where: "container:=nowhere", take: pid } }',
      'the data has nothing that matches container:=nowhere',
    ],
  ])('refuses %s', (_, keyed, message) => {
    expect(linted('{ type: int }', keyed)).toEqual([['wrong', message]]);
  });

  it('refuses a lab that accepts another answer than its key has', () => {
    const proof = `proof: { of: process, where: "${CAGE} args:=-i", take: pid }`;
    const [[outcome, message] = []] = linted('{ type: int }', `{ value: 1333, ${proof} }`, `{ value: 1334, ${proof} }`);
    expect([outcome, message]).toEqual(['wrong', expect.stringContaining('another answer than the key has')]);
  });

  it.each([
    ['{ type: int }', '{ value: 1333 }', 'the key has no proof: say where the data holds the answer'],
    [
      '{ type: int }',
      `{ value: 1333, proof: { of: process, where: "${CAGE}" } }`,
      'the proof takes no fact: a value of this type must be found in the data',
    ],
  ])('does not call %s proved by %s', (field, keyed, message) => {
    expect(linted(field, keyed)).toEqual([['unproved', message]]);
  });
});
