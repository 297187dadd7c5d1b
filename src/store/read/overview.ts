import type { Overview } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { sourcesOf } from '../source-ledger.js';
import { told } from './rows.js';

/** What the case is, in one look. */
export function readOverview(database: CaseDatabase): Overview {
  const count = (sql: string) => Number(database.prepare(sql).pluck().get());
  const span = database.prepare<[], { first_us: number | null; last_us: number | null }>('select first_us, last_us from link_state').get();
  const late = (kind: string) => count(`select count(*) from process where late = '${kind}'`);
  return {
    sources: sourcesOf(database),
    nodes: database.prepare<[], string>('select distinct node from process order by node').pluck().all(),
    processCount: count('select count(*) from process'),
    inferredCount: count("select count(*) from process where known_from = 'inferred'"),
    connectionCount: count('select count(*) from connection'),
    dnsMessageCount: count('select count(*) from dns_fact'),
    problemCount: count('select (select count(*) from problem) + (select count(*) from link_problem)'),
    ...told({ firstTimeUs: span?.first_us ?? null, lastTimeUs: span?.last_us ?? null }),
    lateByKind: { late: late('late'), entered: late('entered'), probe: late('probe') },
    missing: missingOf(database),
  };
}

/** What the sources can't answer, in sentences, so that a blank is never taken for "nothing happened". */
function missingOf(database: CaseDatabase): readonly string[] {
  const has = (sql: string) => database.prepare(`select exists (${sql})`).pluck().get() === 1;
  const hasKind = (pattern: string) => has(`select 1 from source_count where class = 'kind' and name glob '${pattern}'`);
  if (!has('select 1 from event')) return [];
  const dropped = Number(database.prepare('select coalesce(sum(dropped_events), 0) from source').pluck().get());
  const missing: readonly (readonly [boolean, string])[] = [
    [
      !hasKind('process_exec'),
      'no process_exec events: processes are known from other events only, and those that did nothing else are missing',
    ],
    [!hasKind('process_exit'), 'no process_exit events: whether a process still ran is not known'],
    [
      !has('select 1 from socket_fact'),
      'no connection events: record them with a tracing policy (tcp_connect, tcp_close, inet_csk_accept) or Enterprise network events',
    ],
    [has('select 1 from socket_fact') && !has('select 1 from dns_fact'), 'no DNS events: names come from events and arguments only'],
    [
      !has('select 1 from pod_metadata where name is not null'),
      'no pod metadata: containers are known by id, their start by their first process',
    ],
    [
      !has('select 1 from description where is_in_init_tree is not null'),
      'no in_init_tree: processes entered from outside (kubectl exec) look like any late process',
    ],
    [dropped > 0, `the agent dropped ${dropped} events by its rate limit: something may be missing anywhere`],
    [
      has("select 1 from source_count where class = 'kind' and name = 'process_throttle'"),
      'the agent throttled a cgroup: exec events of that time are missing',
    ],
    [has('select 1 from source where is_complete = 0'), 'an import was interrupted: the same command goes on where it stopped'],
  ];
  return missing.flatMap(([isMissing, sentence]) => (isMissing ? [sentence] : []));
}
