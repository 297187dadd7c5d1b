import type { Filter, FilterTerm, TextField } from '../../model/filter.js';
import type { TimelineKind, TimelineQuery } from '../../model/timeline.js';
import { kindNumber } from '../link/timeline.js';
import { type FilterTarget, filterCondition } from './filter-sql.js';
import { ALWAYS, all, any, negated, type SqlCondition } from './sql-condition.js';
import { patternCondition } from './text-sql.js';

/** What a filter is asked about for entries of a kind. Gaps concern everything, and are in no filtered list. */
const TARGETS: Readonly<Record<FilterTarget, readonly TimelineKind[]>> = {
  process: ['start', 'exec', 'exit', 'file', 'flow', 'report', 'alert'],
  connection: ['connect', 'accept', 'listen', 'close'],
  dns: ['dns'],
};

/** The filter without its times: of the timeline they ask when something happened, which is a span of places. */
export function withoutTimes(filter: Filter): Filter {
  return { terms: filter.terms.filter(({ kind }) => kind !== 'time') };
}

/** The query as a condition on moments `m`, but for its span. */
export function timelineCondition({ filter, kinds }: TimelineQuery): SqlCondition {
  const asked = withoutTimes(filter);
  return all([
    kinds === undefined ? ALWAYS : ofKinds(kinds),
    asked.terms.length === 0
      ? ALWAYS
      : any([
          ...targets().map(([target, ofTarget]) => all([ofKinds(ofTarget), filterCondition(asked, target)])),
          all([ofKinds(['line']), lineCondition(asked)]),
        ]),
  ]);
}

/** Where moments are read from: what a filter asks about is joined only for a filter. */
export function momentSource({ filter }: TimelineQuery): string {
  const owner = 'from moment m left join process p on p.id = m.process left join container c on c.id = p.container';
  if (withoutTimes(filter).terms.length === 0) return owner;
  return `${owner}
    left join connection n on n.id = m.ref and ${ofKinds(TARGETS.connection).sql}
    left join dns_fact d on d.event = m.ref and ${ofKinds(TARGETS.dns).sql}
    left join line_fact l on l.event = m.ref and ${ofKinds(['line']).sql}`;
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

function targets(): readonly (readonly [FilterTarget, readonly TimelineKind[]])[] {
  return [
    ['process', TARGETS.process],
    ['connection', TARGETS.connection],
    ['dns', TARGETS.dns],
  ];
}

function ofKinds(kinds: readonly TimelineKind[]): SqlCondition {
  return { sql: `m.kind in (${kinds.map(kindNumber).join(', ')})`, parameters: [] };
}
