import { printable } from '../model/printable.js';
import type { CheckReport, RuleEntry } from './check-report.js';
import type { JsonObject } from './json.js';
import { isTechnique, layerText } from './navigator-layer.js';

const COLOURS = ['#f2f2f2', '#c7e9c0', '#31a354'] as const;

/**
 * What the rules could see as an ATT&CK Navigator layer: each technique that a rule looks for, scored by the share of its rules that ran,
 * in percent. A technique at 0 is one that the data could not show; one that is missing, nobody looked for.
 */
export function navigatorCoverage({ catalogue }: CheckReport): string {
  const byTechnique = new Map<string, RuleEntry[]>();
  for (const rule of catalogue) {
    for (const id of new Set(rule.attack.filter(isTechnique))) byTechnique.set(id, [...(byTechnique.get(id) ?? []), rule]);
  }
  return layerText({
    name: 'workbench coverage',
    description: 'Techniques that the rules of workbench look for; the score is the share of them that could run on the data, in percent.',
    techniques: [...byTechnique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, rules]) => technique(id, rules)),
    colours: COLOURS,
    scores: { least: 0, most: 100 },
    legend: [
      { label: 'no rule could run', color: COLOURS[0] },
      { label: 'all rules ran', color: COLOURS[2] },
    ],
  });
}

function technique(id: string, rules: readonly RuleEntry[]): JsonObject {
  const ran = rules.filter(({ outcome }) => outcome.kind === 'ran');
  const missed = rules.flatMap(({ id: rule, outcome }) => (outcome.kind === 'lacking' ? [`${rule}: ${printable(outcome.why)}`] : []));
  const asked = ran.length + missed.length;
  return {
    techniqueID: id,
    score: asked === 0 ? 0 : Math.round((100 * ran.length) / asked),
    comment: [`${ran.length} of ${rules.length} rules ran`, ...missed].join('; '),
    enabled: true,
    showSubtechniques: id.includes('.'),
    metadata: rules.map(({ id: rule, outcome }) => ({ name: outcome.kind, value: printable(rule) })),
  };
}
