import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { labName } from '../../labs/definition.js';
import { labAnswered } from '../../labs/read-answers.js';
import { UserError } from '../../model/error.js';
import type { Call } from '../command.js';
import type { StyleOptions } from '../options/output-options.js';
import { readText } from '../read-text.js';
import { type LabFolder, openLab } from './lab-folder.js';
import { readProgress } from './progress-file.js';

/** Options of every command on a lab. */
export type LabOptions = StyleOptions & { readonly labs?: string; readonly answers?: string };

const USUAL_ANSWERS = 'answers.yaml';

/** The lab that the first word of a command names. */
export function labOf({ operands, options }: Call<LabOptions>): LabFolder {
  const [named = ''] = operands;
  return openLab(named, options.labs);
}

/**
 * Absolute path of the learner's file: as the command says; else `answers.yaml` here, if it answers this lab; else the file that the lab was
 * begun with.
 */
export function answersPathOf(call: Call<LabOptions>, { content: { lab } }: LabFolder): string {
  const here = answersHere(call);
  if (call.options.answers !== undefined || (existsSync(here) && labAnswered(readText(here)) === labName(lab))) return here;
  const begun = readProgress(lab)?.answersPath;
  return begun !== undefined && existsSync(begun) ? begun : here;
}

/** Absolute path of the file that the command names, or of `answers.yaml` in this folder. */
export function answersHere({ options, world }: Call<LabOptions>): string {
  if (options.answers === '-')
    throw new UserError('answers are read from a file, not from standard input', 'Name one with --answers FILE.');
  return resolve(world.folder, options.answers ?? USUAL_ANSWERS);
}
