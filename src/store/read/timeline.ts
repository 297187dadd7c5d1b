import type { CaseView } from '../../model/case-view.js';
import type { TimeUs } from '../../model/time.js';
import type { TimelineEntry, TimelinePage, TimelineQuery, TimelineRequest } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { momentSource, timelineCondition } from './timeline-filter.js';
import { PlacedFindings, type Span, STEP } from './timeline-findings.js';
import { MOMENT_COLUMNS, type MomentRow, TimelineReader } from './timeline-rows.js';

/** Something that stands on a page, read when it is known to. */
interface Candidate {
  readonly id: number;
  read(): TimelineEntry;
}

/** Reads the timeline of a case: moments, whose rows are in order of time, and the findings between them. */
export class StoredTimeline {
  readonly #database: CaseDatabase;
  readonly #reader: TimelineReader;
  readonly #findings: PlacedFindings;
  readonly #usAt;
  readonly #count;

  constructor(database: CaseDatabase, view: CaseView) {
    this.#database = database;
    this.#reader = new TimelineReader(database, view);
    this.#findings = new PlacedFindings(database, view, (us) => this.#placeAfter(us));
    this.#usAt = database.prepare<[number], number | null>('select us from moment where id = ?').pluck();
    this.#count = database.prepare<[], number>('select coalesce(max(id), 0) from moment').pluck();
  }

  /** The page's entries, in order of time whichever way it was asked for. */
  page(query: TimelineQuery, request: TimelineRequest): TimelinePage {
    const span = this.#spanOf(query);
    const from = Math.max(span.from, this.#firstOf(request));
    const end = Math.min(span.end, request.before ?? span.end);
    const isBackward = request.before !== undefined;
    const candidates: readonly Candidate[] = [
      ...this.#moments(query, { from, end }, isBackward ? 'desc' : 'asc', request.limit),
      ...this.#findings.within(query, { from, end }),
    ].sort((a, b) => a.id - b.id);
    const shown = isBackward ? candidates.slice(-request.limit) : candidates.slice(0, request.limit);
    const rows = shown.map((candidate) => candidate.read());
    const isFull = rows.length === request.limit;
    const first = rows[0]?.id ?? from;
    const last = rows.at(-1)?.id ?? end - 1;
    return {
      rows,
      ...(isBackward || isFull ? { next: last } : {}),
      ...((isBackward ? isFull : from > span.from) ? { previous: first } : {}),
    };
  }

  /** All entries there are. */
  size(): number {
    return Number(this.#count.get()) + this.#findings.count();
  }

  *#moments(query: TimelineQuery, { from, end }: Span, order: 'asc' | 'desc', limit: number): Generator<Candidate> {
    const { sql, parameters } = timelineCondition(query);
    const rows = this.#database
      .prepare<unknown[], MomentRow>(
        `select ${MOMENT_COLUMNS} ${momentSource(query)} where m.id >= ? and m.id < ? and ${sql} order by m.id ${order} limit ?`,
      )
      .all(Math.ceil(from / STEP), Math.ceil(end / STEP), ...parameters, limit);
    for (const row of rows) yield { id: row.id * STEP, read: () => this.#reader.entry(row, row.id * STEP) };
  }

  #firstOf({ after, atUs }: TimelineRequest): number {
    if (after !== undefined) return after + 1;
    return atUs === undefined ? 0 : this.#findings.firstIdAt(atUs);
  }

  /** Entries without a time are at no moment: only who asks for all of them gets those. */
  #spanOf({ sinceUs, untilUs }: TimelineQuery): Span {
    const from = sinceUs === undefined ? 0 : this.#findings.firstIdAt(sinceUs);
    if (sinceUs === undefined && untilUs === undefined) return { from, end: (Number(this.#count.get()) + 1) * STEP };
    return { from, end: this.#placeAfter(untilUs ?? Number.POSITIVE_INFINITY) * STEP };
  }

  /** The first moment later than this; one past the last timed one when there is none. */
  #placeAfter(us: TimeUs): number {
    let low = 1;
    let high = Number(this.#count.get()) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#usAt.get(middle) ?? Number.POSITIVE_INFINITY) > us) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
