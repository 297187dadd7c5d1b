import { describe, expect, it } from 'vitest';
import { badgeSvg } from '../../src/labs/badge.js';
import { gradeQuestion } from '../../src/labs/grade.js';
import { begun, type Progress, withGrades, withHint } from '../../src/labs/progress.js';
import { readAnswers } from '../../src/labs/read-answers.js';
import { sheetOf } from '../../src/labs/sheet.js';
import { plainLab, sealedText } from './small-lab.js';
import { toyKdf } from './toy-kdf.js';

const LAB = plainLab(sealedText());
const TEXTS = new Map([
  ['one.md', 'Once upon a time'],
  ['who.md', 'It was curl, pid 27014'],
  ['path.md', 'First look, then see'],
]);
const ALL = `who: { container: 62e561798745, pid: 27014, binary: /usr/bin/curl }
  where: { name: c2.example, address: 203.0.113.7, port: 8531, time: "16:42:23" }
  what: { technique: web shell, word: "hostname; date -u", ports: [22, 80, 9200] }`;

function sheet(answersText: string, progress: Progress, nowMs = 61_000) {
  const { answers = new Map() } = readAnswers(`lab: small@3\nanswers:\n  ${answersText}\n`, LAB);
  const grades = LAB.questions.map((question) =>
    gradeQuestion(LAB, question, answers.get(question.id) ?? new Map(), { kind: 'seals', kdf: toyKdf }),
  );
  const next = withGrades(
    progress,
    grades.map((grade) => ({ grade, text: answersText })),
    nowMs,
  );
  return { sheet: sheetOf({ content: { lab: LAB, texts: TEXTS }, answers, grades, progress: next, nowMs: 600_000 }), progress: next };
}

const START = begun(LAB, '/home/me/answers.yaml', 1000);

describe('the sheet of a lab', () => {
  it('holds nothing that was not earned: no hint, no explanation, no way through, no badge', () => {
    const text = JSON.stringify(sheet('who: { pid: 1 }', START).sheet);
    for (const secret of ['look there', '27014', 'First look', '62e561798745', 'badge']) expect(text).not.toContain(secret);
  });

  it('explains what is right, and in the end shows the badge and a way through', () => {
    const { sheet: done } = sheet(ALL, START);
    expect(done.standing).toMatchObject({ solved: 3, points: 25, mostPoints: 25, isDone: true, seconds: 60 });
    expect(done.questions[0]?.explanation).toBe('It was curl, pid 27014');
    expect(done.path).toBe('First look, then see');
    expect(done.badge).toHaveLength(7);
    expect(new Set(done.badge?.map((line) => line.length)).size).toBe(1);
  });

  it('takes what hints cost from the points of their question', () => {
    const [question] = LAB.questions;
    if (question === undefined) throw new Error('no question');
    const free = withHint(START, question);
    if (free.kind === 'none') throw new Error(free.reason);
    const dear = withHint(free.progress, question);
    if (dear.kind === 'none') throw new Error(dear.reason);
    expect([free.cost, free.left, dear.cost, dear.left, dear.text]).toEqual([0, 1, 4, 0, 'look there']);
    expect(withHint(dear.progress, question)).toMatchObject({ kind: 'none', reason: 'all 2 hints of who were taken' });
    const { sheet: done } = sheet(ALL, dear.progress);
    expect(done.standing).toMatchObject({ points: 21, hints: 2 });
    expect(done.questions[0]?.hints).toEqual([
      { cost: 0, text: 'look' },
      { cost: 4, text: 'look there' },
    ]);
    expect(withHint(sheet(ALL, START).progress, question)).toMatchObject({ kind: 'none', reason: 'who is solved: no hint is needed' });
  });

  it('counts an attempt for each other answer, and none for the same again', () => {
    const once = sheet('who: { pid: 1 }', START).progress;
    const twice = sheet('who: { pid: 1 }', once).progress;
    const thrice = sheet('who: { pid: 2 }', twice).progress;
    expect([once, twice, thrice].map(({ attempts }) => attempts.who?.count)).toEqual([1, 1, 2]);
    expect(thrice.attempts.where).toBeUndefined();
  });
});

describe('the badge as a picture', () => {
  it('holds no markup of a title that a stranger wrote', () => {
    const svg = badgeSvg({ ...LAB, title: '<script>alert("1")</script>\u001b[2J&' }, sheet(ALL, START).sheet.standing);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u001b');
    expect(svg).toContain('&lt;script&gt;');
  });
});
