import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { answerOf, withAnswer } from '../../src/export/answers.js';
import { bareProcess, container, fullProcess } from './samples.js';
import { schemaErrors } from './schemas.js';

const ANSWER = { container: '62c56f1f798e45de3effa7511e05009', pid: 27_014, binary: '/usr/local/bin/gunicorn' };

function edited(existing: string | undefined, question = 'caller', answer: typeof ANSWER | { pid: number } = ANSWER, lab?: string) {
  const edit = withAnswer(existing, question, answer, lab);
  if (edit.kind === 'refused') throw new Error(edit.reason);
  return edit;
}

function refusal(existing: string, lab?: string): string {
  const edit = withAnswer(existing, 'caller', ANSWER, lab);
  return edit.kind === 'refused' ? edit.reason : 'was edited';
}

describe('answerOf', () => {
  it("names the container as the agent's events carry it", () => {
    expect(answerOf(fullProcess(), container())).toEqual({ container: '62c56f1f798e45de3effa7511e05009', pid: 22_931, binary: '/bin/sh' });
  });

  it('leaves out what the case does not know', () => {
    expect(answerOf(bareProcess(), undefined)).toEqual({ pid: 1 });
  });
});

describe('withAnswer', () => {
  it('writes a file that says what it is for', () => {
    expect(edited(undefined, 'caller', ANSWER, 'tenant-jobs@1').text).toBe(
      [
        '# written by `workbench export answers` and by `a` in the interface; made to be edited',
        '',
        'lab: tenant-jobs@1',
        'answers:',
        '  caller:',
        '    container: 62c56f1f798e45de3effa7511e05009',
        '    pid: 27014',
        '    binary: /usr/local/bin/gunicorn',
        '',
      ].join('\n'),
    );
    expect(schemaErrors('answers', parse(edited(undefined).text))).toEqual([]);
  });

  it('keeps comments, other answers and fields that a person added', () => {
    const before = '# mine\nlab: tenant-jobs@1 # the first\nanswers:\n  other: { pid: 1 }\n  caller:\n    pid: "5" # sure?\n    note: hm\n';
    const { text, isReplaced } = edited(before);
    expect(text).toContain(
      '# mine\nlab: tenant-jobs@1 # the first\nanswers:\n  other: { pid: 1 }\n  caller:\n    pid: 27014 # sure?\n    note: hm\n',
    );
    expect(isReplaced).toBe(true);
  });

  it('says nothing of a replacement when the answer is the same', () => {
    const once = edited(undefined);
    const twice = edited(once.text);
    expect(twice).toEqual({ kind: 'edited', text: once.text, isReplaced: false });
  });

  it('takes away what the new process does not have', () => {
    expect(parse(edited(edited(undefined).text, 'caller', { pid: 3 }).text)).toEqual({ answers: { caller: { pid: 3 } } });
  });

  it('never quotes a pid and always quotes a container that looks like a number', () => {
    const { text } = edited(undefined, 'q', { container: '6200000000000000000000000000009', pid: 5, binary: 'x' });
    expect(text).toContain('container: "6200000000000000000000000000009"');
    expect(text).toContain('pid: 5\n');
  });

  it('spells out what a capture smuggled into a path', () => {
    const { text } = edited(undefined, 'q', { container: 'c', pid: 5, binary: '/tmp/\u009b2J\u202egpj' });
    expect(text).not.toMatch(/[\u0080-\u009f\u202e]/);
    expect(parse(text).answers.q.binary).toBe('/tmp/\u009b2J\u202egpj');
  });

  it.each(['', '# only a comment\n', 'answers:\n', '{}\n', 'lab: a@1\n'])('accepts the beginnings of a file: %j', (before) => {
    expect(parse(edited(before).text)).toMatchObject({ answers: { caller: ANSWER } });
  });

  it.each([
    ['a: [', undefined, 'not valid YAML'],
    ['answers: {a: 1, a: 2}', undefined, 'not valid YAML'],
    ['- 1', undefined, 'holds no answers'],
    ['just text', undefined, 'holds no answers'],
    ['name: other\n', undefined, 'neither'],
    ['answers: [1]\n', undefined, 'no mapping'],
    ['lab: other@2\n', 'tenant-jobs@1', 'answers other@2'],
  ])('leaves %j alone', (before, lab, reason) => {
    expect(refusal(before, lab)).toContain(reason);
  });
});
