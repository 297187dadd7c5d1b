import type { Overview } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { sourcesOf } from '../source-ledger.js';
import { missingOf } from './missing.js';
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
