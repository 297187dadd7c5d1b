import type { LabSheet } from '../model/lab.js';
import type { JsonObject } from './json.js';

/** A lab as `lab list` prints it. */
export interface ListedLab {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly questions: number;
  readonly mostPoints: number;
  readonly state: 'new' | 'begun' | 'done';
  readonly points?: number;
  readonly solved?: number;
}

/** A lab of the list. */
export function listedLabShape(lab: ListedLab): JsonObject {
  return {
    lab: lab.name,
    title: lab.title,
    summary: lab.summary,
    questions: lab.questions,
    maxPoints: lab.mostPoints,
    state: lab.state,
    ...(lab.solved === undefined ? {} : { solved: lab.solved }),
    ...(lab.points === undefined ? {} : { points: lab.points }),
  };
}

/** What `lab check` says of a file of answers. Nothing in it depends on the clock. */
export function labCheckShape(
  sheet: LabSheet,
  warnings: readonly { readonly line: number; readonly column: number; readonly message: string }[],
): JsonObject {
  const { standing } = sheet;
  return {
    schemaVersion: 1,
    lab: sheet.name,
    questions: sheet.questions.map((question) => ({
      id: question.id,
      verdict: question.verdict,
      points: question.earned,
      maxPoints: question.points,
      attempts: question.attempts,
      hintsTaken: question.hints.filter(({ text }) => text !== undefined).length,
      fields: Object.fromEntries(
        question.fields.map(({ name, verdict, message }) => [name, { verdict, ...(message === undefined ? {} : { message }) }]),
      ),
    })),
    solved: standing.solved,
    points: standing.points,
    maxPoints: standing.mostPoints,
    hintsTaken: standing.hints,
    isComplete: standing.isDone,
    warnings: warnings.map(({ line, column, message }) => ({ line, column, message })),
  };
}
