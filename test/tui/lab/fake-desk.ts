import type { LabDesk, LabFieldSheet, LabQuestionSheet, LabSheet } from '../../../src/model/lab.js';

/** A desk that notes what is asked of it. Every answer "yes" is right. */
export interface FakeDesk extends LabDesk {
  readonly deeds: readonly string[];
}

const FIELD: LabFieldSheet = { name: 'pid', expects: 'an integer, without quotes', verdict: 'missing', filledFrom: 'process' };

function question(id: string, chapter: string, fields: readonly LabFieldSheet[] = [FIELD]): LabQuestionSheet {
  const hints = [{ cost: 0 }, { cost: 3 }];
  return { id, chapter, prompt: `Who is ${id}?`, points: 10, earned: 0, verdict: 'missing', attempts: 0, fields, hints };
}

/** A lab of two chapters and three questions, written by somebody hostile. */
export function fakeDesk(): FakeDesk {
  const deeds: string[] = [];
  let questions: readonly LabQuestionSheet[] = [
    question('first', 'one', [FIELD, { ...FIELD, name: 'name\u001b[2J', filledFrom: 'none' }]),
    question('second', 'one'),
    question('third', 'two'),
  ];
  const change = (id: string, to: Partial<LabQuestionSheet>): void => {
    questions = questions.map((one) => (one.id === id ? { ...one, ...to } : one));
  };
  return {
    deeds,
    sheet: () => sheetOf(questions),
    answerFrom: (id, { processId, connectionId }) => {
      deeds.push(`${id} from row ${processId}${connectionId === undefined ? '' : ` connection ${connectionId}`}`);
      change(id, { verdict: 'wrong', fields: [{ ...FIELD, answer: '22931', verdict: 'wrong', message: 'pid: 22931 is not it' }] });
      return { tone: 'warned', message: 'pid: 22931 is not it' };
    },
    answer: (id, field, text) => {
      deeds.push(`${id}.${field} is ${text}`);
      if (text === 'yes')
        change(id, {
          verdict: 'correct',
          earned: 10,
          explanation: 'because\u001b]0;x\u0007',
          fields: [{ ...FIELD, answer: 'yes', verdict: 'correct' }],
        });
      return { tone: 'said', message: text === 'yes' ? 'right' : 'no' };
    },
    takeHint: (id) => {
      deeds.push(`hint to ${id}`);
      change(id, { hints: [{ cost: 0, text: 'look there' }, { cost: 3 }] });
      return { tone: 'said', message: 'a free hint: look there' };
    },
    saveBadge: () => {
      deeds.push('badge');
      return { tone: 'said', message: 'the badge is in badge.svg' };
    },
  };
}

function sheetOf(questions: readonly LabQuestionSheet[]): LabSheet {
  const solved = questions.filter(({ verdict }) => verdict === 'correct').length;
  const isDone = solved === questions.length;
  return {
    name: 'fake@1',
    title: 'A lab \u001b[31m',
    chapters: [
      { id: 'one', title: 'One', text: '# Head\nA paragraph\nof two lines\u001b[2J\n\n* a point\n  it goes on' },
      { id: 'two', title: 'Two', text: 'The end' },
    ],
    questions,
    standing: { points: solved * 10, mostPoints: 30, solved, questions: 3, hints: 0, attempts: solved, seconds: 61, isDone },
    ...(isDone ? { path: 'First look', badge: ['+---+', '| ok|', '+---+'] } : {}),
  };
}
