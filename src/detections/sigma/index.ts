export type { RuleCoverage } from './coverage.js';
export { CONTEXT_FIELDS } from './events/actor-fields.js';
export { type LoadOptions, loadSigma, type SigmaFile, type SigmaRuleSet, type SkippedDocument } from './load.js';
export type { SigmaProblem } from './problem.js';
export type { SigmaRule } from './rule.js';
export type { RuleCost } from './rule-run.js';
export { runSigma, type SigmaOptions, type SigmaReport } from './run.js';
export { type CaseData, type Runnable, runnable } from './runnable.js';
