import { type Lab, labName, type Question } from './definition.js';
import type { QuestionGrade } from './grade.js';

/** What a learner did in a lab so far. Answers are not in it: those stand in the learner's own file. */
export interface Progress {
  /** `tenant-jobs@1`. */
  readonly lab: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** Absolute path of the learner's file. */
  readonly answersPath: string;
  /** Hints taken, by question. */
  readonly hints: Readonly<Record<string, number>>;
  /** Answers that were graded, by question: the same answer graded again is none. */
  readonly attempts: Readonly<Record<string, Attempts>>;
  /** When each question was right for the first time. */
  readonly solvedAtMs: Readonly<Record<string, number>>;
}

/** How often a question was answered, and the last answer. */
export interface Attempts {
  readonly count: number;
  readonly last: string;
}

/** The progress of somebody who begins. */
export function begun(lab: Lab, answersPath: string, nowMs: number): Progress {
  return { lab: labName(lab), startedAtMs: nowMs, answersPath, hints: {}, attempts: {}, solvedAtMs: {} };
}

/** What can be said of a hint that was asked for. */
export type HintOutcome =
  | { readonly kind: 'taken'; readonly progress: Progress; readonly text: string; readonly cost: number; readonly left: number }
  | { readonly kind: 'none'; readonly reason: string };

/** The question's next hint, and what it cost. */
export function withHint(progress: Progress, question: Question): HintOutcome {
  const taken = hintsTaken(progress, question);
  const hint = question.hints[taken];
  if (question.hints.length === 0) return { kind: 'none', reason: `${question.id} has no hints` };
  if (hint === undefined) return { kind: 'none', reason: `all ${question.hints.length} hints of ${question.id} were taken` };
  if (progress.solvedAtMs[question.id] !== undefined) return { kind: 'none', reason: `${question.id} is solved: no hint is needed` };
  const hints = { ...progress.hints, [question.id]: taken + 1 };
  return { kind: 'taken', progress: { ...progress, hints }, text: hint.text, cost: hint.cost, left: question.hints.length - taken - 1 };
}

/** Hints of a question that were taken. */
export function hintsTaken(progress: Progress, question: Question): number {
  return Math.min(progress.hints[question.id] ?? 0, question.hints.length);
}

/** A question's verdict with the answer that it is about, as text. */
export interface GradedAnswer {
  readonly grade: QuestionGrade;
  readonly text: string;
}

/** Counts what was graded, and notes what is right now. */
export function withGrades(progress: Progress, graded: readonly GradedAnswer[], nowMs: number): Progress {
  const attempts = { ...progress.attempts };
  const solvedAtMs = { ...progress.solvedAtMs };
  for (const { grade, text } of graded) {
    const before = attempts[grade.question];
    if (grade.verdict !== 'missing' && before?.last !== text) attempts[grade.question] = { count: (before?.count ?? 0) + 1, last: text };
    if (grade.verdict === 'correct') solvedAtMs[grade.question] ??= nowMs;
  }
  return { ...progress, attempts, solvedAtMs };
}

/** Points that a question gives: all of them less its hints once it is right, none before. */
export function earned(question: Question, grade: QuestionGrade | undefined, progress: Progress): number {
  if (grade?.verdict !== 'correct') return 0;
  const costs = question.hints.slice(0, hintsTaken(progress, question)).reduce((sum, { cost }) => sum + cost, 0);
  return Math.max(0, question.points - costs);
}
