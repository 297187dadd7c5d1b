import { dnsShape } from '../../export/dns-shape.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { everyRow } from '../pages.js';
import { withCase } from '../session.js';
import { dnsColumns } from '../text/columns.js';

/** Prints the DNS messages of a case that a filter lets through. */
export async function dns(call: Call<ReadingOptions>): Promise<ExitCode> {
  return withCase(call, async ({ caseFile, view, filter }) => {
    const { dnsMessageCount, missing } = view.overview();
    await printListing(call.world, call.options, {
      kind: 'dnsMessages',
      nouns: ['DNS message', 'DNS messages'],
      atOneMoment: (work) => caseFile.atOneMoment(work),
      rows: everyRow((page) => view.dnsMessages(filter, page)),
      shape: dnsShape,
      columns: dnsColumns,
      total: dnsMessageCount,
      filter,
      isEmpty: (other) => view.dnsMessages(other, { limit: 1 }).rows.length === 0,
      whyNone: missing,
    });
    return EXIT.ok;
  });
}
