import type { LabFieldSheet, LabQuestionSheet, LabSheet, LabStanding } from '../model/lab.js';
import { badgeLines } from './badge.js';
import { type Field, type Lab, labName, type Question } from './definition.js';
import { isConnectionFact } from './facts.js';
import type { QuestionGrade } from './grade.js';
import type { PlacedNode } from './placed-yaml.js';
import { earned, hintsTaken, type Progress } from './progress.js';
import type { GivenAnswers } from './read-answers.js';
import { expects } from './types/index.js';

/** A lab with the texts of its files, by file name. */
export interface LabContent {
  readonly lab: Lab;
  readonly texts: ReadonlyMap<string, string>;
}

/** Where a learner stands in a lab. */
export interface LabState {
  readonly content: LabContent;
  readonly answers: GivenAnswers;
  readonly grades: readonly QuestionGrade[];
  readonly progress: Progress;
  readonly nowMs: number;
}

/** What is shown of a lab: no text that the learner hasn't earned is in it. */
export function sheetOf(state: LabState): LabSheet {
  const { lab, texts } = state.content;
  const standing = standingOf(state);
  const path = lab.path === undefined ? undefined : texts.get(lab.path);
  return {
    name: labName(lab),
    title: lab.title,
    chapters: lab.chapters.map(({ id, title, text }) => ({ id, title, text: texts.get(text) ?? '' })),
    questions: lab.questions.map((question) => questionSheet(question, state)),
    standing,
    ...(standing.isDone && path !== undefined ? { path } : {}),
    ...(standing.isDone ? { badge: badgeLines(lab, standing) } : {}),
  };
}

/** Points, hints and time so far. */
export function standingOf({ content: { lab }, grades, progress, nowMs }: Omit<LabState, 'answers'>): LabStanding {
  const points = lab.questions.reduce((sum, question) => sum + earned(question, gradeOf(question, grades), progress), 0);
  const solved = grades.filter(({ verdict }) => verdict === 'correct').length;
  const isDone = solved === lab.questions.length;
  const endMs = isDone ? Math.max(progress.startedAtMs, ...Object.values(progress.solvedAtMs)) : nowMs;
  return {
    points,
    mostPoints: lab.questions.reduce((sum, question) => sum + question.points, 0),
    solved,
    questions: lab.questions.length,
    hints: lab.questions.reduce((sum, question) => sum + hintsTaken(progress, question), 0),
    attempts: Object.values(progress.attempts).reduce((sum, { count }) => sum + count, 0),
    seconds: Math.max(0, Math.round((endMs - progress.startedAtMs) / 1000)),
    isDone,
  };
}

function questionSheet(question: Question, state: LabState): LabQuestionSheet {
  const { content, progress, grades, answers } = state;
  const grade = gradeOf(question, grades);
  const taken = hintsTaken(progress, question);
  const explanation = question.explain === undefined || grade?.verdict !== 'correct' ? undefined : content.texts.get(question.explain);
  return {
    id: question.id,
    chapter: question.chapter,
    prompt: question.prompt,
    points: question.points,
    earned: earned(question, grade, progress),
    verdict: grade?.verdict ?? 'missing',
    attempts: progress.attempts[question.id]?.count ?? 0,
    fields: question.fields.map((field) => fieldSheet(field, answers.get(question.id)?.get(field.name), grade)),
    hints: question.hints.map(({ cost, text }, place) => (place < taken ? { cost, text } : { cost })),
    ...(explanation === undefined ? {} : { explanation }),
  };
}

function fieldSheet(field: Field, node: PlacedNode | undefined, grade: QuestionGrade | undefined): LabFieldSheet {
  const { verdict = 'missing', message } = grade?.fields.find((one) => one.field === field.name) ?? {};
  return {
    name: field.name,
    expects: expects(field.type),
    verdict,
    ...(node === undefined ? {} : { answer: nodeText(node) }),
    ...(message === undefined || verdict === 'missing' ? {} : { message }),
    filledFrom: field.from === undefined ? 'none' : isConnectionFact(field.from) ? 'connection' : 'process',
  };
}

/** A value as it is shown and as attempts are told apart: one line. */
export function nodeText(node: PlacedNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'list':
      return node.items.map(nodeText).join(', ');
    case 'map':
      return node.entries.map(({ key, value }) => `${key}: ${nodeText(value)}`).join(', ');
  }
}

function gradeOf(question: Question, grades: readonly QuestionGrade[]): QuestionGrade | undefined {
  return grades.find((grade) => grade.question === question.id);
}
