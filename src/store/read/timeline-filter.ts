import type { Filter, FilterTerm, TextField } from '../../model/filter.js';
import { TIMELINE_KINDS, type TimelineKind, type TimelineQuery } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { KINDS, kindNumber } from '../moments/moment-columns.js';
import type { MomentPage } from '../moments/moment-page.js';
import { filterCondition } from './filter-sql.js';
import { MatchingRows, type RowSource } from './matching-rows.js';
import { listsOf, matcherOf } from './resolved-filter.js';
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

/** The filter without its times: of the timeline they ask when something happened, which is a span of places. */
export function withoutTimes(filter: Filter): Filter {
  return { terms: filter.terms.filter(({ kind }) => kind !== 'time') };
}

/** Rows that must match for a moment of a kind to do so: its process's, and that of what it refers to (or its process's again). */
interface KindFilter {
  readonly process: MatchingRows | undefined;
  readonly subject: MatchingRows | undefined;
  readonly isOfProcess: boolean;
}

/** Which moments a query asks for, but for its span. Holds while neither links nor findings change. */
export class MomentFilter {
  /** By number of the kind; no moment of others matches. */
  readonly #kinds: readonly (KindFilter | undefined)[];

  constructor(database: CaseDatabase, { filter, kinds = TIMELINE_KINDS }: TimelineQuery) {
    const filterOf = kindFilters(database, withoutTimes(filter).terms);
    const ofKinds = new Array<KindFilter | undefined>(KINDS).fill(undefined);
    for (const kind of kinds) ofKinds[kindNumber(kind)] = filterOf(kind);
    this.#kinds = ofKinds;
  }

  /** The place on a page of the next moment that matches, from a place on, or back from it where `step` is -1; `end` when there is none. */
  next(page: MomentPage, from: number, end: number, step: 1 | -1 = 1): number {
    const { whats, processes } = page;
    let at = from;
    for (; at !== end; at += step) {
      const kind = this.#kinds[(whats[at] ?? 0) % KINDS];
      if (kind === undefined) continue;
      const process = processes[at] ?? 0;
      if (kind.process?.has(process) === false) continue;
      if (kind.subject === undefined || kind.subject.has(kind.isOfProcess ? process : (page.refs[at] ?? 0))) break;
    }
    return at;
  }
}

/** What terms ask of the process alone is asked once for each process, whatever it did; the rest is asked of what the moment refers to. */
function kindFilters(database: CaseDatabase, terms: readonly FilterTerm[]): (kind: TimelineKind) => KindFilter | undefined {
  const rowsOf = new Map<Subject, MatchingRows | undefined>();
  const ofProcess = matchingRows(database, 'process', terms.filter(asksProcess));
  const others = terms.filter((term) => !asksProcess(term));
  return (kind) => {
    if (terms.length === 0) return { process: undefined, subject: undefined, isOfProcess: true };
    const subject = SUBJECTS[kind];
    if (subject === undefined) return undefined;
    if (!rowsOf.has(subject)) rowsOf.set(subject, matchingRows(database, subject, subject === 'line' ? terms : others));
    return { process: subject === 'line' ? undefined : ofProcess, subject: rowsOf.get(subject), isOfProcess: subject === 'process' };
  };
}

function matchingRows(database: CaseDatabase, subject: Subject, terms: readonly FilterTerm[]): MatchingRows | undefined {
  if (terms.length === 0) return undefined;
  const condition = subject === 'line' ? lineCondition({ terms }) : filterCondition({ terms }, subject);
  return new MatchingRows(database, ROWS[subject], condition, knownRows(database, subject, terms));
}

function knownRows(database: CaseDatabase, subject: Subject, terms: readonly FilterTerm[]): Uint8Array | undefined {
  const ids = knownIds(database, subject, { terms });
  if (ids === undefined) return undefined;
  const rows = new Uint8Array((ids.at(-1) ?? 0) + 1);
  for (let at = 0; at < ids.length; at++) rows[ids[at] ?? 0] = 1;
  return rows;
}

function knownIds(database: CaseDatabase, subject: Subject, filter: Filter): Int32Array | undefined {
  switch (subject) {
    case 'process':
      return matcherOf(database)?.matching(filter);
    case 'connection':
      return matcherOf(database)?.matchingConnections(filter);
    case 'dns':
      return listsOf(database)?.matchingMessages(filter);
    case 'line':
      return undefined;
  }
}

/** True when a term asks the same of a process and of all that it did. */
function asksProcess(term: FilterTerm): boolean {
  switch (term.kind) {
    case 'text':
      return term.field !== 'dns' && term.field !== 'protocol' && term.field !== 'direction';
    case 'number':
      return term.field !== 'port';
    case 'flag':
      return term.flag !== 'external';
    default:
      return false;
  }
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
