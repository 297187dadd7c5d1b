import { availableParallelism } from 'node:os';
import { importSources } from '../ingest/import.js';
import { collectGarbage, keepMemorySmall } from '../ingest/kept-memory.js';
import { ReadingThreads } from '../ingest/parallel/reading-threads.js';
import type { Refusal } from '../ingest/source-file.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Judgement } from '../model/finding.js';
import type { ImportProgress } from '../model/progress.js';
import type { Source } from '../model/source.js';
import type { LinkOptions } from '../store/link-options.js';
import { openCaseToWrite, type WritableCase } from '../store/write.js';
import { caseToBe, closeOrRemove } from './import/empty-case.js';
import { type ImportLock, lockCase } from './import/import-lock.js';
import { type ImportRequest, type PlannedImport, planImport } from './import/plan.js';
import { explainedStoreError } from './import/store-error.js';
import { Judge } from './judge.js';

export { isCaseFile } from '../store/open.js';
export { caseFiles, type KnownCase, listCases } from './import/case-location.js';
export { defaultCaseDirectory } from './import/case-path.js';

/** What rules say of a case. */
export type Detect = (view: DetectionCase) => Judgement;

/** What to import and how to judge it. */
export interface ImportSessionRequest extends ImportRequest {
  readonly lateAfterSeconds: number;
  /** Loads what judges: at the end of reading, unless the case is looked at before. */
  readonly loadRules: () => Promise<Detect>;
  readonly onProgress: (progress: ImportProgress) => void;
  /** True when somebody looks at the case meanwhile: then it is linked now and again before all is read. */
  readonly isWatched?: boolean;
  /** Called while another thread judges, if one does, with nothing else to be done here. */
  readonly whileJudging?: () => void;
  /** True when the built-in rules judge: they may do so in another thread, where a case is large. */
  readonly mayJudgeElsewhere?: boolean;
  /** To read large files; of one that was prepared, who did so takes care. */
  readonly threads?: ReadingThreads;
}

/** A case that holds the inputs, linked and judged. The caller closes it, by `close`. */
export interface ImportSession {
  readonly case: WritableCase;
  readonly path: string;
  readonly sources: readonly Source[];
  readonly refused: readonly Refusal[];
  readonly outcome: 'done' | 'interrupted';
  /** Closes the case, and removes one that was made for nothing. */
  close(): void;
}

/** Brings inputs into their case, links what is new and lets rules judge it. What is there already costs nothing. */
export async function importIntoCase(request: ImportSessionRequest): Promise<ImportSession> {
  return runImport(await planImport(request), request);
}

/** As `importIntoCase`, for an import that was planned before. An interrupted one is left unlinked: that is done when it goes on. */
export async function runImport(
  plan: PlannedImport,
  request: Omit<ImportSessionRequest, 'inputs' | 'casePath' | 'format'>,
): Promise<ImportSession> {
  let hasEnded = false;
  void plan.ended?.then(() => {
    hasEnded = true;
  });
  const { threads = new ReadingThreads() } = request;
  const opened: { lock?: ImportLock; caseFile?: WritableCase; judging?: Judging } = {};
  const made = caseToBe(plan.path, plan.inputs);
  try {
    opened.lock = lockCase(plan.path);
    const caseFile = openCaseToWrite(plan.path);
    opened.caseFile = caseFile;
    const judging = new Judging(caseFile, request);
    opened.judging = judging;
    if (request.isWatched === true || request.isFollowing === true) await judging.loadRules();
    const imported = await importSources({
      store: caseFile,
      inputs: plan.inputs,
      threads,
      signal: request.signal,
      onProgress: (progress) => judging.pass(progress),
      ...(request.isWatched === true ? { onCommitted: () => judging.lookEarly() } : {}),
      ...(request.isFollowing === true ? { follow: { onCaughtUp: () => judging.lookAgain(), hasEnded: () => hasEnded } } : {}),
    });
    // Who leaves the interface does not wait: the next reading of the case links it.
    if (imported.kind === 'done' || (request.isFollowing === true && request.isWatched !== true)) await judging.judgeAtEnd();
    const { sources, refused, kind: outcome } = imported;
    return { case: caseFile, path: plan.path, sources, refused, outcome, close: () => closeOrRemove(caseFile, made) };
  } catch (error) {
    if (opened.caseFile !== undefined) closeOrRemove(opened.caseFile, made);
    throw explainedStoreError(error, plan.path);
  } finally {
    threads.close();
    await opened.judging?.dismiss();
    opened.lock?.release();
  }
}

/** Linking early and then at each fourfold costs a third of one linking more, however large the case gets. */
const FIRST_LOOK_EVENTS = 500;
const NEXT_LOOK_FACTOR = 4;
/** While a source grows, linking takes at most a fifth of the time. */
const REST_FACTOR = 4;

/** Rules judge fewer before a thread for them has started. */
const LEAST_EVENTS_ELSEWHERE = 50_000;
/** Where there is so much to read, the thread is started before all is read. */
const LEAST_BYTES_ELSEWHERE = 8 * 1024 * 1024;
/** Of what there is to read, when that happens: the thread has started by the time that the rest is read, and reads socket facts at once. */
const STARTED_WHEN_READ = 0.75;

/** With more, both at the same time would need too much memory. */
const MOST_EVENTS_ELSEWHERE = 1_100_000;

/** With more, what linking and rules leave behind shows in the peak: of a million events it would be 20 MB higher. */
const MOST_EVENTS_UNTIDY = 400_000;

type JudgingRequest = Pick<ImportSessionRequest, 'lateAfterSeconds' | 'loadRules' | 'onProgress' | 'whileJudging' | 'mayJudgeElsewhere'>;

/** Links a case and lets rules judge it, and says so between the progress of reading. */
class Judging {
  readonly #case: WritableCase;
  readonly #request: JudgingRequest;
  #last: ImportProgress = { phase: 'reading', bytesRead: 0, events: 0, problems: 0, elapsedMs: 0 };
  #detect: Detect | undefined;
  #judge: Judge | undefined;
  #nextLook = FIRST_LOOK_EVENTS;
  #nextLookMs = 0;

  constructor(caseFile: WritableCase, request: JudgingRequest) {
    this.#case = caseFile;
    this.#request = request;
  }

  /** To be called before `lookEarly` and `lookAgain`, which do not wait. */
  async loadRules(): Promise<void> {
    this.#detect ??= await this.#request.loadRules();
  }

  pass(progress: ImportProgress): void {
    this.#last = progress;
    this.#prepare(progress);
    this.#request.onProgress(progress);
  }

  #prepare({ bytesRead, bytesTotal = 0, events }: ImportProgress): void {
    if (this.#judge !== undefined || bytesTotal < LEAST_BYTES_ELSEWHERE || bytesRead < bytesTotal * STARTED_WHEN_READ) return;
    if (events > MOST_EVENTS_ELSEWHERE * STARTED_WHEN_READ) return;
    if (this.#mayJudgeElsewhere) this.#judge = new Judge(this.#case.path);
  }

  /** Not what was linked before: rules must not see that. */
  get #mayJudgeElsewhere(): boolean {
    return this.#request.mayJudgeElsewhere === true && availableParallelism() > 1 && this.#case.view.revision() === 0;
  }

  lookEarly(): void {
    const events = this.#case.eventCount();
    if (events < this.#nextLook) return;
    this.#nextLook = events * NEXT_LOOK_FACTOR;
    this.judge();
  }

  /** All that there is was read: shown at once when linking is quick, else after a while that makes linking a small part of the work. */
  lookAgain(): void {
    if (performance.now() < this.#nextLookMs) return;
    const begunMs = performance.now();
    this.judge();
    this.#nextLookMs = performance.now() + (performance.now() - begunMs) * REST_FACTOR;
    if (this.#last.phase !== 'following') this.pass({ ...this.#last, phase: 'following' });
  }

  /** All was read. In a large case that was not linked before, rules judge while the rest of it is linked. */
  async judgeAtEnd(): Promise<void> {
    const events = this.#case.storedEventCount();
    if (this.#mayJudgeElsewhere && events <= MOST_EVENTS_ELSEWHERE && (this.#judge !== undefined || events >= LEAST_EVENTS_ELSEWHERE)) {
      this.#judge ??= new Judge(this.#case.path);
      if (await this.#judgeElsewhere(this.#judge)) return;
    }
    await this.dismiss();
    const { lateAfterSeconds } = this.#request;
    if (this.#case.needsLinking({ lateAfterSeconds }) || this.#case.needsDetection()) await this.loadRules();
    this.judge();
  }

  /** Ends the thread that judges, if there is one. */
  async dismiss(): Promise<void> {
    await this.#judge?.dismiss();
    this.#judge = undefined;
  }

  /** False where the thread was not asked, since somebody else linked the case meanwhile: it would be waited for for ever. */
  async #judgeElsewhere(judge: Judge): Promise<boolean> {
    const sockets = this.#case.socketsAhead();
    judge.endReading(sockets?.memory);
    let isJudging = false;
    this.#link({
      ...(sockets === undefined ? {} : { sockets }),
      lateAfterSeconds: this.#request.lateAfterSeconds,
      whenJudgeable: (calls) => {
        judge.begin(calls);
        isJudging = true;
        this.#tidy();
      },
    });
    if (!isJudging) return false;
    this.#say('detecting');
    this.#request.whileJudging?.();
    this.#tidy();
    this.#case.saveJudgement(await judge.judgement);
    return true;
  }

  #link(options: LinkOptions): void {
    this.#say('linking');
    this.#tidy();
    this.#case.link({ ...options, betweenSteps: (after) => (after === 'most' ? this.#tidy() : keepMemorySmall('all')) });
  }

  /** Gives back what is not needed any more: collecting what little of it a smaller case leaves is a fortieth of its import. */
  #tidy(): void {
    if (this.#case.storedEventCount() > MOST_EVENTS_UNTIDY) collectGarbage();
    else keepMemorySmall('all');
  }

  judge(): void {
    const { lateAfterSeconds } = this.#request;
    if (this.#case.needsLinking({ lateAfterSeconds })) this.#link({ lateAfterSeconds });
    if (!this.#case.needsDetection()) return;
    this.#say('detecting');
    this.#tidy();
    const detect = this.#detect;
    if (detect === undefined) throw new Error('the rules are not loaded');
    this.#case.saveJudgement(this.#case.atOneMoment(() => detect(this.#case.detection)));
  }

  #say(phase: ImportProgress['phase']): void {
    this.#request.onProgress({ ...this.#last, phase, events: this.#case.eventCount() });
  }
}
