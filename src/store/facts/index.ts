import { alertFacts } from './alert.js';
import { descriptorFacts } from './descriptor.js';
import type { FactKind } from './fact-kind.js';
import { flowFacts } from './flow.js';
import { lineFacts } from './line.js';
import { snapshotFacts } from './snapshot.js';
import { usageFacts } from './usage.js';

/** Every kind of fact that has tables of its own. */
export const FACT_KINDS: readonly FactKind[] = [descriptorFacts, flowFacts, lineFacts, snapshotFacts, alertFacts, usageFacts];
