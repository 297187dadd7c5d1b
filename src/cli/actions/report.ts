import { type CaseReportFormat, casePage, caseReport } from '../case-report.js';
import { titleOfCase } from '../case-title.js';
import type { Call } from '../command.js';
import type { ExitCode } from '../exit-code.js';
import { EXIT } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';

/** Options of `report`. */
export type ReportOptions = CaseOptions & OutputOptions & StyleOptions & { readonly format: CaseReportFormat };

/** Writes the report of a case. */
export async function report(call: Call<ReportOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(
    call,
    async ({ caseFile, view, path }) => {
      const output = openOutput(world, options);
      await writeAll(output, [casePage(caseReport(view, caseFile.notes(), titleOfCase(path)), options.format)]);
      return EXIT.ok;
    },
    { hasFilter: false },
  );
}
