import type { Filter, FilterTerm } from '../../model/filter.js';
import { EXTERNAL } from '../../model/link/connection-columns.js';
import { type ConnectionColumns, type MoreColumns, seenUs } from './connection-columns.js';
import { isConnectionTerm, keepMeeting, keepRows, namedSo, numbered, textsIn } from './connection-terms.js';
import { CONTAINER_FIELDS, containersThat, markMeeting, markOwnWord, type ProcessFacts, WORD_OF_CONTAINER } from './process-terms.js';
import { anyTest, textTest } from './text-test.js';

/** What connections are asked about by. */
export interface ConnectionFacts {
  readonly facts: ProcessFacts;
  readonly columns: ConnectionColumns;
  /** Read when a term asks. */
  more(): MoreColumns;
}

/** 1 for each row of a connection that a filter of connections keeps. */
export function matchingConnections({ terms }: Filter, of: ConnectionFacts): Uint8Array {
  const kept = new Uint8Array(of.columns.ids.length).fill(1);
  for (const term of terms) keep(kept, term, of);
  return kept;
}

function keep(kept: Uint8Array, term: FilterTerm, of: ConnectionFacts): void {
  if (isConnectionTerm(term)) keepMeeting(kept, term, of.columns, term.isNegated);
  else keepRows(kept, test(term, of), term.kind !== 'time' && term.isNegated);
}

function test(term: FilterTerm, of: ConnectionFacts): (row: number) => boolean {
  if (term.kind === 'time') {
    const more = of.more();
    return term.field === 'since' ? (row) => seenUs(more, row) >= term.us : (row) => seenUs(more, row) <= term.us;
  }
  if (term.kind === 'flag' && term.flag === 'external') {
    const { scope } = of.more();
    return (row) => scope[row] === EXTERNAL;
  }
  if (term.kind === 'word') return word(term, of);
  const ofContainer = term.kind === 'text' ? CONTAINER_FIELDS[term.field] : undefined;
  if (term.kind === 'text' && ofContainer !== undefined) {
    const { container } = of.more();
    const wanted = new Set(term.patterns.flatMap((pattern) => [...containersThat(of.facts.containers, ofContainer, textTest(pattern))]));
    return (row) => wanted.has(container[row] ?? Number.NaN);
  }
  return ofProcess(of, (rows) => markMeeting(rows, term, of.facts));
}

/** What holds for the process that has the connection. */
function ofProcess({ facts: { processes }, columns }: ConnectionFacts, mark: (rows: Uint8Array) => void): (row: number) => boolean {
  const rows = new Uint8Array(processes.ids().length);
  mark(rows);
  return (row) => rows[processes.rowOf(columns.process[row] ?? -1)] === 1;
}

function word({ pattern }: Extract<FilterTerm, { kind: 'word' }>, of: ConnectionFacts): (row: number) => boolean {
  const { container, remote_pod: remotePod } = of.more();
  const asked = textTest(pattern);
  const containers = containersThat(of.facts.containers, WORD_OF_CONTAINER, asked);
  const texts = textsIn(of.columns.texts, anyTest([asked]));
  const isOwn = ofProcess(of, (rows) => markOwnWord(rows, pattern, of.facts.processes));
  const isNamed = namedSo([pattern], of.columns);
  const isAt = [of.columns.remote_ip, of.columns.local_ip, remotePod].map((column) => numbered(column, texts));
  return (row) => isOwn(row) || containers.has(container[row] ?? Number.NaN) || isNamed(row) || isAt.some((is) => is(row));
}
