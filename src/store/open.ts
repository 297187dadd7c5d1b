import type { CaseView } from '../model/case-view.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Judgement } from '../model/finding.js';
import type { KnownIdentities } from '../model/known-identities.js';
import type { LineHashScheme } from '../model/line-hash.js';
import type { OutboundCallColumns } from '../model/link/outbound-calls.js';
import type { Note } from '../model/note.js';
import type { FormatName, Source } from '../model/source.js';
import type { SourceReport } from '../model/source-report.js';
import type { Batch, CaseStore, FinishedFile, SourceIdentity, StoredSource } from '../model/store.js';
import { BatchWriter } from './batch-writer.js';
import { type CaseDatabase, closeDatabase, openDatabase, withoutReferenceChecks } from './database.js';
import { lineHashScheme } from './line-hash-scheme.js';
import { LINKED_BY, type LinkOptions, linkCase } from './link/link.js';
import { ProcessMatcher } from './matching/process-matcher.js';
import { notesOf } from './notes.js';
import { LineIdentities } from './pages/line-identities.js';
import { StoredDetectionCase } from './read/detection-view.js';
import { resolveFilters } from './read/resolved-filter.js';
import { readSourceReports } from './read/source-reports.js';
import { addSource, finishSource, reopenSource, sourcesOf, storedSources } from './source-ledger.js';

export { copyLog, isCaseFile } from './database.js';
export { addNote, removeNote } from './notes.js';

/** Totals of what a case holds. */
export interface CaseCounts {
  readonly processes: number;
  readonly connections: number;
  readonly dnsAnswers: number;
}

/** An open case file. */
export class CaseFile implements CaseStore {
  readonly path: string;
  readonly view: CaseView;
  readonly detection: DetectionCase;
  readonly #stored: StoredDetectionCase;
  readonly #database: CaseDatabase;
  #writer: BatchWriter | undefined;
  #identities: LineIdentities | undefined;
  #elsewhere: { readonly than: number; readonly identities: KnownIdentities } | undefined;
  #writtenTo: { readonly id: number; readonly format: FormatName } | undefined;

  constructor(path: string, database: CaseDatabase) {
    this.path = path;
    this.#database = database;
    this.#stored = new StoredDetectionCase(database);
    this.view = this.#stored;
    this.detection = this.#stored;
  }

  storedSources(): readonly StoredSource[] {
    return storedSources(this.#database);
  }

  source(id: number): Source {
    const source = sourcesOf(this.#database).find((known) => known.id === id);
    if (source === undefined) throw new Error(`no source ${id}`);
    return source;
  }

  addSource(source: SourceIdentity): StoredSource {
    return addSource(this.#database, source);
  }

  moveSource(source: number, { path, absolutePath }: Pick<SourceIdentity, 'path' | 'absolutePath'>): void {
    this.#database.prepare('update source set path = ?, absolute_path = ? where id = ?').run(path, absolutePath, source);
  }

  commit(source: number, ...batches: readonly Batch[]): void {
    this.#keep(source, batches);
  }

  #keep(source: number, batches: readonly Batch[], andThen?: () => void): void {
    const writer = this.#writer ?? new BatchWriter(this.#database);
    this.#writer = undefined;
    const identity = this.#identity(source);
    const write = this.#database.transaction(() => {
      for (const batch of batches) writer.write(identity, batch);
      andThen?.();
    });
    withoutReferenceChecks(this.#database, write);
    this.#writer = writer;
    if (this.#elsewhere?.than !== source) this.#elsewhere = undefined;
  }

  lineHashScheme(): LineHashScheme {
    return lineHashScheme(this.#database);
  }

  identitiesElsewhere(source: number): KnownIdentities {
    this.#identities ??= new LineIdentities(this.#database);
    if (this.#elsewhere?.than !== source) this.#elsewhere = { than: source, identities: this.#identities.elsewhere(source) };
    return this.#elsewhere.identities;
  }

  #identity(source: number): { readonly id: number; readonly format: FormatName } {
    if (this.#writtenTo?.id !== source) this.#writtenTo = { id: source, format: this.source(source).format };
    return this.#writtenTo;
  }

  rest(): void {
    this.#writer = undefined;
    this.#elsewhere = undefined;
    this.#identities = undefined;
  }

  finish(source: number, file: FinishedFile, ...last: readonly Batch[]): void {
    this.#keep(source, last, () => finishSource(this.#database, source, file));
    this.#writer?.forget(source);
  }

  reopen(source: number): StoredSource {
    return reopenSource(this.#database, source);
  }

  /** True when facts came in since the last linking, or it judged lateness by another threshold. */
  needsLinking(options: LinkOptions): boolean {
    const state = this.#database
      .prepare<[number], { facts_event: number; late_after_seconds: number; revision: number }>(
        'select facts_event, late_after_seconds, revision from link_state where linked_by = ?',
      )
      .get(LINKED_BY);
    const isAsItWas = state?.facts_event === this.storedEventCount() && state.late_after_seconds === options.lateAfterSeconds;
    return !isAsItWas || state.revision === 0;
  }

  /** True when this revision was not judged by rules yet. */
  needsDetection(): boolean {
    return this.#database.prepare('select is_judged from link_state').pluck().get() === 0;
  }

  /** Every source with how whole it is, in order of import. */
  sourceReports(): readonly SourceReport[] {
    return readSourceReports(this.#database);
  }

  /** Events of all sources. */
  eventCount(): number {
    return Number(this.#database.prepare('select coalesce(sum(records), 0) from source').pluck().get());
  }

  /** Events whose facts are kept: fewer where one sums up several lines. */
  storedEventCount(): number {
    return Number(this.#database.prepare('select coalesce(max(first_event + events), 1) - 1 from fact_page').pluck().get());
  }

  /** Works out processes, connections, names and trees anew from the facts. A new revision begins. */
  link(options: LinkOptions): void {
    linkCase(this.#database, options);
  }

  /** Keeps what rules say of this revision for the interface and for filters. */
  saveJudgement({ findings, incidents }: Judgement): void {
    const insert = this.#database.prepare('insert into finding (content) values (?)');
    const insertIncident = this.#database.prepare('insert into incident (content) values (?)');
    const concern = this.#database.prepare('insert or ignore into finding_process (process, finding) values (?, ?)');
    this.#database.transaction(() => {
      this.#database.exec('delete from finding_process; delete from finding; delete from incident');
      for (const finding of findings) {
        const id = Number(insert.run(JSON.stringify(finding)).lastInsertRowid);
        concern.run(finding.process.id, id);
      }
      for (const incident of incidents) insertIncident.run(JSON.stringify(incident));
      this.#database.exec('update link_state set is_judged = 1');
    })();
  }

  /** What people wrote about the case, in the order in which they did. */
  notes(): readonly Note[] {
    return notesOf(this.#database);
  }

  counts(): CaseCounts {
    const count = (sql: string) => Number(this.#database.prepare(sql).pluck().get());
    return {
      processes: count('select count(*) from process'),
      connections: count('select count(*) from connection'),
      dnsAnswers: count('select count(*) from dns_message where is_response = 1'),
    };
  }

  /** Takes over all outbound calls of this revision from who linked it: rules need not have them read. */
  knowCalls(calls: OutboundCallColumns): void {
    this.#stored.knowCalls(calls);
  }

  /** What answers filters again and again, from columns in memory of its own. From now on this case's views ask it, too. */
  matcher(): ProcessMatcher {
    const matcher = new ProcessMatcher(this.#database);
    resolveFilters(this.#database, matcher);
    return matcher;
  }

  /** Does work that sees the case as it is now, whatever others write meanwhile. */
  atOneMoment<Result>(work: () => Result): Result {
    return this.#database.transaction(work)();
  }

  close(): void {
    closeDatabase(this.#database);
  }
}

/**
 * Opens the case at a path: `write` makes it when there is none and brings an older one up to date. Throws a `UserError` for a file that
 * is no case, that a newer version wrote, or that can't be opened.
 */
export function openCase(options: { readonly path: string; readonly mode: 'read' | 'write' }): CaseFile {
  return new CaseFile(options.path, openDatabase(options.path, options.mode));
}
