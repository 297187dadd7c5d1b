import type { LabChapterSheet, LabFieldSheet, LabQuestionSheet, LabSheet, LabVerdict } from '../../model/lab.js';
import { formatDuration } from '../../model/time.js';
import { cutMiddle, type Line, span, textLine, wrapText } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { Role } from '../drawing/theme.js';

/** What a verdict is called. Said by a word, never by colour alone. */
export const VERDICTS: Readonly<Record<LabVerdict, string>> = {
  correct: 'right',
  partial: 'partly',
  wrong: 'wrong',
  type_error: 'mistyped',
  missing: 'open',
  ungraded: 'noted',
};

const LONGEST_VERDICT = 8;
const LEAST_VALUE = 6;

const ROLES: Readonly<Record<LabVerdict, Role>> = {
  correct: 'chip',
  partial: 'warning',
  wrong: 'error',
  type_error: 'error',
  missing: 'quiet',
  ungraded: 'quiet',
};

/** The role of a verdict. */
export function verdictRole(verdict: LabVerdict): Role {
  return ROLES[verdict];
}

/** Text of a lab, as paragraphs: single line ends inside one are not kept, those of lists, tables and commands are. */
export function proseLines(text: string, columns: number, look: Look, role?: Role): readonly Line[] {
  return paragraphs(text).flatMap((paragraph) => {
    if (paragraph === '') return [textLine('')];
    const heading = /^#+ (.*)$/.exec(paragraph);
    if (heading !== null) return wrapText(heading[1] ?? '', columns, look).map((line) => textLine(line, 'heading'));
    return wrapText(paragraph, columns, look).map((line) => textLine(line, role));
  });
}

/** Lines that begin a paragraph of their own, whatever stands before them. */
const OWN_LINE = /^(\s|[-*|>#]|\d+\. )/;

function paragraphs(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.trim().replaceAll('\t', '    ').split('\n')) {
    const before = found.at(-1);
    const isOwn =
      line === '' || OWN_LINE.test(line) || before === undefined || before === '' || before.startsWith('#') || /^\s/.test(before);
    if (isOwn) found.push(line);
    else found[found.length - 1] = `${before} ${line}`;
  }
  return found;
}

/** A question with what was answered, what is said of it, and the hints that were taken. */
export function questionLines(question: LabQuestionSheet, columns: number, look: Look): readonly Line[] {
  const { verdict, points, earned, hints, explanation } = question;
  const worth = verdict === 'correct' ? `${earned} of ${points} points` : `${points} points`;
  return [
    { spans: [span(VERDICTS[verdict], verdictRole(verdict)), span(`  ${question.id}  `, 'strong'), span(worth, 'quiet')] },
    ...proseLines(question.prompt, columns, look),
    ...question.fields.flatMap((field) => fieldLines(field, columns, look)),
    ...hints.flatMap(({ text }) =>
      text === undefined ? [] : wrapText(`Hint: ${text}`, columns, look).map((line) => textLine(line, 'chip')),
    ),
    ...nextHintLines(question, columns, look),
    ...(explanation === undefined ? [] : [textLine(''), ...proseLines(explanation, columns, look)]),
  ];
}

function fieldLines({ name, expects, answer, verdict, message }: LabFieldSheet, columns: number, look: Look): readonly Line[] {
  const room = Math.max(LEAST_VALUE, columns - name.length - LONGEST_VERDICT - 5);
  const value = answer === undefined ? span(`(${expects})`, 'quiet') : span(cutMiddle(answer, room, look));
  const judged = answer === undefined ? [] : [span(`  ${VERDICTS[verdict]}`, verdictRole(verdict))];
  const first = { spans: [span(` ${name}: `, 'label'), value, ...judged] };
  const said =
    message === undefined || verdict === 'correct'
      ? []
      : wrapText(message, columns - 3, look).map((line) => textLine(`   ${line}`, 'warning'));
  return [first, ...said];
}

function nextHintLines({ verdict, hints }: LabQuestionSheet, columns: number, look: Look): readonly Line[] {
  const next = hints.find(({ text }) => text === undefined);
  if (verdict === 'correct' || next === undefined) return [];
  const price = next.cost === 0 ? 'for nothing' : `for ${next.cost} points`;
  return wrapText(`H: a hint ${price}`, columns, look).map((line) => textLine(line, 'quiet'));
}

/** A chapter's text. */
export function chapterLines({ title, text }: LabChapterSheet, columns: number, look: Look): readonly Line[] {
  return [textLine(title, 'heading'), textLine(''), ...proseLines(text, columns, look)];
}

/** How far one is: points, hints, time, and in the end the badge and a way through. */
export function summaryLines({ standing, badge, path }: LabSheet, columns: number, look: Look): readonly Line[] {
  const { solved, questions, points, mostPoints, hints, attempts, seconds, isDone } = standing;
  const facts = [
    `${solved} of ${questions} questions are right`,
    `${points} of ${mostPoints} points`,
    hints === 0 ? 'no hints' : `${hints} ${hints === 1 ? 'hint' : 'hints'}`,
    `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
    `${formatDuration(seconds * 1_000_000)} from the start to the ${isDone ? 'last right answer' : 'last look'}`,
  ];
  return [
    textLine(isDone ? 'Solved' : 'So far', 'heading'),
    ...facts.flatMap((fact) => wrapText(fact, columns - 2, look).map((line) => textLine(`  ${line}`))),
    ...(badge === undefined
      ? []
      : [textLine(''), ...badge.map((line) => textLine(line, 'chip')), textLine('w writes the badge as a picture', 'quiet')]),
    ...(path === undefined ? [] : [textLine(''), textLine('A way through', 'heading'), ...proseLines(path, columns, look)]),
  ];
}
