import type { RuleEntry } from '../export/check-report.js';
import type { Finding } from '../model/finding.js';

/** The rules of another detector whose alerts are among the findings. What else it looked for, its alerts do not tell. */
export function alertCatalogue(findings: readonly Finding[]): readonly RuleEntry[] {
  const rules = new Map(findings.flatMap(({ rule }) => (rule.kind === 'falco' ? [[rule.id, rule] as const] : [])));
  return [...rules.values()].map(({ id, title, level, attack }) => ({
    id,
    title,
    description: `A rule of Falco, which raised the alert: ${title}.`,
    level,
    kind: 'falco',
    attack,
    falsePositives: [],
    outcome: { kind: 'ran' },
  }));
}
