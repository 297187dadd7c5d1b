import { basename } from 'node:path';
import { answerOf } from '../export/answers.js';
import { yamlText } from '../export/yaml.js';
import type { CaseView } from '../model/case-view.js';
import { UserError } from '../model/error.js';
import type { LabDesk } from '../model/lab.js';
import { printable } from '../model/printable.js';
import type { ImportProgress } from '../model/progress.js';
import { type CaseFile, openCase } from '../store/open.js';
import type { ActionResult, ImportProgressFeed, InterfaceActions } from '../tui/options.js';
import { saveAnswer } from './answers-file.js';
import type { Call } from './command.js';
import { containerLookup } from './containers.js';
import { reportDocument, runRules } from './detection-run.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { saveFindings } from './findings-file.js';
import { takeFirstRun } from './first-run.js';
import { planImport } from './import-session.js';
import { startBackgroundImport } from './import-worker.js';
import type { CaseOptions } from './options/case-options.js';
import type { StyleOptions } from './options/output-options.js';
import { isColourWanted } from './text/style.js';
import { counted } from './text/wording.js';

type InterfaceCall = Call<CaseOptions & StyleOptions>;

/** A case that is shown. */
interface ShownCase {
  readonly caseFile: CaseFile;
  readonly path: string;
  /** The lab that is worked on. */
  readonly lab?: LabDesk;
}

/** Shows a case in the interface until the user leaves it. */
export async function showCase(call: InterfaceCall, shown: ShownCase, progress?: ImportProgressFeed): Promise<ExitCode> {
  const { world, options } = call;
  const isColour = isColourWanted(world.env, options.color);
  // Ink's colours come from chalk, which knows nothing of NO_COLOR and decides once, when it is loaded.
  if (!isColour) process.env.FORCE_COLOR = '0';
  // React's development build keeps a performance measure of every component it draws, for ever.
  process.env.NODE_ENV ??= 'production';
  const { runInterface } = await import('../tui/main.js');
  // The interface gives the terminal back when a signal comes, and leaves it to us how the process ends.
  const end = (): void => process.exit(world.interruption.received() === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted);
  world.interruption.signal.addEventListener('abort', end, { once: true });
  await runInterface({
    view: shown.caseFile.view,
    title: titleOf(shown.path),
    actions: actionsOn(shown),
    style: { isAscii: options.ascii === true, colour: isColour ? 'ansi16' : 'none', isFirstRun: takeFirstRun() },
    ...(progress !== undefined && { progress }),
  });
  world.interruption.signal.removeEventListener('abort', end);
  return EXIT.ok;
}

/** Shows a case at once while its inputs are read into it by another thread. Leaving stops that; what was read is kept. */
export async function showWhileImporting(call: InterfaceCall): Promise<ExitCode> {
  const { options, operands, world } = call;
  const plan = await planImport({
    inputs: operands,
    ...(options.case !== undefined && { casePath: options.case }),
    signal: world.interruption.signal,
    isFollowing: options.follow === true,
  });
  // Made here, so that there is something to look at before the other thread has begun.
  openCase({ path: plan.path, mode: 'write' }).close();
  const caseFile = openCase({ path: plan.path, mode: 'read' });
  const background = startBackgroundImport({ plan, lateAfterSeconds: options.lateAfter, isFollowing: options.follow === true });
  try {
    const code = await showCase(call, { caseFile, path: plan.path }, background);
    const bug = background.bug();
    if (bug !== undefined) throw bug;
    return code;
  } finally {
    const last = background.current();
    await background.stop();
    caseFile.close();
    tellUnfinished(call, last);
  }
}

/** Who leaves before the end learns what was kept, and who saw an import fail can read it again. */
function tellUnfinished({ world, options }: InterfaceCall, last: ImportProgress | undefined): void {
  if (last === undefined || options.quiet === true) return;
  if (last.message !== undefined) world.stderr.write(`${printable(last.message)}\n`);
  if (last.phase === 'reading')
    world.stderr.write(`${counted(last.events, 'event')} were read and kept; the same command goes on from there\n`);
}

/** The case's name without what makes it unique among the cases of the data folder. */
function titleOf(path: string): string {
  return basename(path, '.case').replace(/-[0-9a-f]{12}$/, '');
}

function actionsOn({ caseFile }: ShownCase): InterfaceActions {
  return {
    exportFindings: () => resultOf(() => exportFindings(caseFile)),
    exportAnswer: (question, processId) => resultOf(() => exportAnswer(caseFile.view, question, processId)),
  };
}

function exportFindings(caseFile: CaseFile): string {
  const { view } = caseFile;
  const report = runRules({ caseFile });
  const path = saveFindings(yamlText(reportDocument({ view, sources: view.sources() }, report, report.findings)));
  return `${counted(report.findings.length, 'finding')} in ${path}`;
}

function exportAnswer(view: CaseView, question: string, processId: number): string {
  const process = view.process(processId);
  if (process === undefined) throw new UserError('that process is gone: the case has changed', 'Select it again.');
  return saveAnswer({ path: 'answers.yaml', question, answer: answerOf(process, containerLookup(view)(process)) }).message;
}

/** The interface shows a user's mistake; a bug goes on to where it is printed. */
function resultOf(act: () => string): ActionResult {
  try {
    return { kind: 'done', message: act() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'failed', message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}
