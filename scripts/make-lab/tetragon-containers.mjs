// @ts-check
import { parseEvents } from '../make-lab-tenant-jobs/events.mjs';
import { Lineage } from '../make-lab-tenant-jobs/lineage.mjs';

/** @import { LabEvent } from '../make-lab-tenant-jobs/events.mjs' */

/**
 * The lines of some containers of a Tetragon recording, and start and end of every host process that one of theirs descends from.
 * @param {readonly string[]} lines
 * @param {{ isKept: (event: LabEvent) => boolean }} rule which events of containers stay
 * @returns {readonly string[]}
 */
export function containerLines(lines, { isKept }) {
  const events = parseEvents(lines.join('\n'));
  const lineage = new Lineage(events);
  const kept = new Set(events.filter((event) => event.process.docker !== undefined && isKept(event)));
  const ancestors = new Set([...kept].flatMap(({ process }) => lineage.ancestors(process)).map(({ exec_id }) => exec_id));
  for (const event of events) {
    const isLife = event.kind === 'process_exec' || event.kind === 'process_exit';
    if (isLife && ancestors.has(event.process.exec_id)) kept.add(event);
  }
  return events.filter((event) => kept.has(event)).map(({ text }) => text);
}

/**
 * Whether an event is of one of these containers.
 * @param {LabEvent} event
 * @param {readonly string[]} ids beginnings of container ids
 */
export function isOf(event, ids) {
  return ids.some((id) => event.process.docker?.startsWith(id) === true);
}
