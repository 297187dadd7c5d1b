import { describe, expect, it } from 'vitest';
import { FACT_NAMES } from '../../src/labs/facts.js';
import { readKey } from '../../src/labs/key.js';
import { labAnswered, readAnswers } from '../../src/labs/read-answers.js';
import { readLab } from '../../src/labs/read-lab.js';
import { answersStub } from '../../src/labs/stub.js';
import { VALUE_TYPES } from '../../src/labs/types/index.js';
import { schema } from '../export/schemas.js';
import { KEY_TEXT, LAB_TEXT, plainLab } from './small-lab.js';

function labProblems(from: string | RegExp, to: string): readonly string[] {
  return readLab(LAB_TEXT.replace(from, to)).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

describe('a lab.yaml that is wrong', () => {
  it.each([
    ['version: 3', 'version: three', '4:10: version must be a whole number from 1 to 1000000'],
    ['id: who', 'id: where', '20:9: the id where is used twice'],
    ['id: who', 'id: constructor', '9:9: an id is made of letters, digits, - and _, like first-shell'],
    ['prompt: Who was it?', 'promt: Who was it?', '10:5: there is no key "promt": did you mean prompt?'],
    [
      '{ type: int, from: pid }',
      '{ type: integer }',
      '14:20: there is no type "integer"; there are set, containerId, int, path, ip, port, dnsName, time, oneOf, text',
    ],
    ['{ type: int, from: pid }', '{ type: int, from: pidd }', expect.stringContaining('14:31: from names a fact')],
    [
      '{ type: int, from: pid }',
      '{ type: int, answer: 27014 }',
      expect.stringContaining('14:33: an answer stands here sealed, never plain'),
    ],
    ['text: one.md', 'text: ../../secrets.md', "7:34: a file in the lab's folder belongs here, like chapters/1-start.md"],
    ['text: one.md', 'text: /etc/passwd', "7:34: a file in the lab's folder belongs here, like chapters/1-start.md"],
    ['choices: [bind shell, web shell]', 'choices: [one]', '31:18: oneOf needs choices, at least two'],
    ['kind: Lab', 'kind: Lab\nkind: Lab', '3:1: this key stands here a second time: keep one of them'],
    [
      '{ type: int, from: pid }',
      '{ type: int, answer: { kdf: scrypt, N: 1099511627776, salt: a, hash: ffffffffffffffffffffffffffffffff } }',
      '14:51: N must be a whole number from 2 to 262144',
    ],
  ])('%s as %s is pointed out', (from, to, message) => {
    expect(labProblems(from, to)).toContainEqual(message);
  });

  it('is read on: one look tells all that is wrong', () => {
    expect(readLab('kind: Lab\nid: A B\n').problems.length).toBeGreaterThan(4);
  });
});

describe('a file of answers', () => {
  const lab = plainLab();
  const problems = (text: string): readonly string[] =>
    readAnswers(text, lab).problems.map(({ line, column, severity, message }) => `${line}:${column}: ${severity}: ${message}`);

  it.each([
    ['lab: small@3\nanswers:\n  whom: {}\n', '3:3: warning: there is no question "whom": did you mean who?; it is passed over'],
    ['lab: small@3\nanswers: { who: { pidd: 1 } }\n', '2:19: warning: there is no field "pidd": did you mean pid?; it is passed over'],
    ['answers: {}\n', '1:1: warning: no lab is named: write lab: small@3'],
    ['lab: small@2\n', '1:6: error: these are answers to small@2: the lab is small@3 now'],
    ['lab: other@3\n', '1:6: error: these are answers to other@3, not to small@3'],
    ['lab: small@3\nanswers: { who: { pid: 1, pid: 2 } }\n', '2:27: error: this key stands here a second time: keep one of them'],
    ['lab: small@3\nanswers: [1]\n', '2:10: error: answers must be a mapping: the id of a question, and below it its fields'],
    ['lab: small@3\nanswers: { who: 22931 }\n', '2:17: error: an answer names its fields: container, pid, binary'],
    ['- 1\n', '1:1: error: this is no file of answers: it begins with "lab:" and "answers:"'],
    ['lab: small@3\na: &a [x]\nb: *a\n', expect.stringContaining('error: aliases are not read here')],
  ])('%j is told: %s', (text, message) => {
    expect(problems(text)).toContainEqual(message);
  });

  it.each([
    ['a page of nothing', 'x'.repeat(1_000_001)],
    [
      'what makes a billion values of a few',
      `lab: small@3\n${Array.from({ length: 9 }, (_, at) => `l${at}: &l${at} [${'*l0,'.repeat(at)}x]`).join('\n')}`,
    ],
    ['a thousand levels', '['.repeat(1000)],
    ['two documents', 'lab: small@3\n---\nlab: small@3\n'],
    ['control characters', 'lab: "small@3\u001b[2J"\n'],
  ])('that is hostile, %s, is refused and nothing else happens', (_, text) => {
    expect(readAnswers(text, lab).answers).toBeUndefined();
  });

  it('that was just begun has no answers and nothing wrong with it', () => {
    const stub = answersStub(lab, '/docs/answers.json');
    expect(readAnswers(stub, lab)).toEqual({ answers: expect.any(Map), problems: [] });
    expect([...(readAnswers(stub, lab).answers ?? [])].flatMap(([, fields]) => [...fields])).toEqual([]);
    expect(labAnswered(stub)).toBe('small@3');
    expect(stub).toContain('pid: # an integer, without quotes');
  });
});

describe('a key', () => {
  it.each([
    ['value: /usr/bin/curl', 'value: curl', '8:22: expected the whole path, from / on, got "curl"'],
    ['value: [22, 80, 9200]', 'value: 22', '17:21: a list belongs here'],
    ['lab: small@3', 'lab: small@2', '3:6: lab must be small@3'],
    ['  who:', '  whom:', '5:3: the lab has no question whom'],
    [
      '{ value: c2.example }',
      '{ value: c2.example, proof: { of: process, where: "pid:" } }',
      expect.stringContaining('10:61: this is no filter'),
    ],
    ['{ value: c2.example }', '{ value: c2.example, proof: { of: dns, where: "pid:1" } }', '10:45: of is process or connection or file'],
  ])('with %s as %s is pointed out', (from, to, message) => {
    const { problems } = readKey(KEY_TEXT.replace(from, to), plainLab());
    expect(problems.map(({ line, column, message: text }) => `${line}:${column}: ${text}`)).toContainEqual(message);
  });
});

describe('the schema of labs', () => {
  it('knows every type and every fact that the program knows', () => {
    const { $defs } = schema('lab');
    expect($defs).toMatchObject({ field: { properties: { type: { enum: [...VALUE_TYPES, 'set'] }, from: { enum: FACT_NAMES } } } });
  });
});
