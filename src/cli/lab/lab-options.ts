import { resolve } from 'node:path';
import { UserError } from '../../model/error.js';
import type { Call } from '../command.js';
import type { StyleOptions } from '../options/output-options.js';
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

/** Absolute path of the learner's file: as the command says, else where the lab was begun, else `answers.yaml` here. */
export function answersPathOf({ options, world }: Call<LabOptions>, opened?: LabFolder): string {
  if (options.answers === '-')
    throw new UserError('answers are read from a file, not from standard input', 'Name one with --answers FILE.');
  if (options.answers !== undefined) return resolve(world.folder, options.answers);
  const begun = opened === undefined ? undefined : readProgress(opened.content.lab)?.answersPath;
  return begun ?? resolve(world.folder, USUAL_ANSWERS);
}
