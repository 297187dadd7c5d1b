import type { CaseView } from '../model/case-view.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { OutboundCallColumns } from '../model/link/outbound-calls.js';
import type { Note } from '../model/note.js';
import type { Source } from '../model/source.js';
import type { SourceReport } from '../model/source-report.js';
import type { StoredSource } from '../model/store.js';
import { type CaseDatabase, closeDatabase, openDatabase } from './database.js';
import { LINKED_BY, type LinkOptions } from './link-options.js';
import { ProcessMatcher } from './matching/process-matcher.js';
import { notesOf } from './notes.js';
import { lastEvent } from './pages/last-event.js';
import { totalsOf } from './read/case-totals.js';
import { StoredDetectionCase } from './read/detection-view.js';
import { resolveFilters } from './read/resolved-filter.js';
import { readSourceReports } from './read/source-reports.js';
import { sourcesOf, storedSources } from './source-ledger.js';

export { copyLog, isCaseFile } from './database.js';
export { addNote, removeNote } from './notes.js';

/** Totals of what a case holds. */
export interface CaseCounts {
  readonly processes: number;
  readonly connections: number;
  readonly dnsAnswers: number;
}

/** An open case file, to be read. */
export class CaseFile {
  readonly path: string;
  readonly view: CaseView;
  readonly detection: DetectionCase;
  readonly #stored: StoredDetectionCase;
  protected readonly database: CaseDatabase;

  constructor(path: string, database: CaseDatabase) {
    this.path = path;
    this.database = database;
    this.#stored = new StoredDetectionCase(database);
    this.view = this.#stored;
    this.detection = this.#stored;
  }

  storedSources(): readonly StoredSource[] {
    return storedSources(this.database);
  }

  source(id: number): Source {
    const source = sourcesOf(this.database).find((known) => known.id === id);
    if (source === undefined) throw new Error(`no source ${id}`);
    return source;
  }

  /** True when facts came in since the last linking, or it judged lateness by another threshold. */
  needsLinking(options: LinkOptions): boolean {
    const state = this.database
      .prepare<[number], { facts_event: number; late_after_seconds: number; revision: number }>(
        'select facts_event, late_after_seconds, revision from link_state where linked_by = ?',
      )
      .get(LINKED_BY);
    const isAsItWas = state?.facts_event === this.storedEventCount() && state.late_after_seconds === options.lateAfterSeconds;
    return !isAsItWas || state.revision === 0;
  }

  /** True when this revision was not judged by rules yet. */
  needsDetection(): boolean {
    return this.database.prepare('select is_judged from link_state').pluck().get() === 0;
  }

  /** Every source with how whole it is, in order of import. */
  sourceReports(): readonly SourceReport[] {
    return readSourceReports(this.database);
  }

  /** Events of all sources. */
  eventCount(): number {
    return Number(this.database.prepare('select coalesce(sum(records), 0) from source').pluck().get());
  }

  /** Events whose facts are kept: fewer where one sums up several lines. */
  storedEventCount(): number {
    return lastEvent(this.database);
  }

  /** What people wrote about the case, in the order in which they did. */
  notes(): readonly Note[] {
    return notesOf(this.database);
  }

  counts(): CaseCounts {
    const { processes, connections } = totalsOf(this.database);
    const dnsAnswers = Number(this.database.prepare('select count(*) from dns_message where is_response = 1').pluck().get());
    return { processes, connections, dnsAnswers };
  }

  /** Takes over all outbound calls of this revision from who linked it: rules need not have them read. */
  knowCalls(calls: OutboundCallColumns): void {
    this.#stored.knowCalls(calls);
  }

  /** What answers filters again and again, from columns in memory of its own. From now on this case's views ask it, too. */
  matcher(): ProcessMatcher {
    const matcher = new ProcessMatcher(this.database);
    resolveFilters(this.database, matcher);
    return matcher;
  }

  /** Does work that sees the case as it is now, whatever others write meanwhile. Each question outside of such work locks the case by itself, for 8 µs. */
  atOneMoment<Result>(work: () => Result): Result {
    return this.database.transaction(work)();
  }

  close(): void {
    closeDatabase(this.database);
  }
}

/**
 * Opens the case at a path, to read it; one of an older version is brought up to date first. Throws a `UserError` for a file that is no case, that a newer
 * version wrote, or that can't be opened, and where there is none.
 */
export function openCase(path: string): CaseFile {
  return new CaseFile(path, openDatabase(path, 'read'));
}

/** Makes an empty case at a path where there is none, so that there is one to be read. Throws as `openCase` does. */
export function makeCase(path: string): void {
  closeDatabase(openDatabase(path, 'write'));
}
