import { labName } from '../../labs/definition.js';
import { sheetOf } from '../../labs/sheet.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { pinnedData } from '../lab/lab-data.js';
import { shortPath } from '../lab/lab-folder.js';
import { answersHere, type LabOptions, labOf } from '../lab/lab-options.js';
import { questionLines, textLines } from '../lab/lab-text.js';
import { beginLab, stateOf } from '../lab/lab-work.js';
import { openOutput, writeAll } from '../output.js';

/** Begins a lab and prints what comes first. */
export async function startLab(call: Call<LabOptions>): Promise<ExitCode> {
  const { world, options } = call;
  const opened = labOf(call);
  const data = pinnedData(opened);
  const path = answersHere(call);
  const nowMs = Date.now();
  const { progress, isNew } = beginLab(opened, path, nowMs);
  const sheet = sheetOf(stateOf(opened, undefined, progress, nowMs));
  const [chapter] = sheet.chapters;
  const questions = sheet.questions.filter((question) => question.chapter === chapter?.id);
  const lines = [
    printable(sheet.title),
    '',
    ...textLines(chapter?.text ?? ''),
    ...questions.flatMap((question) => ['', ...questionLines(question)]),
    '',
    `${sheet.chapters.length} chapters, ${sheet.questions.length} questions, ${sheet.standing.mostPoints} points. Now:`,
    `  workbench lab open ${printable(call.operands[0] ?? '')}`,
    '  workbench lab check',
    `The data: ${data.map((file) => printable(shortPath(file))).join(' ')}`,
  ];
  await writeAll(
    openOutput(world, {}),
    lines.map((line) => `${line}\n`),
  );
  if (options.quiet !== true) {
    const what = isNew
      ? `wrote ${printable(shortPath(path))}: answer there, or with a in the interface`
      : `${printable(shortPath(path))} is there and was left as it is`;
    world.stderr.write(`${labName(opened.content.lab)}: ${what}\n`);
  }
  return EXIT.ok;
}
