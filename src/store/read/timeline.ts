import type { CaseView } from '../../model/case-view.js';
import type { TimelineEntry, TimelinePage, TimelineQuery, TimelineRequest } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { StoredMoments } from './stored-moments.js';
import { type DensityQuery, timelineDensity } from './timeline-density.js';
import { MomentFilter } from './timeline-filter.js';
import { PlacedFindings, type Span, STEP } from './timeline-findings.js';
import { momentAt, TimelineReader } from './timeline-rows.js';

/** Something that stands on a page, read when it is known to. */
interface Candidate {
  readonly id: number;
  read(): TimelineEntry;
}

/** Filters whose answers stay: those of the views that are open. */
const MOST_FILTERS = 4;

/** Reads the timeline of a case: moments in order of time, and the findings between them. */
export class StoredTimeline {
  readonly #database: CaseDatabase;
  readonly #reader: TimelineReader;
  readonly #findings: PlacedFindings;
  readonly #filters = new Map<string, MomentFilter>();
  readonly #revision;
  readonly #state;
  #moments: { readonly revision: number; readonly all: StoredMoments } | undefined;
  #filtered = '';

  constructor(database: CaseDatabase, view: CaseView) {
    this.#database = database;
    this.#reader = new TimelineReader(database, view);
    this.#findings = new PlacedFindings(database, view, (us) => this.#all().firstAfter(us));
    this.#revision = database.prepare<[], number>('select revision from link_state').pluck();
    // What changes with every change of the case, whichever connection makes it.
    this.#state = database.prepare<[], string>("select data_version || ' ' || total_changes() from pragma_data_version").pluck();
  }

  /** The page's entries, in order of time whichever way it was asked for. */
  page(query: TimelineQuery, request: TimelineRequest): TimelinePage {
    const span = this.#spanOf(query);
    const from = Math.max(span.from, this.#firstOf(request));
    const end = Math.min(span.end, request.before ?? span.end);
    const isBackward = request.before !== undefined;
    const candidates: readonly Candidate[] = [
      ...this.#candidates(query, { from, end }, isBackward, request.limit),
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
    return this.#all().count + this.#findings.count();
  }

  /** How many moments fall into each part of a span, as `timelineDensity` counts them. */
  density(query: DensityQuery, buckets: number): readonly number[] {
    return timelineDensity(this.#all(), this.#filterOf(query), query, buckets);
  }

  *#candidates(query: TimelineQuery, { from, end }: Span, isBackward: boolean, limit: number): Generator<Candidate> {
    const filter = this.#filterOf(query);
    const places = { from: Math.max(1, Math.ceil(from / STEP)), end: Math.min(this.#all().count + 1, Math.ceil(end / STEP)) };
    let missing = limit;
    const step = isBackward ? -1 : 1;
    for (const { page, offset, first, end: beyond } of this.#all().within(places, isBackward)) {
      const [begin, stop] = isBackward ? [beyond - 1, first - 1] : [first, beyond];
      const next = (at: number): number => filter?.next(page, at, stop, step) ?? at;
      for (let at = next(begin); at !== stop; at = next(at + step)) {
        const [id, place] = [(offset + at) * STEP, at];
        yield { id, read: () => this.#reader.entry(momentAt(page, place), id) };
        if (--missing <= 0) return;
      }
    }
  }

  /** The moments of the revision that the case is at. */
  #all(): StoredMoments {
    const revision = this.#revision.get() ?? 0;
    if (this.#moments?.revision !== revision) this.#moments = { revision, all: new StoredMoments(this.#database) };
    return this.#moments.all;
  }

  /** What moments are narrowed by; absent where all are asked for. Whoever pages on asks for the same again. */
  #filterOf({ filter, kinds }: TimelineQuery): MomentFilter | undefined {
    if (filter.terms.length === 0 && kinds === undefined) return undefined;
    const state = this.#state.get() ?? '';
    if (state !== this.#filtered) this.#filters.clear();
    this.#filtered = state;
    const name = JSON.stringify([filter, kinds]);
    const known = this.#filters.get(name) ?? new MomentFilter(this.#database, { filter, ...(kinds === undefined ? {} : { kinds }) });
    this.#filters.delete(name);
    this.#filters.set(name, known);
    const [oldest] = this.#filters.keys();
    if (this.#filters.size > MOST_FILTERS && oldest !== undefined) this.#filters.delete(oldest);
    return known;
  }

  #firstOf({ after, atUs }: TimelineRequest): number {
    if (after !== undefined) return after + 1;
    return atUs === undefined ? 0 : this.#findings.firstIdAt(atUs);
  }

  /** Entries without a time are at no moment: only who asks for all of them gets those. */
  #spanOf({ sinceUs, untilUs }: TimelineQuery): Span {
    const from = sinceUs === undefined ? 0 : this.#findings.firstIdAt(sinceUs);
    if (sinceUs === undefined && untilUs === undefined) return { from, end: (this.#all().count + 1) * STEP };
    return { from, end: this.#all().firstAfter(untilUs ?? Number.POSITIVE_INFINITY) * STEP };
  }
}
