import { answerOf, withAnswer } from '../../export/answers.js';
import { UserError } from '../../model/error.js';
import { formatFilter } from '../../model/filter-grammar.js';
import { printable } from '../../model/printable.js';
import type { Process } from '../../model/process.js';
import { UNICODE_GLYPHS } from '../../tui/drawing/glyphs.js';
import { saveAnswer } from '../answers-file.js';
import type { Call } from '../command.js';
import { containerLookup } from '../containers.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { FilterOptions } from '../options/filter-options.js';
import type { StyleOptions } from '../options/output-options.js';
import { type Session, withCase } from '../session.js';
import { counted, imagesText, placeText } from '../text/wording.js';

/** Options of `export answers`. */
export type ExportAnswersOptions = CaseOptions &
  FilterOptions &
  StyleOptions & { readonly question: string; readonly process?: string; readonly lab?: string; readonly output: string };

/** Answers a question with a process, in a YAML file that keeps everything else that stands in it. */
export async function exportAnswer(call: Call<ExportAnswersOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(call, async (session) => {
    const process = options.process === undefined ? onlyMatch(session) : namedProcess(session, options.process);
    const answer = answerOf(process, containerLookup(session.view)(process));
    const lab = options.lab !== undefined && { lab: options.lab };
    if (options.output === '-') {
      const edit = withAnswer(undefined, options.question, answer, options.lab);
      if (edit.kind === 'edited') world.stdout.write(edit.text);
      return EXIT.ok;
    }
    const { message } = saveAnswer({ path: options.output, question: options.question, answer, ...lab });
    if (options.quiet !== true) world.stderr.write(`${message}: ${described(session, process)}\n`);
    return EXIT.ok;
  });
}

function namedProcess({ view }: Session, execId: string): Process {
  const row = view.processWithExecId(execId);
  const process = row === undefined ? undefined : view.process(row);
  if (process !== undefined) return process;
  throw new UserError(`no process has the exec id ${printable(execId)}`, 'workbench processes --format ndjson lists them.');
}

/** Candidates that are named when a filter does not single one out. */
const CANDIDATES = 8;

function onlyMatch(session: Session): Process {
  const { view, filter } = session;
  const text = printable(formatFilter(filter));
  if (text === '')
    throw new UserError('no process is named', 'Add --process EXECID, --pid N or any other filter that one process matches.');
  const { rows } = view.processes(filter, { limit: CANDIDATES + 1 });
  const [only] = rows;
  if (only === undefined) throw new UserError(`no process matches ${text}`);
  if (rows.length === 1) return only;
  const shown = rows.slice(0, CANDIDATES).map((process) => `  ${printable(process.execId)}  ${described(session, process)}`);
  const all = view.matchingProcesses(filter).length;
  throw new UserError(`${counted(all, 'process', 'processes')} match ${text}`, ['Name one with --process:', ...shown].join('\n'));
}

function described({ view }: Session, process: Process): string {
  const where = placeText(containerLookup(view)(process), process.node, UNICODE_GLYPHS);
  return printable(`pid ${process.pid}, ${imagesText(process, UNICODE_GLYPHS)}, ${where}`);
}
