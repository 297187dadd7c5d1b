import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { type Lab, labName } from '../../labs/definition.js';
import type { Attempts, Progress } from '../../labs/progress.js';
import { UserError } from '../../model/error.js';
import { replaceFile } from '../replaced-file.js';

/** What was kept of a learner's work in a lab; `undefined` where it was not begun, or what was kept can't be read. */
export function readProgress(lab: Lab): Progress | undefined {
  try {
    return progressOf(JSON.parse(readFileSync(fileOf(lab), 'utf8')), labName(lab));
  } catch {
    return undefined;
  }
}

/** Keeps a learner's progress, for this user alone. Throws `UserError` when there is no place for it. */
export function writeProgress(lab: Lab, progress: Progress): void {
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(
      `progress can't be kept: ${error instanceof Error ? error.message : String(error)}`,
      'Set XDG_STATE_HOME to a folder of yours.',
    );
  }
  replaceFile(fileOf(lab), `${JSON.stringify(progress, undefined, 2)}\n`);
}

/** Forgets a learner's progress. False when there was none. */
export function forgetProgress(lab: Lab): boolean {
  const isThere = entries().includes(`${labName(lab)}.json`);
  if (isThere) rmSync(fileOf(lab));
  return isThere;
}

/** `workbench/labs` of the user's state directory (XDG_STATE_HOME). */
function folder(): string {
  return join(envPaths('workbench', { suffix: '' }).log, 'labs');
}

function fileOf(lab: Lab): string {
  return join(folder(), `${labName(lab)}.json`);
}

function entries(): readonly string[] {
  try {
    return readdirSync(folder());
  } catch {
    return [];
  }
}

type Fields = Readonly<Record<string, unknown>>;

function progressOf(value: unknown, lab: string): Progress | undefined {
  if (!isFields(value) || value.lab !== lab || typeof value.startedAtMs !== 'number' || typeof value.answersPath !== 'string')
    return undefined;
  return {
    lab,
    startedAtMs: value.startedAtMs,
    answersPath: value.answersPath,
    hints: entriesOf(value.hints, (one) => (typeof one === 'number' ? one : undefined)),
    attempts: entriesOf(value.attempts, attemptsOf),
    solvedAtMs: entriesOf(value.solvedAtMs, (one) => (typeof one === 'number' ? one : undefined)),
  };
}

function attemptsOf(value: unknown): Attempts | undefined {
  return isFields(value) && typeof value.count === 'number' && typeof value.last === 'string'
    ? { count: value.count, last: value.last }
    : undefined;
}

function entriesOf<Value>(value: unknown, read: (one: unknown) => Value | undefined): Readonly<Record<string, Value>> {
  if (!isFields(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const kept = read(one);
      return kept === undefined ? [] : [[key, kept] as const];
    }),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
