import { processShape } from '../../export/process-shape.js';
import { NO_FILTER } from '../../model/filter.js';
import type { Call } from '../command.js';
import { containerLookup } from '../containers.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { everyRow } from '../pages.js';
import { withCase } from '../session.js';
import { processColumns } from '../text/columns.js';

/** Prints the processes of a case that a filter lets through. */
export async function processes(call: Call<ReadingOptions>): Promise<ExitCode> {
  return withCase(call, async ({ caseFile, view, filter }) => {
    const containerOf = containerLookup(view);
    await printListing(call.world, call.options, {
      kind: 'processes',
      nouns: ['process', 'processes'],
      atOneMoment: (work) => caseFile.atOneMoment(work),
      rows: everyRow((page) => view.processes(filter, page)),
      shape: (process) => processShape(process, containerOf(process)),
      columns: (style) => processColumns(style, containerOf),
      total: view.matchingProcesses(NO_FILTER).length,
      filter,
      isEmpty: (other) => view.processes(other, { limit: 1 }).rows.length === 0,
      whyNone: view.overview().missing,
    });
    return EXIT.ok;
  });
}
