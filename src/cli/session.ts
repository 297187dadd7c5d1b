import { existsSync } from 'node:fs';
import type { Refusal } from '../ingest/source-file.js';
import type { CaseView } from '../model/case-view.js';
import { UserError } from '../model/error.js';
import type { Filter } from '../model/filter.js';
import { printable } from '../model/printable.js';
import type { Source } from '../model/source.js';
import { type CaseFile, isCaseFile, openCase } from '../store/open.js';
import type { Call } from './command.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { lockCase } from './import/import-lock.js';
import { explainedStoreError } from './import/store-error.js';
import type { CaseOptions } from './options/case-options.js';
import { type FilterOptions, filterOf } from './options/filter-options.js';
import { sortOperands } from './options/operands.js';
import type { StyleOptions } from './options/output-options.js';
import { progressReporter } from './progress.js';
import { threadsToRead } from './reading-ahead.js';
import { counted } from './text/wording.js';
import type { World } from './world.js';

/** A case that a command reads: one that was there, or one made of the inputs it was given. */
export interface Session {
  readonly caseFile: CaseFile;
  readonly view: CaseView;
  readonly path: string;
  readonly sources: readonly Source[];
  /** Inputs that could not be read as events, with the reason. */
  readonly refused: readonly Refusal[];
  /** What the command asked for, options and filter words together. */
  readonly filter: Filter;
  readonly isInterrupted: boolean;
}

/** How a command uses a case. */
interface SessionUse {
  readonly readsPartial?: boolean;
  readonly hasFilter?: boolean;
  /** Called while another thread judges events that were read, with nothing else to be done here. */
  readonly whileJudging?: () => void;
}

type SessionOptions = CaseOptions & StyleOptions & FilterOptions;

/**
 * Opens or makes the case that a command names, lets `use` read it, and closes it. The exit code is what `use` says, unless what was
 * read is inconclusive; findings (1) win over that. After an interruption `use` is left out, for who stops a command does not want
 * its output, unless it has something to say of the import itself (`readsPartial`).
 */
export async function withCase<Options extends SessionOptions>(
  call: Call<Options>,
  use: (session: Session) => Promise<ExitCode>,
  { readsPartial = false, hasFilter = true, whileJudging }: SessionUse = {},
): Promise<ExitCode> {
  // A command without a filter takes every word for an input, and says of `late` that there is no such file.
  const { inputs, filterWords } = sortOperands(call.operands, hasFilter ? existsSync : () => true);
  const filter = filterOf(call.options, filterWords);
  const opened = await openSession(call, inputs, whileJudging);
  try {
    if (opened.isInterrupted && !readsPartial) return interruptedCode(call.world, opened);
    const code = await use({ ...opened, filter, view: opened.caseFile.view });
    if (opened.isInterrupted) return interruptedCode(call.world, opened);
    return code === EXIT.ok ? conclusiveness(call, opened) : code;
  } finally {
    opened.close();
  }
}

type Opened = Omit<Session, 'filter' | 'view'> & { close(): void };

async function openSession<Options extends SessionOptions>(
  call: Call<Options>,
  inputs: readonly string[],
  whileJudging: SessionUse['whileJudging'],
): Promise<Opened> {
  const path = keptCase(call.options, inputs);
  return path === undefined ? importInputs(call, inputs, whileJudging) : openKept(call, path);
}

/** Path of the case that is to be read as it is, or nothing when there are events to read first. Throws `UserError` for neither. */
export function keptCase(options: CaseOptions, inputs: readonly string[]): string | undefined {
  const [first] = inputs;
  if (first === undefined) {
    if (options.as !== undefined) throw new UserError('--as names how to read event files, and there are none', 'Name the files as well.');
    if (options.case !== undefined) return options.case;
    throw new UserError('nothing to read', 'Name event files, a folder, - for standard input, or a case file.');
  }
  if (inputs.length === 1 && isCaseFile(first)) {
    if (options.as !== undefined)
      throw new UserError(`${printable(first)} is a case: its events were read already`, '--as names how to read event files.');
    return first;
  }
  const mixed = inputs.find((input) => isCaseFile(input));
  if (mixed !== undefined) {
    throw new UserError(`${printable(mixed)} is a case, the other inputs are not`, 'To add events to a case: --case FILE EVENTS…');
  }
  return undefined;
}

/** The case as it was left; linked and judged anew when another threshold is asked for, or an import of it was interrupted before. */
async function openKept<Options extends SessionOptions>(call: Call<Options>, path: string): Promise<Opened> {
  const kept = openCase(path);
  const lateAfterSeconds = call.isGiven('lateAfter') ? call.options.lateAfter : kept.view.lateAfterSeconds();
  if (!kept.needsLinking({ lateAfterSeconds }))
    return { caseFile: kept, path, sources: kept.view.sources(), refused: [], isInterrupted: false, close: () => kept.close() };
  kept.close();
  const [{ judgementOf }, { openCaseToWrite }] = await Promise.all([import('./run-rules.js'), import('../store/write.js')]);
  const lock = lockCase(path);
  try {
    const caseFile = openCaseToWrite(path);
    caseFile.link({ lateAfterSeconds });
    caseFile.saveJudgement(caseFile.atOneMoment(() => judgementOf(caseFile.detection)));
    return { caseFile, path, sources: caseFile.view.sources(), refused: [], isInterrupted: false, close: () => caseFile.close() };
  } catch (error) {
    throw explainedStoreError(error, path);
  } finally {
    lock.release();
  }
}

async function importInputs<Options extends SessionOptions>(
  call: Call<Options>,
  inputs: readonly string[],
  whileJudging: SessionUse['whileJudging'],
): Promise<Opened> {
  const { options, world } = call;
  const reporter = progressReporter(world.stderr, { isQuiet: options.quiet === true });
  const stopWords = (): void => {
    world.stderr.write(`${world.stderr.isTTY === true ? '\n' : ''}stopping: what was read so far is kept; Ctrl-C again ends at once\n`);
  };
  world.interruption.signal.addEventListener('abort', stopWords, { once: true });
  const threads = call.threads ?? threadsToRead(inputs, options);
  try {
    // Formats and rules are loaded for who reads events: a case that is kept needs neither to be shown.
    const { importIntoCase } = await import('./import-session.js');
    const imported = await importIntoCase({
      inputs,
      ...(options.case !== undefined && { casePath: options.case }),
      ...(options.as !== undefined && { format: options.as }),
      lateAfterSeconds: options.lateAfter,
      loadRules: async () => (await import('./run-rules.js')).judgementOf,
      // What grows is linked and judged again and again, here.
      mayJudgeElsewhere: options.follow !== true,
      ...(whileJudging !== undefined && { whileJudging }),
      threads,
      signal: world.interruption.signal,
      isFollowing: options.follow === true,
      onProgress: reporter.onProgress,
    });
    const { path, sources, refused, outcome, close } = imported;
    reporter.finish(sources);
    for (const refusal of refused) world.stderr.write(`${printable(refusal.path)} was not read: ${printable(refusal.reason)}\n`);
    return { caseFile: imported.case, path, sources, refused, isInterrupted: outcome === 'interrupted', close };
  } finally {
    threads.close();
    world.interruption.signal.removeEventListener('abort', stopWords);
  }
}

function interruptedCode(world: World, opened: Opened): ExitCode {
  const kept = opened.sources.reduce((total, source) => total + source.ledger.records, 0);
  const outcome =
    kept === 0
      ? 'nothing was read yet'
      : `${counted(kept, 'event')} kept in ${printable(opened.path)}; the same command goes on from there`;
  world.stderr.write(`interrupted: ${outcome}\n`);
  return world.interruption.received() === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}

/** Exit 3 where the result says nothing: no events at all, only a part of them, or with `--strict` some that were refused. Says so. */
function conclusiveness<Options extends SessionOptions>(call: Call<Options>, { sources, refused }: Opened): ExitCode {
  const records = sources.reduce((total, source) => total + source.ledger.records, 0);
  const malformed = sources.reduce((total, source) => total + source.ledger.malformed, 0);
  const refusals = [
    ...(malformed > 0 ? [`${counted(malformed, 'line')} refused (see workbench problems)`] : []),
    ...(refused.length > 0 ? [`${counted(refused.length, 'input')} not read`] : []),
  ].join(', ');
  if (records === 0) {
    const why = refusals === '' ? '' : ` (${refusals})`;
    call.world.stderr.write(`no events${why}: this says nothing about what happened\n`);
    return EXIT.inconclusive;
  }
  const partly = sources.find((source) => !source.isComplete);
  if (partly !== undefined) {
    const name = printable(partly.path);
    call.world.stderr.write(
      `the import of ${name} was interrupted, so this is a part of it: workbench import ${name} --case FILE goes on\n`,
    );
    return EXIT.inconclusive;
  }
  if (call.options.strict === true && refusals !== '') {
    call.world.stderr.write(`--strict: ${refusals}\n`);
    return EXIT.inconclusive;
  }
  return EXIT.ok;
}
