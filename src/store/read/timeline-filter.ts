import type { Filter, FilterTerm, TextField } from '../../model/filter.js';
import { TIMELINE_KINDS, type TimelineKind, type TimelineQuery } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { KINDS, kindNumber } from '../moments/moment-columns.js';
import type { MomentPage } from '../moments/moment-page.js';
import { filterCondition } from './filter-sql.js';
import { MatchingRows, type RowSource } from './matching-rows.js';
import { ALWAYS, all, any, negated, type SqlCondition } from './sql-condition.js';
import { patternCondition } from './text-sql.js';

/** What a filter is asked about. */
type Subject = 'process' | 'connection' | 'dns' | 'line';

const ROWS: Readonly<Record<Subject, RowSource>> = {
  process: { table: 'process p', key: 'p.id', joins: 'left join container c on c.id = p.container' },
  connection: {
    table: 'connection n',
    key: 'n.id',
    joins: 'left join process p on p.id = n.process left join container c on c.id = p.container',
  },
  dns: {
    table: 'dns_fact d',
    key: 'd.event',
    joins:
      'left join process_image pi on pi.image = d.image left join process p on p.id = pi.process left join container c on c.id = p.container',
  },
  line: { table: 'line_fact l', key: 'l.event', joins: '' },
};

/** Whose row tells whether a moment of a kind matches. Gaps concern everything, and are in no filtered list. */
const SUBJECTS: Readonly<Partial<Record<TimelineKind, Subject>>> = {
  start: 'process',
  exec: 'process',
  exit: 'process',
  file: 'process',
  flow: 'process',
  report: 'process',
  alert: 'process',
  connect: 'connection',
  accept: 'connection',
  listen: 'connection',
  close: 'connection',
  dns: 'dns',
  line: 'line',
};

/** Kinds whose process is told beside what they refer to. */
const BESIDE: ReadonlySet<TimelineKind> = new Set(['file', 'flow', 'report', 'alert']);

/** The filter without its times: of the timeline they ask when something happened, which is a span of places. */
export function withoutTimes(filter: Filter): Filter {
  return { terms: filter.terms.filter(({ kind }) => kind !== 'time') };
}

/** How moments of a kind are told apart: all of them match, or those whose row does. */
interface KindFilter {
  readonly rows?: MatchingRows;
  readonly isBeside: boolean;
}

/** Which moments a query asks for, but for its span. Holds while neither links nor findings change. */
export class MomentFilter {
  /** By number of the kind; no moment of others matches. */
  readonly #kinds: readonly (KindFilter | undefined)[];

  constructor(database: CaseDatabase, { filter, kinds = TIMELINE_KINDS }: TimelineQuery) {
    const asked = withoutTimes(filter);
    const rowsOf = new Map<Subject, MatchingRows>();
    const ofKinds = new Array<KindFilter | undefined>(KINDS).fill(undefined);
    for (const kind of kinds) {
      const subject = SUBJECTS[kind];
      if (asked.terms.length === 0) ofKinds[kindNumber(kind)] = { isBeside: false };
      else if (subject !== undefined) {
        const rows = rowsOf.get(subject) ?? new MatchingRows(database, ROWS[subject], conditionOf(asked, subject));
        rowsOf.set(subject, rows);
        ofKinds[kindNumber(kind)] = { rows, isBeside: BESIDE.has(kind) };
      }
    }
    this.#kinds = ofKinds;
  }

  /** True when the moment at this place of the page matches. */
  matches(page: MomentPage, at: number): boolean {
    const kind = this.#kinds[(page.whats[at] ?? 0) % KINDS];
    if (kind === undefined) return false;
    return kind.rows === undefined || kind.rows.has((kind.isBeside ? page.processes[at] : page.refs[at]) ?? 0);
  }
}

function conditionOf(filter: Filter, subject: Subject): SqlCondition {
  return subject === 'line' ? lineCondition(filter) : filterCondition(filter, subject);
}

/** Columns of a line that a text field asks about. What is not among them a line can't answer: it does not match. */
const LINE_TEXT: Readonly<Partial<Record<TextField, readonly string[]>>> = {
  namespace: ['l.namespace'],
  pod: ['l.pod'],
  node: ['l.node'],
  binary: ['l.binary'],
  arguments: ['l.text'],
};

function lineCondition({ terms }: Filter): SqlCondition {
  return all(
    terms.map((term) => {
      if (term.kind === 'time') return ALWAYS;
      const condition = lineTerm(term);
      return term.isNegated ? negated(condition) : condition;
    }),
  );
}

function lineTerm(term: Exclude<FilterTerm, { kind: 'time' }>): SqlCondition {
  if (term.kind === 'word') return any(['l.binary', 'l.text', 'l.pod'].map((column) => patternCondition(column, term.pattern)));
  const columns = term.kind === 'text' ? (LINE_TEXT[term.field] ?? []) : [];
  const patterns = term.kind === 'text' ? term.patterns : [];
  return any(patterns.flatMap((pattern) => columns.map((column) => patternCondition(column, pattern))));
}
