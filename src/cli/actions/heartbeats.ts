import { heartbeatShape } from '../../export/heartbeat-shape.js';
import type { CaseView } from '../../model/case-view.js';
import type { Filter } from '../../model/filter.js';
import type { Heartbeat } from '../../model/heartbeat.js';
import type { Container } from '../../model/process.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import { matchingPlaces } from '../matching-containers.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { withCase } from '../session.js';
import { heartbeatColumns } from '../text/service-columns.js';

/** Options of `heartbeats`. */
export type HeartbeatsOptions = ReadingOptions & { readonly changes?: boolean };

/** Prints what containers reported of themselves, each report with what changed since the one before. */
export async function heartbeats(call: Call<HeartbeatsOptions>): Promise<ExitCode> {
  return withCase(call, async ({ view, filter }) => {
    const isAsked = (heartbeat: Heartbeat): boolean => call.options.changes !== true || hasChange(heartbeat);
    const containerOf = ({ containerId }: Heartbeat): Container | undefined => view.container(containerId);
    const all = counted(view.heartbeats());
    await printListing(call.world, call.options, {
      kind: 'heartbeats',
      nouns: ['heartbeat', 'heartbeats'],
      rows: matching(view, filter, all.rows, isAsked),
      shape: (heartbeat) => heartbeatShape(heartbeat, containerOf(heartbeat)),
      columns: (style) => heartbeatColumns(style, containerOf),
      get total() {
        return all.count();
      },
      filter,
      isEmpty: (other) => [...matching(view, other, view.heartbeats(), isAsked)].length === 0,
      whyNone: ['heartbeats are reports of chalk, and no source of this case has any'],
    });
    return EXIT.ok;
  });
}

/** There may be very many, and no list of them is kept. */
function counted(heartbeats: Iterable<Heartbeat>) {
  let count = 0;
  function* rows(): Generator<Heartbeat> {
    for (const heartbeat of heartbeats) {
      count += 1;
      yield heartbeat;
    }
  }
  return { rows: rows(), count: () => count };
}

function* matching(
  view: CaseView,
  filter: Filter,
  heartbeats: Iterable<Heartbeat>,
  isAsked: (heartbeat: Heartbeat) => boolean,
): Generator<Heartbeat> {
  const containers = matchingPlaces(view, filter)?.containers;
  for (const heartbeat of heartbeats) {
    if (containers?.has(heartbeat.containerId) !== false && isAsked(heartbeat)) yield heartbeat;
  }
}

function hasChange({ changes, newNeighbours, missing }: Heartbeat): boolean {
  return changes.length > 0 || newNeighbours.length > 0 || missing > 0;
}
