import type { LabDesk } from '../model/lab.js';
import { printable } from '../model/printable.js';
import type { ImportProgress } from '../model/progress.js';
import { type CaseFile, makeCase, openCase } from '../store/open.js';
import type { ImportProgressFeed, InterfaceOptions as Shown } from '../tui/options.js';
import { caseReader } from './case-reader.js';
import { titleOfCase } from './case-title.js';
import type { Call } from './command.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { rememberedFilters, rememberFilter } from './filter-history.js';
import { takeFirstRun } from './first-run.js';
import { caseToBe, closeOrRemove } from './import/empty-case.js';
import { startBackgroundImport } from './import-worker.js';
import { actionsOn } from './interface-actions.js';
import type { CaseOptions } from './options/case-options.js';
import type { InterfaceOptions } from './options/interface-options.js';
import { showsAsciiOnly } from './terminal-abilities.js';
import { isColourWanted } from './text/style.js';
import { counted } from './text/wording.js';

type InterfaceCall = Call<CaseOptions & InterfaceOptions>;

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
  const { interfaceSettings } = await import('./interface-settings.js');
  // What Ink and programs made with it are told by, where somebody reads with a screen reader.
  const isPlain = options.plain === true || world.env.INK_SCREEN_READER === 'true';
  const run = isPlain ? (await import('./plain-interface.js')).runPlainInterface : (await import('../tui/main.js')).runInterface;
  const settings = await interfaceSettings(world);
  // The interface gives the terminal back when a signal comes, and leaves it to us how the process ends.
  const end = (): void => process.exit(world.interruption.received() === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted);
  world.interruption.signal.addEventListener('abort', end, { once: true });
  const title = titleOfCase(shown.path);
  const reader = caseReader(shown.path);
  const shownAs: Shown = {
    view: shown.caseFile.view,
    title,
    actions: actionsOn({ ...shown, title, nowUs: () => Date.now() * 1000, rememberFilter }),
    style: {
      isAscii: options.ascii ?? showsAsciiOnly(world.env),
      colour: isColour ? 'ansi16' : 'none',
      theme: options.theme ?? 'auto',
      isFirstRun: takeFirstRun(),
    },
    settings: { ...settings, isMouseOn: options.mouse === true, filters: rememberedFilters() },
    ...(progress !== undefined && { progress }),
    ...(shown.lab !== undefined && { lab: shown.lab }),
    elsewhere: reader.read,
    expectMatches: reader.expectMatches,
    expectReads: reader.expectReads,
  };
  try {
    await run(shownAs);
  } finally {
    await reader.close();
  }
  world.interruption.signal.removeEventListener('abort', end);
  return EXIT.ok;
}

/** Shows a case at once while its inputs are read into it by another thread. Leaving stops that; what was read is kept. */
export async function showWhileImporting(call: InterfaceCall): Promise<ExitCode> {
  const { options, operands, world } = call;
  const { planImport } = await import('./import/plan.js');
  const plan = await planImport({
    inputs: operands,
    ...(options.case !== undefined && { casePath: options.case }),
    ...(options.as !== undefined && { format: options.as }),
    signal: world.interruption.signal,
    isFollowing: options.follow === true,
  });
  const made = caseToBe(plan.path, plan.inputs);
  // Made here, so that there is something to look at before the other thread has begun.
  makeCase(plan.path);
  const caseFile = openCase(plan.path);
  const background = startBackgroundImport({ plan, lateAfterSeconds: options.lateAfter, isFollowing: options.follow === true });
  try {
    const code = await showCase(call, { caseFile, path: plan.path }, background);
    const bug = background.bug();
    if (bug !== undefined) throw bug;
    return code;
  } finally {
    const last = background.current();
    await background.stop();
    closeOrRemove(caseFile, made);
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
