import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';
import { type MomentColumns, momentColumns, UNTIMED } from '../moments/moment-columns.js';
import { momentOrder } from '../moments/moment-order.js';
import { MOMENTS_PER_PAGE, PagePacker } from '../moments/moment-page.js';
import { eventOrder } from '../pages/fact-events.js';
import { gatherMoments } from './moments.js';

/** Fills `moment_page` in order of time, so that a moment's number is its place: any part of the timeline is found without an index. */
export function linkTimeline(database: CaseDatabase, connections: ConnectionTable): void {
  const { columns, count } = gatherMoments(database, connections);
  writeMoments(
    database,
    columns,
    momentOrder(columns, count, (events) => eventOrder(database, events)),
  );
}

/** Writes the moments at these places, in this order, as the timeline of a case. */
export function writeMoments(database: CaseDatabase, columns: MomentColumns, order: Uint32Array): void {
  const insert = database.prepare<[number, number | null, number, Uint8Array]>('insert into moment_page values (?, ?, ?, ?)');
  const packer = new PagePacker();
  const page = momentColumns(MOMENTS_PER_PAGE);
  for (let begin = 0, id = 1; begin < order.length; begin += MOMENTS_PER_PAGE, id++) {
    const places = order.subarray(begin, begin + MOMENTS_PER_PAGE);
    pick(columns, places, page);
    const [firstUs = UNTIMED] = page.us;
    insert.run(id, firstUs === UNTIMED ? null : firstUs, places.length, packer.pack(page, places.length));
  }
}

/** Puts the moments of these places one after the other. */
function pick(from: MomentColumns, places: Uint32Array, to: MomentColumns): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    to.us[at] = from.us[place] ?? 0;
    to.whats[at] = from.whats[place] ?? 0;
    to.refs[at] = from.refs[place] ?? 0;
    to.processes[at] = from.processes[place] ?? 0;
    to.parts[at] = from.parts[place] ?? 0;
  }
}
