import { usageShape } from '../../export/usage-shape.js';
import type { CaseView } from '../../model/case-view.js';
import type { Filter } from '../../model/filter.js';
import type { UsageReport } from '../../model/usage.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import type { UsageOptions } from '../options/usage-options.js';
import { withCase } from '../session.js';
import { usageColumns } from '../text/usage-columns.js';

const NOUNS = {
  container: ['container', 'containers and hosts'],
  process: ['process', 'processes'],
  file: ['file', 'files'],
} as const;

const NO_USAGE =
  'processor time, memory and bytes are told by sysdig captures and by the chisel of bubble-chamber, network bytes of containers by heartbeats of chalk';

/** Prints what the containers, processes or files of a case used over time. */
export async function usage(call: Call<UsageOptions>): Promise<ExitCode> {
  const { options } = call;
  return withCase(call, async ({ view, filter }) => {
    const report = asked(view, options, filter);
    const total = filter.terms.length === 0 ? report.rows.length : asked(view, options, { terms: [] }).rows.length;
    await printListing(call.world, options, {
      kind: 'usage',
      nouns: NOUNS[options.by],
      rows: report.rows,
      shape: (row) => usageShape(row, report.intervalSeconds),
      columns: (style) => usageColumns(report, options.by, style),
      total,
      filter,
      isEmpty: (other) => asked(view, options, other).rows.length === 0,
      whyNone: [NO_USAGE],
    });
    return EXIT.ok;
  });
}

function asked(view: CaseView, { by, interval, system = false }: UsageOptions, filter: Filter): UsageReport {
  return view.usage({ filter, by, intervalSeconds: interval, includesSystem: system });
}
