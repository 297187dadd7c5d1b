import { problemShape } from '../../export/problem-shape.js';
import { NO_FILTER } from '../../model/filter.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import type { ProblemOptions } from '../options/reading-options.js';
import { everyRow } from '../pages.js';
import { type Session, withCase } from '../session.js';
import { problemColumns } from '../text/columns.js';

/** Prints every line that was refused or doubted, with its place. */
export async function problems(call: Call<ProblemOptions>): Promise<ExitCode> {
  const print = async ({ view }: Session): Promise<ExitCode> => {
    await printListing(call.world, call.options, {
      kind: 'problems',
      nouns: ['problem', 'problems'],
      rows: everyRow((page) => view.problems(page)),
      shape: problemShape,
      columns: problemColumns,
      total: view.overview().problemCount,
      filter: NO_FILTER,
      isEmpty: () => view.overview().problemCount === 0,
      whyNone: ['every line was understood, or had nothing to say'],
    });
    return EXIT.ok;
  };
  return withCase(call, print, { hasFilter: false });
}
