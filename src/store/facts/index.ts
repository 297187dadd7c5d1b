import type { FactKind } from './fact-kind.js';
import { flowFacts } from './flow.js';

/** Every kind of fact that has tables of its own. */
export const FACT_KINDS: readonly FactKind[] = [flowFacts];
