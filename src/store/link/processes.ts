import type { CaseDatabase } from '../database.js';
import { PROCESS_INDEXES } from '../schema.js';
import { writeContainers } from './container-writer.js';
import { linkContainers } from './containers.js';
import { foldCopies } from './fold-copies.js';
import { readImages } from './image-columns.js';
import { LatenessJudge } from './lateness.js';
import { linkParents } from './parents.js';
import { placePlaceholders, placeReporters } from './placeholder-places.js';
import { Places } from './places.js';
import { readPods } from './pod-facts.js';
import { writeProcesses } from './process-writer.js';
import { hasSnapshots } from './snapshot-places.js';

/**
 * Fills `process`, `process_image`, `process_name` and `container`. Everything about processes is worked out on columns of numbers, so that each
 * row is written once, as it stays; only what connections tell of them comes later.
 */
export function linkProcesses(database: CaseDatabase, lateAfterSeconds: number): void {
  const places = new Places();
  const pods = readPods(database);
  const images = readImages(database, places);
  const processes = foldCopies(database, images, places);
  const cut = linkParents(database, images, processes);
  if (hasSnapshots(database)) placeReporters(processes, places, pods);
  placePlaceholders(processes, places);
  const containers = linkContainers(processes, places, pods);
  const judge = new LatenessJudge(processes, containers, lateAfterSeconds);
  writeContainers(database, containers, images.nodes, judge.lateCounts());
  writeProcesses(database, { images, processes, places, late: (id) => judge.late(id) });
  for (const { name, on } of PROCESS_INDEXES) database.exec(`create index ${name} on ${on}`);
  reportCircles(database, cut);
}

/** Notes each circle among ancestors at the first event of the process that it was cut above. */
function reportCircles(database: CaseDatabase, cut: readonly number[]): void {
  const report = database.prepare(`insert into link_problem (event, reason)
    select min(d.event), ? from process_image pi join description d on d.image = pi.image where pi.process = ? having min(d.event) is not null`);
  for (const process of cut)
    report.run('its ancestors form a circle, which was broken here: the parent that the source names descends from it', process);
}
