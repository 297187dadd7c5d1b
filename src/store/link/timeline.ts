import type { CaseDatabase } from '../database.js';
import { momentOrder } from '../moments/moment-order.js';
import type { MomentParts } from '../moments/moment-parts.js';
import { MomentWriter } from '../moments/moment-writer.js';
import { eventOrder } from '../pages/fact-events.js';
import { gatherMoments } from './moments.js';

/**
 * Fills `moment_page` in order of time, so that a moment's number is its place: any part of the timeline is found without an index. What connections
 * tell was gathered before.
 */
export function linkTimeline(database: CaseDatabase, moments: MomentParts): void {
  gatherMoments(database, moments);
  const writer = new MomentWriter(database);
  for (const { columns, count } of moments.parts())
    writer.add(
      columns,
      momentOrder(columns, count, (events) => eventOrder(database, events)),
    );
  writer.end();
}
