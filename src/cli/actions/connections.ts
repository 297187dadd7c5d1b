import { connectionShape } from '../../export/connection-shape.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { everyRow } from '../pages.js';
import { withCase } from '../session.js';
import { connectionColumns } from '../text/columns.js';

/** Prints the connections of a case that a filter lets through. */
export async function connections(call: Call<ReadingOptions>): Promise<ExitCode> {
  return withCase(call, async ({ caseFile, view, filter }) => {
    const { connectionCount, missing } = view.overview();
    await printListing(call.world, call.options, {
      kind: 'connections',
      nouns: ['connection', 'connections'],
      atOneMoment: (work) => caseFile.atOneMoment(work),
      rows: everyRow((page) => view.connections(filter, page)),
      shape: connectionShape,
      columns: connectionColumns,
      total: connectionCount,
      filter,
      isEmpty: (other) => view.connections(other, { limit: 1 }).rows.length === 0,
      whyNone: missing,
    });
    return EXIT.ok;
  });
}
