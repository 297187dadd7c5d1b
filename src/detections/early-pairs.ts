import type { DetectionCase } from '../model/detection-case.js';
import type { Process } from '../model/process.js';
import { seconds } from './lineage.js';

/** Which programs ran under which parents before their containers were old. */
export interface EarlyPairs {
  /** True when this program ran under a parent of the same binary early in this container or in another of the same image. */
  has(process: Process): boolean;
}

/** The early pairs of a case. Each kind of pair is looked up once, when it is first asked for, and no further than the first minutes go. */
export function earlyPairs(view: DetectionCase): EarlyPairs {
  const answers = new Map<string, boolean>();
  const starts = view.containers().flatMap((container) => (container.startedAtUs === undefined ? [] : [container.startedAtUs]));
  const lastEarlyUs = starts.reduce((latest, start) => Math.max(latest, start), 0) + seconds(view.lateAfterSeconds());
  return {
    has(process) {
      const key = pair(view, process);
      const known = answers.get(key);
      if (known !== undefined) return known;
      const answer = process.binary !== undefined && ranEarly(view, process.binary, key, lastEarlyUs);
      answers.set(key, answer);
      return answer;
    },
  };
}

function ranEarly(view: DetectionCase, binary: string, key: string, lastEarlyUs: number): boolean {
  for (const other of view.processesNamed([binary.slice(binary.lastIndexOf('/') + 1)])) {
    if ((other.startedAtUs ?? 0) > lastEarlyUs) return false;
    if (other.late === undefined && other.binary === binary && pair(view, other) === key) return true;
  }
  return false;
}

function pair(view: DetectionCase, process: Process): string {
  const container = process.containerId === undefined ? undefined : view.container(process.containerId);
  const parent = process.parentId === undefined ? undefined : view.process(process.parentId);
  const place = container?.imageId ?? container?.image ?? `container ${process.containerId}`;
  return [place, process.binary ?? '', parent?.binary ?? ''].join('\u0000');
}
