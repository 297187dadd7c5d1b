import { alertFacts } from './alert.js';
import type { FactKind } from './fact-kind.js';
import { flowFacts } from './flow.js';
import { snapshotFacts } from './snapshot.js';

/** Every kind of fact that has tables of its own. */
export const FACT_KINDS: readonly FactKind[] = [flowFacts, snapshotFacts, alertFacts];
