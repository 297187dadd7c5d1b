import { existsSync } from 'node:fs';
import { type ListedLab, listedLabShape } from '../../export/lab-shape.js';
import { listing } from '../../export/listing.js';
import { labName } from '../../labs/definition.js';
import { standingOf } from '../../labs/sheet.js';
import { UserError } from '../../model/error.js';
import type { LabStanding } from '../../model/lab.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type LabFolder, labFolders, readLabFolder } from '../lab/lab-folder.js';
import type { LabOptions } from '../lab/lab-options.js';
import { BY_SEALS, gradeFile, stateOf } from '../lab/lab-work.js';
import { readProgress } from '../lab/progress-file.js';
import { documentFormat } from '../listing-output.js';
import type { OutputOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { textStyle } from '../text/style.js';
import { type Column, tableLines } from '../text/table.js';
import { counted } from '../text/wording.js';

/** Options of `lab list`. */
export type ListLabsOptions = LabOptions & OutputOptions & { readonly format: string };

/** Lists labs. One that can't be read is named on standard error, and makes it exit 2. */
export async function listLabs({ options, world }: Call<ListLabsOptions>): Promise<ExitCode> {
  const output = openOutput(world, options);
  const failures: UserError[] = [];
  const labs = labFolders(options.labs).flatMap((folder) => {
    try {
      return [listed(readLabFolder(folder))];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error);
      return [];
    }
  });
  const format = documentFormat(options.format);
  const pieces =
    format === undefined ? tableLines(COLUMNS, labs, textStyle(world, options)) : listing(format, 'labs', labs.map(listedLabShape));
  await writeAll(output, pieces);
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  if (options.quiet !== true) world.stderr.write(`${counted(labs.length, 'lab')}; workbench lab open NAME begins one\n`);
  return labs.length === 0 ? EXIT.inconclusive : EXIT.ok;
}

const COLUMNS: readonly Column<ListedLab>[] = [
  { title: 'lab', text: ({ name }) => name.split('@', 1)[0] ?? name, isRigid: true },
  { title: 'title', text: ({ title }) => title },
  { title: 'questions', text: ({ questions }) => String(questions), isRight: true },
  { title: 'points', text: ({ mostPoints }) => String(mostPoints), isRight: true },
  { title: 'you', text: yours, isRigid: true },
  { title: 'about', text: ({ summary }) => summary },
];

function yours(lab: ListedLab): string {
  if (lab.state === 'new') return '-';
  return `${lab.solved ?? 0} solved, ${lab.points ?? 0} points`;
}

function listed(opened: LabFolder): ListedLab {
  const { lab } = opened.content;
  const standing = standingIn(opened);
  return {
    name: labName(lab),
    title: lab.title,
    summary: lab.summary,
    questions: lab.questions.length,
    mostPoints: lab.questions.reduce((sum, { points }) => sum + points, 0),
    state: standing === undefined ? 'new' : standing.isDone ? 'done' : 'begun',
    ...(standing === undefined ? {} : { points: standing.points, solved: standing.solved }),
  };
}

/** Where the learner stands; `undefined` for a lab that was not begun, or whose file of answers is gone or broken. */
function standingIn(opened: LabFolder): LabStanding | undefined {
  const progress = readProgress(opened.content.lab);
  if (progress === undefined) return undefined;
  const graded = existsSync(progress.answersPath) ? readGraded(opened, progress.answersPath) : undefined;
  return standingOf(stateOf(opened, graded, progress, progress.startedAtMs));
}

function readGraded(opened: LabFolder, path: string) {
  try {
    return gradeFile(opened, path, BY_SEALS);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
