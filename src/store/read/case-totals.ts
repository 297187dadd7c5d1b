import { TREE_FLAGS } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { lastEvent } from '../pages/last-event.js';
import { readTree } from './tree-skeleton.js';

const COUNTED = ['late', 'entered', 'probe', 'inferred'] as const;

/** What all rows of a case have to be gone through for. */
export interface CaseTotals {
  readonly processes: number;
  readonly connections: number;
  readonly dnsMessages: number;
  /** Processes that have each flag. */
  readonly flagged: Readonly<Record<(typeof COUNTED)[number], number>>;
  /** Whether any process event says whether the process is in its container's init tree. */
  readonly isInitTreeTold: boolean;
  /** Whether only the network was seen to ask for names, of which there are some. */
  readonly isNamedByFlowsAlone: boolean;
}

/** Counts what the case holds now. */
export function countTotals(database: CaseDatabase): CaseTotals {
  const count = (table: string) => Number(database.prepare(`select count(*) from ${table}`).pluck().get());
  const has = (sql: string) => database.prepare(`select exists (${sql})`).pluck().get() === 1;
  const dnsMessages = count('dns_message');
  return {
    processes: count('process'),
    connections: count('numbered_connection'),
    dnsMessages,
    flagged: flagCounts(database),
    isInitTreeTold: has('select 1 from description where is_in_init_tree is not null'),
    isNamedByFlowsAlone:
      dnsMessages > 0 && !has("select 1 from dns_message d cross join image i on i.id = d.image where i.origin <> 'hubble'"),
  };
}

/** What the case holds, as linking counted it, unless there is more now. */
export function totalsOf(database: CaseDatabase): CaseTotals {
  const state = database.prepare<[], { facts_event: number; totals: string | null }>('select facts_event, totals from link_state').get();
  const kept = state?.totals ?? null;
  return kept !== null && state?.facts_event === lastEvent(database) ? JSON.parse(kept) : countTotals(database);
}

/** Processes that have each flag. Counted in the tree, which holds every process once: their own rows are read in a hundred times as long. */
function flagCounts(database: CaseDatabase): CaseTotals['flagged'] {
  const counts = { late: 0, entered: 0, probe: 0, inferred: 0 };
  const { flags } = readTree(database, 'host');
  for (let row = 0; row < flags.length; row++) {
    for (const flag of COUNTED) if (((flags[row] ?? 0) & TREE_FLAGS[flag]) !== 0) counts[flag] += 1;
  }
  return counts;
}
