import { heartbeatShape } from '../../export/heartbeat-shape.js';
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
    const asked = (other: Filter): readonly Heartbeat[] => {
      const rows = [...view.heartbeats(matchingPlaces(view, other)?.containers)];
      return call.options.changes === true ? rows.filter(hasChange) : rows;
    };
    const containerOf = ({ containerId }: Heartbeat): Container | undefined => view.container(containerId);
    await printListing(call.world, call.options, {
      kind: 'heartbeats',
      nouns: ['heartbeat', 'heartbeats'],
      rows: asked(filter),
      shape: (heartbeat) => heartbeatShape(heartbeat, containerOf(heartbeat)),
      columns: (style) => heartbeatColumns(style, containerOf),
      total: [...view.heartbeats()].length,
      filter,
      isEmpty: (other) => asked(other).length === 0,
      whyNone: ['heartbeats are reports of chalk, and no source of this case has any'],
    });
    return EXIT.ok;
  });
}

function hasChange({ changes, newNeighbours, missing }: Heartbeat): boolean {
  return changes.length > 0 || newNeighbours.length > 0 || missing > 0;
}
