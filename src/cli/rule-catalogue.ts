import type { DetectionReport } from '../detections/engine.js';
import type { Rule } from '../detections/rule.js';
import type { RuleEntry, RuleOutcome } from '../export/check-report.js';

/** The rules with what became of each in a run. `asked` are the ids that the run was limited to; none for all. */
export function ruleCatalogue(
  rules: readonly Rule[],
  { rules: { lackingData } }: Pick<DetectionReport, 'rules'>,
  asked: readonly string[] = [],
): readonly RuleEntry[] {
  const lacking = new Map(lackingData.map(({ id, why }) => [id, why]));
  return rules.map(({ id, title, description, level, attack, falsePositives }) => ({
    id,
    title,
    description,
    level,
    kind: 'behaviour',
    attack,
    falsePositives,
    outcome: asked.length > 0 && !asked.includes(id) ? { kind: 'skipped' } : outcome(lacking.get(id)),
  }));
}

function outcome(why: string | undefined): RuleOutcome {
  return why === undefined ? { kind: 'ran' } : { kind: 'lacking', why };
}
