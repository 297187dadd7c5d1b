import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ImportProgress } from '../model/progress.js';
import type { Source } from '../model/source.js';
import type { CaseStore, StoredSource } from '../model/store.js';
import { GrowingFiles, readAdded, untilNextLook } from './follow.js';
import { nodeNames } from './node-names.js';
import { importInParallel } from './parallel/import-in-parallel.js';
import { isReadInParallel } from './parallel/is-read-in-parallel.js';
import type { ReadingThreads } from './parallel/reading-threads.js';
import {
  beginsAsBefore,
  examine,
  type Input,
  isInputError,
  openSource,
  type Refusal,
  readFailure,
  type SourceFile,
  sizeOf,
  stateNow,
} from './source-file.js';
import { SourceImport } from './source-import.js';

/** What to import, and whom to tell. */
export interface ImportRequest {
  readonly store: CaseStore;
  readonly inputs: readonly Input[];
  /** Aborted: what was committed is kept, and the next import of the same files goes on there. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Called after each batch that was kept, between transactions. */
  readonly onCommitted?: () => void;
  /** May read a large file beside this thread: none do unless told. */
  readonly threads?: ReadingThreads;
  /** Go on reading as the inputs grow, until aborted. */
  readonly follow?: {
    /** Called now and again while there is nothing more to read. */
    onCaughtUp(): void;
    /** True once nothing will be added any more: standard input was closed. */
    hasEnded?(): boolean;
  };
}

/** How an import ended. */
export interface ImportOutcome {
  readonly kind: 'done' | 'interrupted';
  /** The sources that the inputs are now, in the order given. */
  readonly sources: readonly Source[];
  readonly refused: readonly Refusal[];
  /** False when every input was in the case already, as it stands. */
  readonly hasNewFacts: boolean;
}

/**
 * Reads inputs into a case. A source that is already there costs no reading; one that was interrupted or grew is read on from where
 * it stood; lines that another source of the case holds are counted as duplicates. Rejects only for a store that can't be written.
 */
export async function importSources(request: ImportRequest): Promise<ImportOutcome> {
  const run = new ImportRun(request);
  await run.measure();
  for (const input of request.inputs) {
    if (request.signal.aborted) break;
    await run.importOne(input);
  }
  // None is needed for what is added to files, and linking needs the memory.
  request.threads?.close();
  if (request.follow !== undefined) await run.follow(request.follow);
  request.store.rest();
  const sources = run.sources.map((id) => request.store.source(id));
  return { kind: request.signal.aborted ? 'interrupted' : 'done', sources, refused: run.refused, hasNewFacts: run.hasNewFacts };
}

const PROGRESS_EVERY_MS = 100;

class ImportRun {
  hasNewFacts = false;
  /** Rows of the sources that the inputs are, in the order read. */
  readonly sources: number[] = [];
  readonly #request: ImportRequest;
  readonly #startedMs = performance.now();
  #bytesTotal = 0;
  #bytesBefore = 0;
  #events = 0;
  #problems = 0;
  #lastProgressMs = 0;
  #nodes: ReadonlyMap<string, string> | undefined;
  readonly #growing = new GrowingFiles();
  /** With the size that they had: one that changes is tried again while inputs are followed. */
  readonly #refused = new Map<string, { readonly input: Input; readonly refusal: Refusal; readonly sizeBytes: number }>();

  constructor(request: ImportRequest) {
    this.#request = request;
  }

  /** Adds up what there is to read, for the progress. A file that is gone by now is reported when its turn comes. */
  async measure(): Promise<void> {
    for (const input of this.#request.inputs) this.#bytesTotal += await sizeOf(input.file);
  }

  get refused(): readonly Refusal[] {
    return [...this.#refused.values()].map(({ refusal }) => refusal);
  }

  /** Reads an input, or notes why it can't be read. */
  async importOne(input: Input): Promise<void> {
    const sizeBytes = await sizeOf(input.file);
    const refusal = await this.#refusalOf(input);
    if (refusal === undefined) this.#refused.delete(input.file);
    else this.#refused.set(input.file, { input, refusal, sizeBytes });
    this.#bytesBefore += sizeBytes;
  }

  async #refusalOf(input: Input): Promise<Refusal | undefined> {
    try {
      const known = await this.#unchanged(input);
      if (known !== undefined) {
        this.#note(known);
        return undefined;
      }
      const examined = await examine(input, this.#nodeOf(input));
      if (examined.kind === 'refused') return examined.refusal;
      const stored = await this.#begin(examined.source, input);
      await this.#read(stored, examined.source, input);
      this.#note(stored.id);
      return undefined;
    } catch (error) {
      // Gone or locked away since it was looked at.
      if (!isInputError(error)) throw error;
      return { path: input.path, reason: readFailure(error) };
    }
  }

  #nodeOf(input: Input): string {
    this.#nodes ??= nodeNames(
      this.#request.inputs,
      this.#request.store.storedSources().map(({ absolutePath }) => absolutePath),
    );
    return this.#nodes.get(input.file) ?? input.path;
  }

  #note(source: number): void {
    if (!this.sources.includes(source)) this.sources.push(source);
  }

  /** The source that this very file already is, by place, size and time: nothing of it needs to be read. */
  async #unchanged(input: Input): Promise<number | undefined> {
    if (this.#request.follow !== undefined) return undefined;
    const path = resolve(input.file);
    const file = await stat(input.file).catch(() => undefined);
    return this.#request.store
      .storedSources()
      .find(
        (source) =>
          source.isComplete &&
          source.absolutePath === path &&
          (input.format === undefined || source.format === input.format) &&
          source.sizeBytes === file?.size &&
          source.modifiedMs === Math.floor(file.mtimeMs),
      )?.id;
  }

  /** The stored source to read on, or a new one: a rewritten file is another source, though it has the same path. */
  async #begin(file: SourceFile, input: Input): Promise<StoredSource> {
    const { store } = this.#request;
    const atSamePath = store
      .storedSources()
      .filter((source) => source.absolutePath === file.identity.absolutePath && source.sizeBytes <= file.identity.sizeBytes);
    for (const known of atSamePath.reverse()) {
      if (known.format === file.identity.format && (await beginsAsBefore(input.file, known))) return store.reopen(known.id);
    }
    const moved = await this.#movedHere(file, input);
    return moved === undefined ? store.addSource(file.identity) : store.reopen(moved);
  }

  /** A source of the case that has this place now, since logs are rotated by renaming: it begins as that one did, which is no longer where it was. */
  async #movedHere({ identity }: SourceFile, input: Input): Promise<number | undefined> {
    const { store } = this.#request;
    for (const known of store.storedSources()) {
      const couldBe =
        known.format === identity.format && known.sizeBytes <= identity.sizeBytes && known.absolutePath !== identity.absolutePath;
      if (!couldBe || !(await beginsAsBefore(input.file, known)) || (await isStillThere(known))) continue;
      store.moveSource(known.id, identity);
      return known.id;
    }
    return undefined;
  }

  async #read(stored: StoredSource, source: SourceFile, input: Input): Promise<void> {
    const importing = this.#importing(stored, source);
    const growing = this.#request.follow === undefined ? undefined : await this.#growing.open(input, importing);
    const { threads } = this.#request;
    if (growing === undefined && threads?.canHelp === true && (await isReadInParallel(stored, source)))
      return this.#readInParallel(importing, stored, input, threads);
    if (growing === undefined) await this.#readOnce(importing, input);
    else while (!this.#request.signal.aborted && (await readAdded(growing))) this.#report(input.path, growing.offset);
  }

  #importing(stored: StoredSource, source: SourceFile): SourceImport {
    return new SourceImport({
      store: this.#request.store,
      stored,
      source,
      onCommitted: ({ events, problems }) => {
        this.#events += events;
        this.#problems += problems;
        if (events > 0) this.hasNewFacts = true;
        this.#request.onCommitted?.();
      },
    });
  }

  async #readInParallel(importing: SourceImport, stored: StoredSource, { path, file }: Input, threads: ReadingThreads): Promise<void> {
    const { signal, store } = this.#request;
    const state = await stateNow(file);
    const order = { file, format: stored.format, defaultNode: stored.defaultNode, hashScheme: store.lineHashScheme() };
    const onKept = (positionBytes: number) => this.#report(path, positionBytes);
    await importInParallel({ importing, order, threads, store, start: stored, sizeBytes: state.sizeBytes, signal, onKept });
    if (!signal.aborted) importing.finish(state);
  }

  async #readOnce(importing: SourceImport, { path, file }: Input): Promise<void> {
    const { signal } = this.#request;
    const { stream, bytesRead, close } = await openSource(file);
    const state = await stateNow(file);
    try {
      for await (const chunk of stream) {
        importing.take(chunk);
        this.#report(path, bytesRead());
        if (signal.aborted) break;
      }
    } catch (error) {
      if (!isInputError(error)) throw error;
      importing.damaged(readFailure(error));
    } finally {
      close();
    }
    if (signal.aborted) importing.commit();
    else importing.finish(state);
  }

  /** Goes on reading what is added to the inputs until it is told to stop, or until no input can grow any more. */
  async follow(follow: NonNullable<ImportRequest['follow']>): Promise<void> {
    const { signal } = this.#request;
    while (!signal.aborted && (!this.#growing.isEmpty || this.#isAnyEmpty())) {
      const hasEnded = follow.hasEnded?.() === true;
      const { grown, replaced } = await this.#growing.look();
      const fresh = [...replaced, ...(await this.#changedSinceRefused())];
      for (const input of fresh) await this.importOne(input);
      if (grown !== undefined) this.#report(grown.input.path, grown.offset);
      else if (hasEnded) break;
      else if (fresh.length === 0) {
        follow.onCaughtUp();
        await untilNextLook(signal);
      }
    }
    await this.#growing.close();
  }

  /** A log that was just rotated is empty at first. */
  #isAnyEmpty(): boolean {
    return [...this.#refused.values()].some(({ sizeBytes }) => sizeBytes === 0);
  }

  async #changedSinceRefused(): Promise<readonly Input[]> {
    const changed: Input[] = [];
    for (const { input, sizeBytes } of this.#refused.values()) if ((await sizeOf(input.file)) !== sizeBytes) changed.push(input);
    return changed;
  }

  #report(path: string, bytesOfFile: number): void {
    const now = performance.now();
    if (now - this.#lastProgressMs < PROGRESS_EVERY_MS) return;
    this.#lastProgressMs = now;
    this.#request.onProgress({
      phase: 'reading',
      path,
      bytesRead: this.#bytesBefore + bytesOfFile,
      ...(this.#bytesTotal > 0 ? { bytesTotal: this.#bytesTotal } : {}),
      events: this.#events,
      problems: this.#problems,
      elapsedMs: now - this.#startedMs,
    });
  }
}

async function isStillThere(source: StoredSource): Promise<boolean> {
  return beginsAsBefore(source.absolutePath, source).catch(() => false);
}
