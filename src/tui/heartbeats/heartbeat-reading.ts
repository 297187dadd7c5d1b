import type { CaseView } from '../../model/case-view.js';
import type { Filter } from '../../model/filter.js';
import type { Heartbeat } from '../../model/heartbeat.js';
import { keptContainers } from '../containers/container-reading.js';
import type { ReadHeartbeats } from './heartbeats-state.js';

/** More reports than anybody looks through; the filter leads to the others. */
const MOST_KEPT = 20_000;

/** The reports of the containers that the filter keeps, in order of time; unless all are wanted, those in which something changed. */
export function readHeartbeats(view: CaseView, filter: Filter, isWhole: boolean): ReadHeartbeats {
  const containers = new Map(keptContainers(view, filter).map((container) => [container.id, container]));
  const heartbeats: Heartbeat[] = [];
  const seen = new Set<string>();
  let total = 0;
  let isPart = false;
  for (const heartbeat of view.heartbeats(new Set(containers.keys()))) {
    total++;
    const isFirst = !seen.has(heartbeat.instance);
    seen.add(heartbeat.instance);
    if (!isWhole && !isFirst && !isTelling(heartbeat)) continue;
    if (heartbeats.length < MOST_KEPT) heartbeats.push(heartbeat);
    else isPart = true;
  }
  return { heartbeats: heartbeats.sort((a, b) => a.atUs - b.atUs || a.id - b.id), containers, total, isPart };
}

function isTelling({ changes, newNeighbours, missing }: Heartbeat): boolean {
  return changes.length > 0 || newNeighbours.length > 0 || missing > 0;
}
