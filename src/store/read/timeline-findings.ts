import type { CaseView } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import type { TimeUs } from '../../model/time.js';
import type { TimelineEntry, TimelineQuery } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { resolvedCondition } from './resolved-filter.js';
import { withoutTimes } from './timeline-filter.js';

/** A moment's entry has its row times this as id; findings, which come after linking, have the numbers between. */
export const STEP = 65_536;

/** Ids of entries: from the first one up to, and without, the end. */
export interface Span {
  readonly from: number;
  readonly end: number;
}

interface Placed {
  readonly id: number;
  readonly finding: Finding;
}

/** Findings as entries of the timeline. Each stands after the moments up to its first evidence. */
export class PlacedFindings {
  readonly #database: CaseDatabase;
  readonly #view: CaseView;
  readonly #placeAfter: (us: TimeUs) => number;
  #placed: readonly Placed[] = [];
  #version = '';

  constructor(database: CaseDatabase, view: CaseView, placeAfter: (us: TimeUs) => number) {
    this.#database = database;
    this.#view = view;
    this.#placeAfter = placeAfter;
  }

  /** How many there are. */
  count(): number {
    return this.#all().length;
  }

  /** The least id that an entry of this time, or later, can have: after every moment before it, and after the findings between. */
  firstIdAt(us: TimeUs): number {
    const before = this.#placeAfter(us - 1) - 1;
    const earlier = this.#all().filter(({ id, finding }) => Math.floor(id / STEP) === before && (finding.firstSeenUs ?? us) < us);
    return before * STEP + 1 + earlier.length;
  }

  /** Those that the query asks for, in no order. */
  within(query: TimelineQuery, { from, end }: Span): readonly { readonly id: number; read(): TimelineEntry }[] {
    if (query.kinds !== undefined && !query.kinds.includes('finding')) return [];
    const { sinceUs = Number.NEGATIVE_INFINITY, untilUs = Number.POSITIVE_INFINITY } = query;
    const matches = this.#matcher(query);
    return this.#all()
      .filter(({ id, finding }) => {
        const us = finding.firstSeenUs;
        const isInSpan = us === undefined ? query.sinceUs === undefined && query.untilUs === undefined : us >= sinceUs && us <= untilUs;
        return id >= from && id < end && isInSpan && matches(finding);
      })
      .map(({ id, finding }) => ({ id, read: () => this.#entry(id, finding) }));
  }

  #matcher(query: TimelineQuery): (finding: Finding) => boolean {
    const filter = withoutTimes(query.filter);
    if (filter.terms.length === 0) return () => true;
    const { sql, parameters } = resolvedCondition(this.#database, filter, 'process');
    const statement = this.#database.prepare<unknown[]>(
      `select 1 from process p left join container c on c.id = p.container where p.id = ? and ${sql}`,
    );
    return (finding) => statement.get(finding.process.id, ...parameters) !== undefined;
  }

  #all(): readonly Placed[] {
    const version = String(
      this.#database
        .prepare("select (select revision from link_state) || ' ' || count(*) || ' ' || coalesce(max(id), 0) from finding")
        .pluck()
        .get(),
    );
    if (version !== this.#version) {
      this.#placed = placed(this.#view.findings(), this.#placeAfter);
      this.#version = version;
    }
    return this.#placed;
  }

  #entry(id: number, finding: Finding): TimelineEntry {
    const process = this.#view.process(finding.process.id);
    const container = process?.containerId === undefined ? undefined : this.#view.container(process.containerId);
    const [evidence] = finding.evidence;
    return {
      id,
      kind: 'finding',
      ...(finding.firstSeenUs === undefined ? {} : { atUs: finding.firstSeenUs, atNs: 0 }),
      process: finding.process,
      ...(process === undefined ? {} : { node: process.node }),
      ...(container?.namespace === undefined ? {} : { namespace: container.namespace }),
      ...(container?.pod === undefined ? {} : { pod: container.pod }),
      ...(container?.name === undefined ? {} : { containerName: container.name }),
      summary: finding.title,
      findingId: finding.id,
      level: finding.level,
      ...(evidence === undefined ? {} : { evidence: { source: evidence.source, line: evidence.line } }),
    };
  }
}

function placed(findings: readonly Finding[], placeAfter: (us: TimeUs) => number): readonly Placed[] {
  // Another detector's alert is in the timeline as what it is.
  const own = findings.filter(({ rule }) => rule.kind !== 'falco');
  const inOrder = own.sort((a, b) => (a.firstSeenUs ?? Number.MAX_VALUE) - (b.firstSeenUs ?? Number.MAX_VALUE));
  const taken = new Map<number, number>();
  return inOrder.map((finding) => {
    const before = placeAfter(finding.firstSeenUs ?? Number.MAX_VALUE) - 1;
    const number = (taken.get(before) ?? 0) + 1;
    taken.set(before, number);
    return { id: before * STEP + Math.min(number, STEP - 1), finding };
  });
}
