import { type Finding, type Incident, LEVELS, levelRank } from '../model/finding.js';
import { printable } from '../model/printable.js';
import type { CheckReport } from './check-report.js';
import type { JsonObject } from './json.js';
import { isTechnique, layerText } from './navigator-layer.js';

/** Colours of the levels, lowest first. */
const COLOURS = ['#dfe7ee', '#a6cee3', '#fdd783', '#f58b51', '#d62728'] as const;

/**
 * The techniques of the findings as an ATT&CK Navigator layer: the score is the highest level, 1 for informational up to 5 for critical.
 * Suppressed findings do not colour anything. *Source:* Navigator layer format 4.5.
 */
export function navigatorLayer({ findings, incidents }: CheckReport): string {
  const byTechnique = new Map<string, Finding[]>();
  for (const { finding } of findings) {
    if (finding.status === 'suppressed') continue;
    for (const id of new Set(finding.rule.attack)) {
      if (!isTechnique(id)) continue;
      const others = byTechnique.get(id);
      if (others === undefined) byTechnique.set(id, [finding]);
      else others.push(finding);
    }
  }
  const techniques = [...byTechnique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, group]) => technique(id, group, incidents));
  return layerText({
    name: 'workbench findings',
    description: 'Techniques of the findings of workbench; the score is the highest level.',
    techniques,
    colours: COLOURS,
    scores: { least: 1, most: COLOURS.length },
    legend: LEVELS.map((level, at) => ({ label: level, color: COLOURS[at] ?? COLOURS[0] })),
  });
}

function technique(id: string, findings: readonly Finding[], incidents: readonly Incident[]): JsonObject {
  const of = incidents.filter((incident) => findings.some((finding) => incident.findings.includes(finding.id)));
  const rules = [...new Set(findings.map((finding) => finding.rule.id))].sort();
  return {
    techniqueID: id,
    score: Math.max(...findings.map((finding) => levelRank(finding.level))) + 1,
    comment: findings.map((finding) => printable(finding.title)).join('; '),
    enabled: true,
    // A column is opened where the finding is about a technique below it.
    showSubtechniques: id.includes('.'),
    metadata: [
      ...rules.map((rule) => ({ name: 'rule', value: rule })),
      ...of.map(({ id: incident, title }) => ({ name: `incident ${incident}`, value: printable(title) })),
    ],
  };
}
