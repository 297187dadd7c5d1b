import { existsSync } from 'node:fs';
import { type Lab, labName } from '../../labs/definition.js';
import { gradeQuestion, type Judge, type QuestionGrade } from '../../labs/grade.js';
import type { LabProblem } from '../../labs/problem.js';
import { begun, type Progress, withGrades } from '../../labs/progress.js';
import { type GivenAnswers, readAnswers } from '../../labs/read-answers.js';
import { type LabState, nodeText } from '../../labs/sheet.js';
import { answersStub } from '../../labs/stub.js';
import { UserError } from '../../model/error.js';
import { printable } from '../../model/printable.js';
import { fileError, readText } from '../read-text.js';
import { replaceFile } from '../replaced-file.js';
import { type LabFolder, placed, shortPath } from './lab-folder.js';
import { readProgress, writeProgress } from './progress-file.js';
import { schemaPath } from './schema-path.js';
import { scrypt } from './scrypt.js';

/** A learner's file, read and graded. */
export interface GradedFile {
  readonly path: string;
  readonly answers: GivenAnswers;
  readonly grades: readonly QuestionGrade[];
  readonly warnings: readonly LabProblem[];
}

/** Compares with the lab's own seals. */
export const BY_SEALS: Judge = { kind: 'seals', kdf: scrypt };

/** What was graded before: the same answer needs no second guess at its seal. */
type Earlier = Pick<GradedFile, 'answers' | 'grades'>;

/** Reads and grades a learner's file. Throws `UserError` with every place where it can't be read as answers to this lab. */
export function gradeFile({ content: { lab } }: LabFolder, path: string, judge: Judge, earlier?: Earlier): GradedFile {
  if (!existsSync(path)) throw new UserError(`there is no ${printable(shortPath(path))}`, `workbench lab start ${lab.id} writes one.`);
  const { answers, problems } = readAnswers(readText(path), lab);
  const [first, ...rest] = problems.filter(({ severity }) => severity === 'error').map((problem) => placed(path, problem));
  if (first !== undefined) throw fileError([first, ...rest]);
  if (answers === undefined) throw new UserError(`${printable(path)} holds no answers`);
  return { path, answers, grades: gradesOf(lab, answers, judge, earlier), warnings: problems };
}

function gradesOf(lab: Lab, answers: GivenAnswers, judge: Judge, earlier: Earlier | undefined): readonly QuestionGrade[] {
  return lab.questions.map((question) => {
    const isSame = earlier !== undefined && textOf(earlier.answers, question.id) === textOf(answers, question.id);
    const known = isSame ? earlier.grades.find((grade) => grade.question === question.id) : undefined;
    return known ?? gradeQuestion(lab, question, answers.get(question.id) ?? new Map(), judge);
  });
}

/**
 * Begins a lab, or goes on with it: the learner's file is there afterwards, and progress is kept. A file that is there already is left
 * as it is; throws `UserError` when it is not one of answers to this lab. `isNew`: the file was written now.
 */
export function beginLab(opened: LabFolder, path: string, nowMs: number): { readonly progress: Progress; readonly isNew: boolean } {
  const { lab } = opened.content;
  const isNew = !existsSync(path);
  if (isNew) replaceFile(path, answersStub(lab, schemaPath('answers')));
  else refuseOtherFile(opened, path);
  const progress = { ...(readProgress(lab) ?? begun(lab, path, nowMs)), answersPath: path };
  writeProgress(lab, progress);
  return { progress, isNew };
}

function refuseOtherFile({ content: { lab } }: LabFolder, path: string): void {
  const other = readAnswers(readText(path), lab).problems.find(({ severity }) => severity === 'error');
  if (other === undefined) return;
  const { line, column, message } = other;
  throw new UserError(
    `${printable(shortPath(path))}:${line}:${column}: ${message}`,
    `It is left as it is. Name another file for ${labName(lab)} with --answers FILE.`,
  );
}

/** Counts what was graded and keeps it; gives back all there is to show. */
export function noteGrades(opened: LabFolder, graded: GradedFile, progress: Progress, nowMs: number): LabState {
  const answered = graded.grades.map((grade) => ({ grade, text: textOf(graded.answers, grade.question) }));
  const next = withGrades(progress, answered, nowMs);
  writeProgress(opened.content.lab, next);
  return { content: opened.content, answers: graded.answers, grades: graded.grades, progress: next, nowMs };
}

/** Where a learner stands, with nothing counted: for looking at. */
export function stateOf(opened: LabFolder, graded: GradedFile | undefined, progress: Progress, nowMs: number): LabState {
  return { content: opened.content, answers: graded?.answers ?? new Map(), grades: graded?.grades ?? [], progress, nowMs };
}

/** An answer as one line, by which a second try is told from the same one again. */
function textOf(answers: GivenAnswers, question: string): string {
  return [...(answers.get(question) ?? [])].map(([field, node]) => `${field}=${nodeText(node)}`).join(' ');
}
