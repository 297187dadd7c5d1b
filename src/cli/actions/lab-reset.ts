import { existsSync } from 'node:fs';
import { labName } from '../../labs/definition.js';
import { labAnswered } from '../../labs/read-answers.js';
import { answersStub } from '../../labs/stub.js';
import { UserError } from '../../model/error.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { shortPath } from '../lab/lab-folder.js';
import { answersPathOf, type LabOptions, labOf } from '../lab/lab-options.js';
import { forgetProgress } from '../lab/progress-file.js';
import { schemaPath } from '../lab/schema-path.js';
import { readText } from '../read-text.js';
import { replaceFile } from '../replaced-file.js';

/** Options of `lab reset`. */
export type ResetLabOptions = LabOptions & { readonly answersToo?: boolean };

/** Forgets a learner's progress in a lab. */
export async function resetLab(call: Call<ResetLabOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const opened = labOf(call);
  const { lab } = opened.content;
  const path = answersPathOf(call, opened);
  const file = printable(shortPath(path));
  if (options.answersToo === true) {
    const answered = existsSync(path) ? labAnswered(readText(path)) : labName(lab);
    if (answered?.split('@', 1)[0] !== lab.id)
      throw new UserError(`${file} is left as it is: it answers ${printable(answered ?? 'no lab')}`);
    replaceFile(path, answersStub(lab, schemaPath('answers')));
  }
  const wasThere = forgetProgress(lab);
  const progress = wasThere ? `forgot the progress in ${labName(lab)}` : `${labName(lab)} was not begun`;
  const answers = options.answersToo === true ? `${file} was written anew` : existsSync(path) ? `${file} is left as it is` : '';
  if (options.quiet !== true) world.stderr.write(`${[progress, answers].filter((part) => part !== '').join('; ')}\n`);
  return EXIT.ok;
}
