import type { DetectionCase } from '../../model/detection-case.js';
import type { Finding } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { descendants } from '../lineage.js';
import { beginning } from '../story.js';

/** What belongs to a finding by descent. */
export interface Territory {
  /** Where the finding's processes begin: the topmost ancestor that started moments before. */
  readonly root: Process;
  /** Those that somebody commands: the finding's own process and its shells. */
  readonly agents: readonly Process[];
  /** Everything below the agents, themselves left out. */
  readonly below: readonly Process[];
  /** Rows of the root and of everything below it. */
  readonly ids: ReadonlySet<number>;
}

const PROCESSES_READ = 2000;
const PARTS = new Set(['shell', 'client', 'child', 'discovery', 'parent']);

/** The territory of a finding; `undefined` when its process is not in the case. */
export function territoryOf(view: DetectionCase, finding: Finding): Territory | undefined {
  const process = view.process(finding.process.id);
  if (process === undefined) return undefined;
  const root = beginning(view, process);
  const shells = finding.related.filter((other) => other.role === 'shell').flatMap((other) => view.process(other.id) ?? []);
  const agents = [process, ...shells];
  const below = new Map(agents.flatMap((agent) => descendants(view, agent, PROCESSES_READ)).map((one) => [one.id, one]));
  for (const agent of agents) below.delete(agent.id);
  const ids = [root, ...descendants(view, root, PROCESSES_READ), ...agents].map((one) => one.id);
  return { root, agents, below: [...below.values()], ids: new Set([...ids, ...below.keys()]) };
}

/** Rows of the processes that took part in what a finding tells; servers and targets only stood beside it. */
export function participants(finding: Finding): readonly number[] {
  return [finding.process.id, ...finding.related.filter((other) => PARTS.has(other.role)).map((other) => other.id)];
}
