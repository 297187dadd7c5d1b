import type { Overview } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { sourcesOf } from '../source-ledger.js';
import { totalsOf } from './case-totals.js';
import { missingOf } from './missing.js';
import { told } from './rows.js';

/** What the case is, in one look. */
export function readOverview(database: CaseDatabase): Overview {
  const span = database.prepare<[], { first_us: number | null; last_us: number | null }>('select first_us, last_us from link_state').get();
  const totals = totalsOf(database);
  const { inferred, ...lateByKind } = totals.flagged;
  return {
    sources: sourcesOf(database),
    nodes: database.prepare<[], string>('select distinct node from process order by node').pluck().all(),
    processCount: totals.processes,
    inferredCount: inferred,
    connectionCount: totals.connections,
    dnsMessageCount: totals.dnsMessages,
    problemCount: Number(database.prepare('select (select count(*) from problem) + (select count(*) from link_problem)').pluck().get()),
    ...told({ firstTimeUs: span?.first_us ?? null, lastTimeUs: span?.last_us ?? null }),
    lateByKind,
    missing: missingOf(database, totals),
  };
}
