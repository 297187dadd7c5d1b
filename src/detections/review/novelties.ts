import type { Connection } from '../../model/connection.js';
import type { DetectionCase } from '../../model/detection-case.js';
import type { Evidence, Finding } from '../../model/finding.js';
import { matchesPattern } from '../../model/match-pattern.js';
import { textHash } from '../text-hash.js';
import { connectionEvidence, destination, imageEvidence, reference, span } from '../wording.js';
import type { Behaviour, WorkloadBehaviour } from './baseline.js';
import { NOVELTY_RULES, type NoveltyRule } from './novelty-rules.js';
import { type Observation, observe, workloadId } from './observe.js';

const ANCESTORS_SHOWN = 16;
const VALUES_NAMED = 8;
const EVIDENCE_SHOWN = 40;

/**
 * What the workloads of a case did that the baseline does not know: one finding for each workload and kind of novelty, with the first
 * time that each new thing was seen. A workload that the baseline does not know at all is one finding.
 */
export function novelties(view: DetectionCase, workloads: readonly WorkloadBehaviour[]): readonly Finding[] {
  const isKnown = knowledge(workloads);
  const news = new Map<string, Novelty>();
  for (const observation of observe(view)) {
    const kind = isKnown(observation);
    if (kind === 'known' || (kind === 'workload' && observation.behaviour !== 'binaries')) continue;
    const id = `${kind}\u0000${workloadId(observation)}`;
    const novelty = news.get(id) ?? { rule: NOVELTY_RULES[kind], firsts: new Map() };
    if (!novelty.firsts.has(observation.value)) novelty.firsts.set(observation.value, observation);
    news.set(id, novelty);
  }
  return [...news.values()].flatMap((novelty) => findingOf(view, novelty) ?? []);
}

interface Novelty {
  readonly rule: NoveltyRule;
  /** The first observation of each new value. */
  readonly firsts: Map<string, Observation>;
}

/** Whether a workload is known to do something; if not, what is new about it. Values with `*` and `?` stand for many. */
function knowledge(workloads: readonly WorkloadBehaviour[]): (observation: Observation) => 'known' | 'workload' | Behaviour {
  const byName = new Map<string, WorkloadBehaviour[]>();
  for (const workload of workloads) {
    const id = workloadId(workload);
    byName.set(id, [...(byName.get(id) ?? []), workload]);
  }
  return (observation) => {
    const { behaviour, value } = observation;
    const known = byName.get(workloadId(observation));
    if (known === undefined) return 'workload';
    const does = known.some(({ facts }) => {
      if (facts[behaviour].has(value)) return true;
      for (const text of facts[behaviour]) if (/[*?]/.test(text) && matchesPattern({ match: 'glob', text }, value)) return true;
      return false;
    });
    return does ? 'known' : behaviour;
  };
}

function findingOf(view: DetectionCase, { rule, firsts }: Novelty): Finding | undefined {
  const observations = [...firsts.values()];
  const [first] = observations;
  if (first === undefined) return undefined;
  const { did, description, falsePositives, ...ref } = rule;
  const values = [...firsts.keys()];
  const evidence = observations.flatMap(evidenceOf);
  return {
    id: textHash([rule.id, first.key, first.name, ...values.toSorted()].join('\u0000')),
    rule: ref,
    level: rule.level,
    title: `${first.name} ${did} that its baseline does not know: ${listed(values)}`,
    why: `${description} First seen: ${listed(values)}.`,
    ...span(...evidence.map(({ timeUs }) => timeUs)),
    count: values.length,
    process: reference(first.process),
    ancestors: view.ancestors(first.process.id, ANCESTORS_SHOWN),
    connections: observations.flatMap(({ shownBy }) => (isConnection(shownBy) ? [shownBy] : [])).slice(0, EVIDENCE_SHOWN),
    related: [],
    evidence: evidence.slice(0, EVIDENCE_SHOWN),
    falsePositives,
    status: 'new',
  };
}

function listed(values: readonly string[]): string {
  const more = values.length - VALUES_NAMED;
  return `${values.slice(0, VALUES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function evidenceOf({ process, shownBy, value }: Observation): readonly Evidence[] {
  if (!isConnection(shownBy)) return imageEvidence(process, shownBy);
  const summary =
    shownBy.direction === 'outbound'
      ? `pid ${process.pid} connected to ${destination(shownBy)}`
      : `pid ${process.pid} listened on ${value}`;
  return connectionEvidence(shownBy, summary);
}

function isConnection(shownBy: Observation['shownBy']): shownBy is Connection {
  return 'protocol' in shownBy;
}
