import { existsSync } from 'node:fs';
import { begun, withHint } from '../../labs/progress.js';
import { UserError } from '../../model/error.js';
import { nearest } from '../../model/nearest.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { answersPathOf, type LabOptions, labOf } from '../lab/lab-options.js';
import { readProgress, writeProgress } from '../lab/progress-file.js';

/** Options of `lab hint`. */
export type HintLabOptions = LabOptions & { readonly cost?: boolean };

/** Prints the next hint to a question and keeps that it was taken. */
export async function hintLab(call: Call<HintLabOptions>): Promise<ExitCode> {
  const { options, operands, world } = call;
  const opened = labOf(call);
  const { lab } = opened.content;
  const [, id = ''] = operands;
  const ids = lab.questions.map((question) => question.id);
  const question = lab.questions.find((one) => one.id === id);
  if (question === undefined) {
    const meant = nearest(id, ids);
    throw new UserError(
      `there is no question ${printable(id)}`,
      meant === undefined ? `There are ${ids.join(', ')}.` : `Did you mean ${meant}?`,
    );
  }
  const path = answersPathOf(call, opened);
  const progress = readProgress(lab) ?? begun(lab, path, Date.now());
  const outcome = withHint(progress, question);
  if (outcome.kind === 'none') {
    world.stdout.write(`${printable(outcome.reason)}\n`);
    return EXIT.ok;
  }
  const price = outcome.cost === 0 ? 'is free' : `costs ${outcome.cost} of ${question.points} points`;
  if (options.cost === true) {
    world.stdout.write(`the next hint ${price}\n`);
    return EXIT.ok;
  }
  writeProgress(lab, outcome.progress);
  for (const line of outcome.text.split('\n')) world.stdout.write(`${printable(line)}\n`);
  if (options.quiet !== true) {
    const answers = existsSync(path) ? '' : '; workbench lab start writes answers.yaml';
    world.stderr.write(`it ${price}; ${outcome.left} left${answers}\n`);
  }
  return EXIT.ok;
}
