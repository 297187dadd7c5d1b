import type { DetectionCase } from '../../model/detection-case.js';
import { type Evidence, type Finding, type IncidentStep, STAGES, type Stage } from '../../model/finding.js';
import type { Process, ProcessRef } from '../../model/process.js';
import type { TimeUs } from '../../model/time.js';
import { programName } from '../lineage.js';
import { reference } from '../wording.js';
import { type Deed, deedOf, ownDeeds } from './deed.js';
import { entryOf } from './entry.js';
import type { Group, Member } from './grouping.js';
import { stageOfTechniques } from './stage.js';

/** A step before equal ones in a row are folded. */
export interface LooseStep extends IncidentStep {
  /** What makes two steps in a row equal; absent for one that stays by itself. */
  readonly program?: string;
  readonly endpoints: readonly string[];
}

const EVIDENCE_SHOWN = 10;

/** Everything that happened in a group, by time: how it began, what findings say, and what the processes below did. */
export function stepsOf(view: DetectionCase, group: Group): readonly LooseStep[] {
  const members = [...group.serious, ...group.beside];
  const shells = new Set(members.filter(isShell).map(({ finding }) => finding.process.id));
  // What else is said about a commanded shell sums up what its programs did: they tell it one by one.
  const spoken = members.filter((member) => isShell(member) || isArrival(member) || !shells.has(member.finding.process.id));
  const told = new Set(spoken.flatMap(({ finding }) => [finding.process.id, ...clientsOf(finding)]));
  const channels = channelsOf(group);
  const steps = [
    ...entrySteps(view, group.serious),
    ...spoken.map((member) => findingStep(view, member)),
    ...agentsOf(members.filter(isShell)).flatMap((agent) =>
      ownDeeds(view, agent, channels, told).map((deed) => deedStep(view, agent, deed)),
    ),
    ...belowOf(members).flatMap((process) => {
      const deed = told.has(process.id) ? undefined : deedOf(view, process, channels);
      return deed === undefined ? [] : [deedStep(view, process, deed)];
    }),
  ];
  return steps.sort(byTime);
}

/** One entry for each beginning, unless somebody of the same incident was the caller: that is a hop, and told as one. */
function entrySteps(view: DetectionCase, members: readonly Member[]): readonly LooseStep[] {
  const roots = new Map(members.map(({ territory }) => [territory.root.id, territory.root]));
  const inside = new Set(members.flatMap(({ territory }) => [...territory.ids]));
  const arrivals = new Set(members.filter(isArrival).map(({ territory }) => territory.root.id));
  return [...roots.values()].flatMap((root) => {
    const { process, atUs, summary, evidence, callers } = entryOf(view, root);
    const isFirst = root.id === members[0]?.territory.root.id;
    const isHop = arrivals.has(root.id) || inside.has(process.id) || [...callers].some((caller) => inside.has(caller));
    if (!isFirst && isHop) return [];
    return [step(view, process, { stage: 'entry', summary, evidence, endpoints: [] }, atUs)];
  });
}

function isShell({ finding }: Member): boolean {
  return stageOfTechniques(finding.rule.attack) === 'shell';
}

/** A finding whose client runs elsewhere tells how somebody came over. */
function isArrival({ finding, territory }: Member): boolean {
  return clientsOf(finding).some((id) => !territory.ids.has(id));
}

function findingStep(view: DetectionCase, member: Member): LooseStep {
  const { finding, territory } = member;
  const process = territory.agents[0];
  const deed = { stage: stageOfTechniques(finding.rule.attack), summary: finding.title, evidence: finding.evidence, endpoints: [] };
  // Told from the moment the process starts, not from the first thing that led to it; a hop begins with the call.
  const start = isArrival(member) && !isShell(member) ? undefined : process?.imageStartedAtUs;
  return step(view, process ?? finding.process, deed, start ?? finding.firstSeenUs);
}

function deedStep(view: DetectionCase, process: Process, deed: Deed): LooseStep {
  const loose = step(view, process, deed, process.imageStartedAtUs ?? process.startedAtUs);
  return { ...loose, program: programName(process), endpoints: deed.endpoints };
}

function step(view: DetectionCase, process: Process | ProcessRef, deed: Deed, timeUs: TimeUs | undefined): LooseStep {
  const timeNs = timeUs === undefined ? undefined : deed.evidence.find((one) => one.timeUs === timeUs)?.timeNs;
  return {
    stage: deed.stage,
    ...(timeUs === undefined ? {} : { timeUs }),
    ...(timeNs === undefined ? {} : { timeNs }),
    process: reference(process),
    place: placeOf(view, process.id),
    summary: deed.summary,
    count: 1,
    evidence: earliest(deed.evidence),
    endpoints: deed.endpoints,
  };
}

function earliest(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...evidence].sort((a, b) => (a.timeUs ?? 0) - (b.timeUs ?? 0) || a.line - b.line).slice(0, EVIDENCE_SHOWN);
}

/** Name of the container that a process runs in, or of its node. */
export function placeOf(view: DetectionCase, processId: number): string {
  const process = view.process(processId);
  const container = process?.containerId === undefined ? undefined : view.container(process.containerId);
  if (container !== undefined) return container.name ?? container.containerId.slice(0, 12);
  return process?.node === undefined || process.node === '' ? 'host' : process.node;
}

function agentsOf(members: readonly Member[]): readonly Process[] {
  return [...new Map(members.flatMap(({ territory }) => territory.agents).map((agent) => [agent.id, agent])).values()];
}

function belowOf(members: readonly Member[]): readonly Process[] {
  const agents = new Set(agentsOf(members).map((agent) => agent.id));
  const below = new Map(members.flatMap(({ territory }) => territory.below).map((process) => [process.id, process]));
  return [...below.values()].filter((process) => !agents.has(process.id));
}

/** Rows of the connections that findings tell of shells: what they are commanded through. */
function channelsOf({ serious, beside }: Group): ReadonlySet<number> {
  return new Set([...serious, ...beside].filter(isShell).flatMap(({ finding }) => finding.connections.map((connection) => connection.id)));
}

/** Rows of the clients that a finding already tells of: of a pipeline, of a download, of a hop. */
function clientsOf(finding: Finding): readonly number[] {
  return finding.related.filter((other) => other.role === 'client').map((other) => other.id);
}

function byTime(a: LooseStep, b: LooseStep): number {
  return (
    (a.timeUs ?? Number.MAX_SAFE_INTEGER) - (b.timeUs ?? Number.MAX_SAFE_INTEGER) ||
    rank(a.stage) - rank(b.stage) ||
    (a.process.execId < b.process.execId ? -1 : a.process.execId > b.process.execId ? 1 : 0)
  );
}

function rank(stage: Stage): number {
  return STAGES.indexOf(stage);
}
