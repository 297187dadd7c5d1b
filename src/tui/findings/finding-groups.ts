import type { Finding, Incident, Level } from '../../model/finding.js';
import { isKept } from '../lists/kept-by-filter.js';
import type { OutlineGroup } from '../lists/outline.js';
import type { Frame } from '../view.js';

/** How findings are put together. */
export const FINDING_GROUPINGS = ['incident', 'rule', 'none'] as const;
export type FindingGrouping = (typeof FINDING_GROUPINGS)[number];

/** Findings of one incident, or of one rule. */
export interface FindingGroup extends OutlineGroup {
  readonly title: string;
  readonly level: Level;
  readonly findings: readonly Finding[];
  readonly incident?: Incident;
}

/** The findings that are shown, worst first, and their groups; none where they are not grouped. */
export interface GroupedFindings {
  readonly groups: readonly FindingGroup[];
  readonly findings: readonly Finding[];
}

/** The findings that the filter keeps, in their groups: the group with the worst finding first, within a group the worst first. */
export function groupedFindings(grouping: FindingGrouping, frame: Frame): GroupedFindings {
  const findings = frame.facts.findings.filter(({ process }) => isKept(frame, process.id));
  if (grouping === 'none') return { groups: [], findings };
  const members = new Map<string, Finding[]>();
  const incidents = new Map(frame.facts.incidents.flatMap((incident) => incident.findings.map((id) => [id, incident] as const)));
  const nameOf = (finding: Finding): string => (grouping === 'rule' ? `rule ${finding.rule.id}` : incidentName(incidents.get(finding.id)));
  for (const finding of findings) {
    const name = nameOf(finding);
    const group = members.get(name);
    if (group === undefined) members.set(name, [finding]);
    else group.push(finding);
  }
  const groups = [...members].flatMap(([name, found]): readonly FindingGroup[] => {
    const [first] = found;
    if (first === undefined) return [];
    const incident = grouping === 'incident' ? incidents.get(first.id) : undefined;
    const title = titleOf(grouping, first, incident);
    const level = incident?.level ?? first.level;
    return [{ name, count: found.length, level, title, findings: found, ...(incident === undefined ? {} : { incident }) }];
  });
  return { groups, findings };
}

function titleOf(grouping: FindingGrouping, first: Finding, incident: Incident | undefined): string {
  if (grouping === 'rule') return `${first.rule.title} (${first.rule.id})`;
  return incident?.title ?? 'Part of no incident';
}

/** What the group of an incident is called in every revision; of findings that are part of none, too. */
export function incidentName(incident: Incident | undefined): string {
  return `incident ${incident?.id ?? 'none'}`;
}

/** What a finding is called in every revision. */
export function findingName(finding: Finding): string {
  return `finding ${finding.id} ${finding.process.execId}`;
}
