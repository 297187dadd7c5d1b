import { type Overview, TREE_FLAGS } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { sourcesOf } from '../source-ledger.js';
import { missingOf } from './missing.js';
import { told } from './rows.js';
import { readTree } from './tree-skeleton.js';

/** What the case is, in one look. */
export function readOverview(database: CaseDatabase): Overview {
  const count = (sql: string) => Number(database.prepare(sql).pluck().get());
  const span = database.prepare<[], { first_us: number | null; last_us: number | null }>('select first_us, last_us from link_state').get();
  const { inferred, ...lateByKind } = flagCounts(database);
  return {
    sources: sourcesOf(database),
    nodes: database.prepare<[], string>('select distinct node from process order by node').pluck().all(),
    processCount: count('select count(*) from process'),
    inferredCount: inferred,
    connectionCount: count('select count(*) from connection'),
    dnsMessageCount: count('select count(*) from dns_message'),
    problemCount: count('select (select count(*) from problem) + (select count(*) from link_problem)'),
    ...told({ firstTimeUs: span?.first_us ?? null, lastTimeUs: span?.last_us ?? null }),
    lateByKind,
    missing: missingOf(database),
  };
}

const COUNTED = ['late', 'entered', 'probe', 'inferred'] as const;

/** Processes that have each flag. Counted in the tree, which holds every process once: their own rows are read in a hundred times as long. */
function flagCounts(database: CaseDatabase): Readonly<Record<(typeof COUNTED)[number], number>> {
  const counts = { late: 0, entered: 0, probe: 0, inferred: 0 };
  for (const flags of readTree(database, 'host').flags) {
    for (const flag of COUNTED) if ((flags & TREE_FLAGS[flag]) !== 0) counts[flag] += 1;
  }
  return counts;
}
