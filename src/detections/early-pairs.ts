import type { DetectionCase, ProcessOutline } from '../model/detection-case.js';
import { seconds } from './lineage.js';

/** As much of a process as tells what it is. */
type Program = Pick<ProcessOutline, 'binary' | 'parentId' | 'containerId'>;

/** Which programs ran under which parents before their containers were old. */
export interface EarlyPairs {
  /** True when this program ran under a parent of the same binary early in this container or in another of the same image. */
  has(process: Program): boolean;
}

/** The early pairs of a case. Each binary is read once, when it is first asked for, and no further than the first minutes go. */
export function earlyPairs(view: DetectionCase): EarlyPairs {
  const known = new Set<string>();
  const read = new Set<string>();
  const starts = view.containers().flatMap((container) => (container.startedAtUs === undefined ? [] : [container.startedAtUs]));
  const lastEarlyUs = starts.reduce((latest, start) => Math.max(latest, start), 0) + seconds(view.lateAfterSeconds());
  return {
    has(process) {
      const { binary } = process;
      if (binary === undefined) return false;
      const name = binary.slice(binary.lastIndexOf('/') + 1);
      if (!read.has(name)) {
        read.add(name);
        for (const other of view.outlinesNamed([name])) {
          if ((other.startedAtUs ?? 0) > lastEarlyUs) break;
          if (other.late === undefined) known.add(pair(view, other));
        }
      }
      return known.has(pair(view, process));
    },
  };
}

function pair(view: DetectionCase, process: Program): string {
  const container = process.containerId === undefined ? undefined : view.container(process.containerId);
  const parent = process.parentId === undefined ? undefined : view.outline(process.parentId);
  const place = container?.imageId ?? container?.image ?? `container ${process.containerId}`;
  return [place, process.binary ?? '', parent?.binary ?? ''].join('\u0000');
}
