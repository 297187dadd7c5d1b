import { readFileSync } from 'node:fs';
import { type Answer, withAnswer } from '../export/answers.js';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';
import { replaceFile } from './replaced-file.js';

/** What was written, in one line. */
export interface SavedAnswer {
  readonly message: string;
}

/**
 * Writes an answer into a file of answers, keeping everything else in it, comments included. The file changes in one step: a crash
 * leaves the old one. Throws `UserError` when the file is something else and is left alone.
 */
export function saveAnswer(request: {
  readonly path: string;
  readonly question: string;
  readonly answer: Answer;
  readonly lab?: string;
}): SavedAnswer {
  const { path, question, answer, lab } = request;
  if (!/^[A-Za-z0-9][\w.-]*$/.test(question)) {
    throw new UserError(
      `"${printable(question)}" is no question id`,
      'Ids are made of letters, digits, - and _, like elasticsearch-caller.',
    );
  }
  const edit = withAnswer(textOf(path), question, answer, lab);
  if (edit.kind === 'refused') throw new UserError(`${printable(path)} is left as it is: ${edit.reason}`, 'Name another file with -o.');
  replaceFile(path, edit.text);
  return { message: `${edit.isReplaced ? 'replaced the answer to' : 'answered'} ${question} in ${printable(path)}` };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UserError(`${printable(path)} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
