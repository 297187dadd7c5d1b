import type { LabQuestionSheet, LabSheet } from '../../model/lab.js';
import { printable } from '../../model/printable.js';

/** Text of a lab as lines that are safe to print: anybody may have written it. */
export function textLines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '    ')));
}

/** A question as a person reads it, without its answer. */
export function questionLines(question: LabQuestionSheet): readonly string[] {
  const asked = [`? ${question.id} (${question.points} points)`, ...question.prompt.split('\n').map((line) => `  ${line}`)];
  const fields = question.fields.map(({ name, expects }) => `  ${name}: ${expects}`);
  const hints = question.hints.length === 0 ? [] : [`  ${hintsText(question)}`];
  return [...asked, ...fields, ...hints].map((line) => printable(line));
}

function hintsText({ hints }: LabQuestionSheet): string {
  const costs = hints.map(({ cost }) => (cost === 0 ? 'free' : String(cost))).join(', ');
  return `hints: ${hints.length} (cost ${costs})`;
}

/** A whole lab as text: chapters with their questions below them. */
export function* labText(sheet: LabSheet): Generator<string> {
  yield `${printable(sheet.title)}\n`;
  for (const chapter of sheet.chapters) {
    yield `\n== ${printable(chapter.title)} ==\n\n`;
    for (const line of textLines(chapter.text)) yield `${line}\n`;
    for (const question of sheet.questions.filter((one) => one.chapter === chapter.id)) {
      yield '\n';
      for (const line of questionLines(question)) yield `${line}\n`;
    }
  }
}
