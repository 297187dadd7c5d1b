import { describe, expect, it } from 'vitest';
import { gradeQuestion, type Judge, type QuestionGrade } from '../../src/labs/grade.js';
import { readAnswers } from '../../src/labs/read-answers.js';
import { plainLab, sealedText, smallKey } from './small-lab.js';
import { toyKdf } from './toy-kdf.js';

const LAB = plainLab(sealedText());
const JUDGES: readonly (readonly [string, Judge])[] = [
  ['its seals', { kind: 'seals', kdf: toyKdf }],
  ['its key', { kind: 'key', key: smallKey(LAB) }],
];

function graded(id: string, fields: string, judge: Judge, lab = LAB): QuestionGrade {
  const { answers, problems } = readAnswers(`lab: small@3\nanswers:\n  ${id}: ${fields}\n`, lab);
  const question = lab.questions.find((one) => one.id === id);
  if (answers === undefined || question === undefined) throw new Error(JSON.stringify(problems));
  return gradeQuestion(lab, question, answers.get(id) ?? new Map(), judge);
}

function verdicts(grade: QuestionGrade) {
  return Object.fromEntries(grade.fields.map(({ field, verdict }) => [field, verdict]));
}

describe.each(JUDGES)('a lab that is graded by %s', (_, judge) => {
  it.each([
    ['who', '{ container: 62e561798745, pid: 27014, binary: /usr/bin/curl }'],
    ['who', '{ container: "containerd://62e561798745aabbccddeeff0011223", pid: 27015, binary: //usr/bin/curl }'],
    ['where', '{ name: C2.example., address: "::ffff:203.0.113.7", port: 8531, time: "16:42:25.5" }'],
    ['where', '{ name: c2.example, address: 203.0.113.7, port: 8531, time: 2026-11-20T16:42:21.544Z }'],
    ['what', '{ technique: Web Shell, word: "hostname;  DATE -u", ports: [9200, 22, 80, 22] }'],
  ])('calls %s right: %s', (id, fields) => {
    expect(graded(id, fields, judge).verdict).toBe('correct');
  });

  it.each([
    ['who', '{ container: 62e561798746, pid: 1, binary: /bin/sh }', 'wrong', { container: 'wrong', pid: 'wrong', binary: 'wrong' }],
    [
      'who',
      '{ container: 62e561798745aabbccddeeff00ffffff, pid: 27014 }',
      'partial',
      { container: 'wrong', pid: 'correct', binary: 'missing' },
    ],
    ['who', '{ pid: "27014" }', 'type_error', { container: 'missing', pid: 'type_error', binary: 'missing' }],
    ['who', '{}', 'missing', { container: 'missing', pid: 'missing', binary: 'missing' }],
    ['where', '{ time: "16:42:26" }', 'wrong', { name: 'missing', address: 'missing', port: 'missing', time: 'wrong' }],
  ])('calls %s %s %s', (id, fields, verdict, each) => {
    const grade = graded(id, fields, judge);
    expect(grade.verdict).toBe(verdict);
    expect(verdicts(grade)).toEqual(each);
  });

  it.each([
    ['[22, 80]', 'ports: 2 of 3 found'],
    ['[22, 23]', 'ports: 1 of 3 found, 1 of yours does not belong there'],
    ['[1, 2]', 'ports: 0 of 3 found, 2 of yours do not belong there'],
    ['22', 'ports: expected a list, got 22: write [22]'],
    ['[22, "80"]', 'ports: expected a port, got the string "80": remove the quotes'],
    [`[${Array.from({ length: 65 }, (_one, at) => at + 1).join(', ')}]`, 'ports: a list of 65 items is more than the 64 that are read'],
  ])('says of the set %s: %s', (ports, message) => {
    const [, , field] = graded('what', `{ ports: ${ports} }`, judge).fields;
    expect(field?.message).toBe(message);
  });

  it('never gives the answer away', () => {
    const said = JSON.stringify(graded('who', '{ container: 62e561798745, pid: 1, binary: sh }', judge));
    expect(said).not.toMatch(/27014|27015|curl/);
  });
});

describe('a seal', () => {
  it('is of one lab, version, question and field: the same answer elsewhere has another', () => {
    const seals = LAB.questions.flatMap(({ fields }) => fields.flatMap(({ answer }) => answer?.seals ?? []));
    expect(new Set(seals).size).toBe(seals.length);
    const later = plainLab(sealedText().replace('version: 3', 'version: 4'));
    const question = later.questions[0];
    const given = readAnswers('lab: small@4\nanswers: { who: { pid: 27014 } }', later).answers?.get('who') ?? new Map();
    if (question === undefined) throw new Error('no question');
    expect(gradeQuestion(later, question, given, { kind: 'seals', kdf: toyKdf }).verdict).toBe('wrong');
  });

  it('stays when the lab is sealed again, and so does everything else in the file', () => {
    const once = sealedText(`# mine\n${sealedText()}`);
    expect(once).toBe(sealedText(once));
    expect(once).toContain('# mine');
  });

  it('is missing where an exam is graded elsewhere: the answer is noted', () => {
    const grade = graded('who', '{ container: 62e561798745, pid: 27014, binary: /x }', { kind: 'seals', kdf: toyKdf }, plainLab());
    expect(grade.verdict).toBe('ungraded');
  });
});
