import type { Connection } from '../model/connection.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Evidence, Finding, RelatedProcess, RuleRef } from '../model/finding.js';
import type { Process } from '../model/process.js';
import { formatDuration } from '../model/time.js';
import type { Draft } from './draft.js';
import { fingerprint } from './fingerprint.js';
import { programName } from './lineage.js';
import { isDiscovery } from './programs.js';
import type { Rule } from './rule.js';
import type { ToldStory } from './story.js';
import { processEvidence, reference, related, span } from './wording.js';

const ANCESTORS_SHOWN = 16;
const EVIDENCE_SHOWN = 40;
const PROGRAMS_NAMED = 8;
const CHILDREN_SHOWN = 24;

/** The finding that a single draft is. */
export function findingOfDraft(view: DetectionCase, rule: Rule, draft: Draft): Finding {
  return finding(view, rule, draft, rule.falsePositives);
}

/** The one finding of a story: the strongest draft speaks, the others add evidence, processes and connections. */
export function findingOfStory(view: DetectionCase, story: ToldStory): Finding {
  const [{ rule, draft }] = story.told;
  const drafts = story.told.map((told) => told.draft);
  const speakers = new Set(drafts.map((other) => other.process.id));
  const did = story.commanded.filter((process) => !speakers.has(process.id));
  const merged: Draft = {
    ...draft,
    ...span(...drafts.flatMap((other) => [other.firstSeenUs, other.lastSeenUs]), ...story.commanded.map((process) => process.exitedAtUs)),
    why: [draft.why, lateSentence(draft.process), ranSentence(did), alsoSentence(story)].filter((text) => text !== '').join(' '),
    connections: distinct(drafts.flatMap((other) => other.connections)),
    related: [...drafts.flatMap((other) => other.related), ...did.slice(0, CHILDREN_SHOWN).map(asChild)],
    evidence: [
      ...drafts.flatMap((other) => other.evidence),
      ...did.slice(0, CHILDREN_SHOWN).flatMap((process) => processEvidence(process)),
    ],
  };
  return finding(view, rule, merged, [...new Set(story.told.flatMap((told) => told.rule.falsePositives))]);
}

function finding(view: DetectionCase, rule: Rule, draft: Draft, falsePositives: readonly string[]): Finding {
  const container = draft.process.containerId === undefined ? undefined : view.container(draft.process.containerId);
  const evidence = draft.evidence.length > 0 ? draft.evidence : processEvidence(draft.process);
  return {
    id: fingerprint(rule.id, draft, container),
    rule: ruleRef(rule),
    level: draft.level,
    title: draft.title,
    why: draft.why,
    ...(draft.firstSeenUs === undefined ? {} : { firstSeenUs: draft.firstSeenUs }),
    ...(draft.lastSeenUs === undefined ? {} : { lastSeenUs: draft.lastSeenUs }),
    count: draft.count ?? 1,
    process: reference(draft.process),
    ancestors: view.ancestors(draft.process.id, ANCESTORS_SHOWN),
    connections: draft.connections,
    related: distinctRelated(draft.related.filter((other) => other.id !== draft.process.id)),
    evidence: inOrder(evidence).slice(0, EVIDENCE_SHOWN),
    falsePositives,
    status: 'new',
  };
}

function ruleRef(rule: Rule): RuleRef {
  return { id: rule.id, title: rule.title, level: rule.level, kind: 'behaviour', attack: rule.attack };
}

function lateSentence(process: Process): string {
  if (process.lateSeconds === undefined) return '';
  return `It started ${formatDuration(process.lateSeconds * 1_000_000)} after its container.`;
}

function ranSentence(processes: readonly Process[]): string {
  const names = [...new Set(processes.map(programName).filter((name) => name !== ''))];
  if (names.length === 0) return '';
  const more = names.length > PROGRAMS_NAMED ? ` and ${names.length - PROGRAMS_NAMED} more` : '';
  return `It ran ${names.slice(0, PROGRAMS_NAMED).join(', ')}${more}.`;
}

function alsoSentence(story: ToldStory): string {
  const [first, ...others] = story.told;
  const titles = [...new Set(others.map((told) => told.rule.title))].filter((title) => title !== first.rule.title);
  return titles.length === 0 ? '' : `Also: ${titles.join('; ')}.`;
}

function asChild(process: Process): RelatedProcess {
  return related(process, isDiscovery(programName(process)) ? 'discovery' : 'child');
}

function distinct(connections: readonly Connection[]): readonly Connection[] {
  return [...new Map(connections.map((connection) => [connection.id, connection])).values()];
}

function distinctRelated(processes: readonly RelatedProcess[]): readonly RelatedProcess[] {
  const first = new Map<number, RelatedProcess>();
  for (const process of processes) if (!first.has(process.id)) first.set(process.id, process);
  return [...first.values()];
}

function inOrder(evidence: readonly Evidence[]): readonly Evidence[] {
  const key = (one: Evidence): string => `${one.source}\u0000${one.line}\u0000${one.summary}`;
  const once = [...new Map(evidence.map((one) => [key(one), one])).values()];
  return once.sort((a, b) => (a.timeUs ?? 0) - (b.timeUs ?? 0) || a.line - b.line);
}
