import { existsSync, writeFileSync } from 'node:fs';
import { jsonLine } from '../../export/json.js';
import { labCheckShape } from '../../export/lab-shape.js';
import { yamlText } from '../../export/yaml.js';
import { badgeLines, badgeSvg } from '../../labs/badge.js';
import { labName } from '../../labs/definition.js';
import type { Judge } from '../../labs/grade.js';
import { readKey } from '../../labs/key.js';
import { begun } from '../../labs/progress.js';
import { labAnswered } from '../../labs/read-answers.js';
import { type LabState, sheetOf } from '../../labs/sheet.js';
import { UserError } from '../../model/error.js';
import type { LabQuestionSheet, LabSheet } from '../../model/lab.js';
import { printable } from '../../model/printable.js';
import { formatDuration } from '../../model/time.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { pinnedData } from '../lab/lab-data.js';
import { type LabFolder, openLab, placed, shortPath } from '../lab/lab-folder.js';
import { answersHere, answersPathOf, type LabOptions } from '../lab/lab-options.js';
import { BY_SEALS, type GradedFile, gradeFile, noteGrades, stateOf } from '../lab/lab-work.js';
import { readProgress } from '../lab/progress-file.js';
import type { OutputOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { fileError, readText } from '../read-text.js';

/** Options of `lab check`. */
export type CheckLabOptions = LabOptions & OutputOptions & { readonly key?: string; readonly badge?: string; readonly format: string };

/** Grades a file of answers. */
export async function checkLab(call: Call<CheckLabOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const output = openOutput(world, options);
  const opened = labToCheck(call);
  pinnedData(opened);
  const path = call.operands.length === 0 ? answersHere(call) : answersPathOf(call, opened);
  const nowMs = Date.now();
  const graded = gradeFile(opened, path, judgeOf(opened, options.key));
  const state =
    options.key === undefined
      ? counted(opened, graded, path, nowMs)
      : stateOf(opened, graded, begun(opened.content.lab, path, nowMs), nowMs);
  const sheet = sheetOf(state);
  await writeAll(output, pieces(sheet, graded, options.format));
  for (const warning of graded.warnings) {
    world.stderr.write(`${printable(shortPath(path))}:${warning.line}:${warning.column}: ${printable(warning.message)}\n`);
  }
  if (sheet.standing.isDone && options.badge !== undefined) saveBadge(options.badge, opened, sheet, options.force === true);
  return codeOf(sheet);
}

/** The lab that is named, or the one that the file of answers names. */
function labToCheck(call: Call<CheckLabOptions>): LabFolder {
  const [named] = call.operands;
  if (named !== undefined) return openLab(named, call.options.labs);
  const path = answersHere(call);
  if (!existsSync(path))
    throw new UserError(
      `there is no ${printable(shortPath(path))}`,
      'workbench lab start NAME writes one; or name a file with --answers FILE.',
    );
  const lab = labAnswered(readText(path));
  if (lab === undefined)
    throw new UserError(
      `${printable(shortPath(path))} does not say which lab it answers`,
      'Write "lab: NAME@VERSION" into it, or name the lab: workbench lab check NAME',
    );
  return openLab(lab, call.options.labs);
}

function judgeOf(opened: LabFolder, keyPath: string | undefined): Judge {
  if (keyPath === undefined) return BY_SEALS;
  const { key, problems } = readKey(readText(keyPath), opened.content.lab);
  const [first, ...rest] = problems.filter(({ severity }) => severity === 'error').map((problem) => placed(keyPath, problem));
  if (first !== undefined) throw fileError([first, ...rest]);
  if (key === undefined) throw new UserError(`${printable(keyPath)} holds no key`);
  return { kind: 'key', key };
}

function counted(opened: LabFolder, graded: GradedFile, path: string, nowMs: number): LabState {
  const { lab } = opened.content;
  return noteGrades(opened, graded, readProgress(lab) ?? begun(lab, path, nowMs), nowMs);
}

function pieces(sheet: LabSheet, { path, grades, warnings }: GradedFile, format: string): readonly string[] {
  if (format === 'json') return [`${jsonLine(labCheckShape(sheet, warnings))}\n`];
  if (format === 'yaml') return [yamlText(labCheckShape(sheet, warnings))];
  const file = printable(shortPath(path));
  const lines = sheet.questions.flatMap((question) => [
    `${WORDS[question.verdict].padEnd(9)} ${question.id}  ${question.earned} of ${question.points} points`,
    ...(question.verdict === 'missing' ? [] : (grades.find((grade) => grade.question === question.id)?.fields ?? [])).flatMap(
      ({ message, place, verdict }) =>
        message === undefined
          ? []
          : [
              `          ${place === undefined ? '' : `${file}:${place.line}:${place.column}: `}${verdict === 'missing' ? 'open: ' : ''}${message}`,
            ],
    ),
    ...explained(question),
  ]);
  return [...lines, ...endLines(sheet)].map((line) => `${printable(line)}\n`);
}

const WORDS: Readonly<Record<LabQuestionSheet['verdict'], string>> = {
  correct: 'right',
  partial: 'partly',
  wrong: 'wrong',
  type_error: 'mistyped',
  missing: 'open',
  ungraded: 'ungraded',
};

function explained({ explanation }: LabQuestionSheet): readonly string[] {
  return explanation === undefined
    ? []
    : explanation
        .trim()
        .split('\n')
        .map((line) => `          | ${line}`);
}

function endLines({ standing, badge, path }: LabSheet): readonly string[] {
  const { solved, questions, points, mostPoints, hints, attempts, seconds } = standing;
  const summary = `${solved} of ${questions} solved, ${points} of ${mostPoints} points, hints: ${hints}, attempts: ${attempts}, time: ${formatDuration(seconds * 1_000_000)}`;
  return ['', summary, ...(badge === undefined ? [] : ['', ...badge]), ...(path === undefined ? [] : ['', ...path.trim().split('\n')])];
}

function codeOf({ questions, standing }: LabSheet): ExitCode {
  if (standing.isDone) return EXIT.ok;
  const isUndecided = questions.every(({ verdict }) => verdict === 'correct' || verdict === 'ungraded');
  return isUndecided ? EXIT.inconclusive : EXIT.found;
}

function saveBadge(path: string, { content: { lab } }: LabFolder, { standing }: LabSheet, isForced: boolean): void {
  if (existsSync(path) && !isForced) throw new UserError(`${printable(path)} exists`, 'Add --force to overwrite it.');
  const text = path.endsWith('.svg') ? badgeSvg(lab, standing) : `${badgeLines(lab, standing).join('\n')}\n`;
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`the badge of ${labName(lab)} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
