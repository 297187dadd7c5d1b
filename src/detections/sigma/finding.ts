import type { DetectionCase } from '../../model/detection-case.js';
import { type Evidence, type Finding, LEVELS, type Level, levelRank, type RuleRef } from '../../model/finding.js';
import type { Container, Process, ProcessRef } from '../../model/process.js';
import { formatDuration } from '../../model/time.js';
import { fingerprint } from '../fingerprint.js';
import { span } from '../wording.js';
import { techniquesOf } from './attack-tags.js';
import type { Correlated } from './correlate.js';
import type { DocumentHead } from './document.js';
import { reasons } from './evaluate.js';
import type { SigmaEvent } from './event.js';
import type { RuleMatch } from './occurrence.js';
import type { SigmaRule } from './rule.js';

const ANCESTORS_SHOWN = 16;
/** Evidence and connections of one finding that are told. */
export const EVIDENCE_SHOWN = 40;
export const CONNECTIONS_SHOWN = 16;
/** The level of a rule whose author named none: shown, and not what a build fails on. */
const LEVEL_UNSTATED: Level = 'medium';

/** A finding of a single event that a rule matched; `undefined` when its process is not in the case. */
export function findingOfMatch(view: DetectionCase, { rule, event }: RuleMatch): Finding | undefined {
  return finding(
    view,
    ruleRef(rule, levelOf(rule), rule.tags),
    rule,
    [event],
    `${sentence(reasons(rule, event))} ${late(view, event)}`.trim(),
  );
}

/** The id that the finding of a match has: cheaper than the finding, for those that only add to another. */
export function findingId(view: DetectionCase, { rule, event }: RuleMatch): string | undefined {
  const process = view.process(event.subject.processId);
  return process === undefined ? undefined : nameOf(rule.key, event, process, containerOf(view, process));
}

/** A finding of the events that a correlation put together; `undefined` when their process is not in the case. */
export function findingOfCorrelation(view: DetectionCase, { correlation, matches }: Correlated): Finding | undefined {
  const rules = [...new Set(matches.map(({ rule }) => rule))];
  const level = correlation.level ?? highest(rules.map(levelOf));
  const tags = correlation.tags.length > 0 ? correlation.tags : rules.flatMap((rule) => rule.tags);
  const events = [...new Set(matches.map(({ event }) => event))];
  const counted = rules.map((rule) => `${matches.filter((match) => match.rule === rule).length} × ${rule.title}`);
  const within = formatDuration(correlation.timespanUs);
  const why = `${correlation.type} over windows of ${within} found ${counted.join(', ')}.`;
  return finding(view, ruleRef(correlation, level, tags), correlation, events, why);
}

function finding(view: DetectionCase, rule: RuleRef, head: DocumentHead, events: readonly SigmaEvent[], why: string): Finding | undefined {
  const last = events.at(-1);
  const process = last === undefined ? undefined : view.process(last.subject.processId);
  if (last === undefined || process === undefined) return undefined;
  return {
    id: nameOf(rule.id, last, process, containerOf(view, process)),
    rule,
    level: rule.level,
    title: head.title,
    why,
    ...span(...events.map((event) => event.atUs)),
    count: 1,
    process: actor(last, process),
    ancestors: view.ancestors(process.id, ANCESTORS_SHOWN),
    connections: events.flatMap(({ subject }) => subject.connection ?? []).slice(0, CONNECTIONS_SHOWN),
    related: [],
    evidence: events.flatMap((event) => evidenceOf(event, view)).slice(0, EVIDENCE_SHOWN),
    falsePositives: head.falsePositives,
    status: 'new',
  };
}

function containerOf(view: DetectionCase, process: Process): Container | undefined {
  return process.containerId === undefined ? undefined : view.container(process.containerId);
}

/** The name of the behaviour, as other rules make it, but of the image that ran when it happened. */
function nameOf(ruleId: string, { subject }: SigmaEvent, process: Process, container: Container | undefined): string {
  const connections = subject.connection === undefined ? [] : [subject.connection];
  return fingerprint(ruleId, { process: { node: process.node, ...program(subject.image) }, connections }, container);
}

function program({
  binary,
  arguments: args,
}: {
  readonly binary?: string;
  readonly arguments?: string;
}): Pick<ProcessRef, 'binary' | 'arguments'> {
  return { ...(binary === undefined ? {} : { binary }), ...(args === undefined ? {} : { arguments: args }) };
}

function actor({ subject: { image } }: SigmaEvent, process: Process): ProcessRef {
  return { id: process.id, execId: image.execId, pid: process.pid, ...program(image) };
}

/** Where the event was read, as evidence. */
export function evidenceOf({ subject, atUs }: SigmaEvent, view: DetectionCase): readonly Evidence[] {
  const place = subject.evidence ?? view.process(subject.processId)?.evidence[0];
  if (place === undefined) return [];
  return [
    {
      ...place,
      ...(atUs === undefined ? {} : { timeUs: atUs }),
      ...(subject.atNs === undefined ? {} : { timeNs: subject.atNs }),
      summary: subject.summary,
    },
  ];
}

function ruleRef(head: DocumentHead & { readonly key: string }, level: Level, tags: readonly string[]): RuleRef {
  return {
    id: head.key,
    title: head.title,
    level,
    kind: 'sigma',
    attack: techniquesOf(tags),
    ...(head.author === undefined ? {} : { author: head.author }),
    ...(head.references.length === 0 ? {} : { references: head.references }),
  };
}

function levelOf(rule: SigmaRule): Level {
  return rule.level ?? LEVEL_UNSTATED;
}

function highest(levels: readonly Level[]): Level {
  return levels.reduce((top, level) => (levelRank(level) > levelRank(top) ? level : top), LEVELS[0]);
}

function sentence(parts: readonly string[]): string {
  return parts.length === 0 ? 'Nothing that the rule excludes applied.' : `Matched ${parts.join('; ')}.`;
}

function late(view: DetectionCase, { subject }: SigmaEvent): string {
  const seconds = view.process(subject.processId)?.lateSeconds;
  return seconds === undefined ? '' : `It started ${formatDuration(seconds * 1_000_000)} after its container.`;
}
