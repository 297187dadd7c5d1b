import type { Filter, FilterTerm, Flag, NumberField, TextField, TextPattern } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { addAddressFunctions, blockCondition } from './address-sql.js';
import { ALWAYS, all, any, negated, type SqlCondition, wrapped } from './sql-condition.js';
import { addTextFunctions, binaryCondition, patternCondition, remoteNameCondition, someValueCondition } from './text-sql.js';

/** What is asked for. Processes are `p` with container `c`; connections are `n`; DNS messages are `d`. */
export type FilterTarget = 'process' | 'connection' | 'dns';

/** Columns that text fields of processes and their containers read. */
const PROCESS_TEXT: Readonly<Partial<Record<TextField, readonly string[]>>> = {
  namespace: ['c.namespace'],
  pod: ['c.pod'],
  workload: ['c.workload'],
  container: ['c.name', 'c.container_id'],
  image: ['c.image', 'c.image_id'],
  node: ['p.node'],
  arguments: ['p.arguments'],
};

const PROCESS_FLAGS: Readonly<Record<Exclude<Flag, 'external' | 'finding'>, string>> = {
  late: "coalesce(p.late, '') = 'late'",
  entered: "coalesce(p.late, '') = 'entered'",
  probe: "coalesce(p.late, '') = 'probe'",
  main: 'p.is_main = 1',
  connected: 'p.connection_count > 0',
  inferred: "p.known_from = 'inferred'",
  running: "p.exit_status is null and p.known_from <> 'inferred'",
  exited: 'p.exit_status is not null',
};

/** The filter as a condition on the target's rows. Terms about connections ask, for processes, that one connection meets all of them. */
export function filterCondition(filter: Filter, target: FilterTarget): SqlCondition {
  const direct: SqlCondition[] = [];
  const ofConnection: ConnectionTerm[] = [];
  for (const term of filter.terms) {
    if (target === 'process' && isAboutConnections(term)) {
      if (isNegated(term)) direct.push(negated(someConnection([{ ...term, isNegated: false }])));
      else ofConnection.push(term);
    } else direct.push(termCondition(term, target));
  }
  return all(ofConnection.length === 0 ? direct : [...direct, someConnection(ofConnection)]);
}

type ConnectionTerm = Extract<FilterTerm, { kind: 'text' | 'number' | 'address' }>;

function isAboutConnections(term: FilterTerm): term is ConnectionTerm {
  if (term.kind === 'address') return true;
  if (term.kind === 'number') return term.field === 'port';
  return term.kind === 'text' && (term.field === 'dns' || term.field === 'protocol' || term.field === 'direction');
}

function isNegated(term: FilterTerm): boolean {
  return term.kind !== 'time' && term.isNegated;
}

/**
 * That a connection of the process meets all terms. One pass over all connections is quicker than looking up those of each process, except
 * where a comparison costs more than a look-up, as that of names does: then each process's end with the first that meets the terms.
 */
function someConnection(terms: readonly ConnectionTerm[]): SqlCondition {
  const { sql, parameters } = all(terms.map((term) => termCondition(term, 'connection')));
  return terms.some((term) => term.kind === 'text' && term.field === 'dns')
    ? { sql: `exists (select 1 from connection n where n.process = p.id and ${sql})`, parameters }
    : { sql: `p.id in (select n.process from connection n where ${sql})`, parameters };
}

function termCondition(term: FilterTerm, target: FilterTarget): SqlCondition {
  const condition = bareCondition(term, target);
  return isNegated(term) ? negated(condition) : condition;
}

function bareCondition(term: FilterTerm, target: FilterTarget): SqlCondition {
  switch (term.kind) {
    case 'text':
      return textCondition(term.field, term.patterns, target);
    case 'number':
      return any(
        term.ranges.map(({ from, to }) =>
          any(numberColumns(term.field, target).map((column) => ({ sql: `${column} between ? and ?`, parameters: [from, to] }))),
        ),
      );
    case 'address':
      return any(term.blocks.map((block) => addressCondition(term.field, block, target)));
    case 'time':
      return timeCondition(term.field, term.us, target);
    case 'flag':
      return flagCondition(term.flag, target);
    case 'word':
      return wordCondition(term.pattern, target);
  }
}

function textCondition(field: TextField, patterns: readonly TextPattern[], target: FilterTarget): SqlCondition {
  return any(patterns.map((pattern) => oneText(field, pattern, target)));
}

function oneText(field: TextField, pattern: TextPattern, target: FilterTarget): SqlCondition {
  switch (field) {
    case 'exec':
      return wrapped(
        'exists (select 1 from process_image pi join image i on i.id = pi.image where pi.process = p.id and ',
        patternCondition('i.exec_id', pattern),
      );
    case 'parent':
      return wrapped('p.parent in (select q.id from process q where ', binaryCondition('q', pattern));
    case 'ancestor':
      return descendants(binaryCondition('q', pattern));
    case 'dns':
      return target === 'dns' ? someValueCondition('d.names', pattern) : remoteNameCondition(pattern);
    case 'protocol':
    case 'direction':
      return target === 'dns' ? ALWAYS : patternCondition(`n.${field}`, pattern);
    case 'binary':
      return binaryCondition('p', pattern);
    default:
      return any((PROCESS_TEXT[field] ?? []).map((column) => patternCondition(column, pattern)));
  }
}

/** Whoever descends from a process `q`: found from above, so that no process's ancestors are walked more than once. */
function descendants({ sql, parameters }: SqlCondition): SqlCondition {
  return {
    sql: `p.id in (with recursive below(id) as (
      select c.id from process q cross join process c on c.parent = q.id where ${sql}
      union select c.id from below cross join process c on c.parent = below.id) select id from below)`,
    parameters,
  };
}

function numberColumns(field: NumberField, target: FilterTarget): readonly string[] {
  if (field !== 'port') return [`p.${field}`];
  return target === 'dns' ? ['d.server_port'] : ['n.local_port', 'n.remote_port'];
}

function addressCondition(field: 'addr' | 'src' | 'dst', block: string, target: FilterTarget): SqlCondition {
  const columns =
    target === 'dns' ? ['d.server_ip'] : { src: ['n.local_ip'], dst: ['n.remote_ip'], addr: ['n.local_ip', 'n.remote_ip'] }[field];
  const conditions = columns.map((column) => blockCondition(column, block));
  return any(
    target === 'dns'
      ? [...conditions, wrapped('exists (select 1 from json_each(d.ips) where ', blockCondition('value', block))]
      : conditions,
  );
}

function timeCondition(field: 'since' | 'until', us: number, target: FilterTarget): SqlCondition {
  const columns = {
    process: {
      since: 'coalesce(p.exit_us, p.start_us, 9e15) >= ? or (p.exit_status is null and p.start_us is not null)',
      until: 'p.start_us <= ?',
    },
    connection: { since: 'coalesce(n.opened_us, n.closed_us) >= ?', until: 'coalesce(n.opened_us, n.closed_us) <= ?' },
    dns: { since: 'd.time_us >= ?', until: 'd.time_us <= ?' },
  };
  return { sql: columns[target][field], parameters: [us] };
}

function flagCondition(flag: Flag, target: FilterTarget): SqlCondition {
  if (flag === 'finding') return { sql: 'exists (select 1 from finding_process f where f.process = p.id)', parameters: [] };
  if (flag === 'external') return { sql: target === 'connection' ? "n.scope = 'external'" : 'p.has_external = 1', parameters: [] };
  return { sql: PROCESS_FLAGS[flag], parameters: [] };
}

const WORD_COLUMNS = ['p.binary', 'p.arguments', 'p.exec_id', 'c.pod', 'c.name', 'c.container_id'];

function wordCondition(pattern: TextPattern, target: FilterTarget): SqlCondition {
  const columns = (names: readonly string[]) => names.map((column) => patternCondition(column, pattern));
  const ofProcess = columns(WORD_COLUMNS);
  switch (target) {
    case 'process':
      return any(ofProcess);
    case 'connection':
      return any([...ofProcess, remoteNameCondition(pattern), ...columns(['n.remote_ip', 'n.local_ip', 'n.remote_pod'])]);
    case 'dns':
      return any([...ofProcess, someValueCondition('d.names', pattern), someValueCondition('d.ips', pattern)]);
  }
}

/** Adds the functions that filter conditions call to a connection. */
export function addFilterFunctions(database: CaseDatabase): void {
  addTextFunctions(database);
  addAddressFunctions(database);
}
