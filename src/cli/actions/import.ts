import { type ImportReport, importReport } from '../../export/import-report.js';
import { jsonText } from '../../export/json.js';
import { yamlText } from '../../export/yaml.js';
import { UserError } from '../../model/error.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';
import { importText } from '../text/import-text.js';
import { textStyle } from '../text/style.js';

/** Options of `import`. */
export type ImportOptions = CaseOptions & OutputOptions & StyleOptions & { readonly format: string };

/** Reads inputs into a case and prints what became of every line. */
export async function importEvents(call: Call<ImportOptions>): Promise<ExitCode> {
  if (call.operands.length === 0) throw new UserError('nothing to import', 'Name event files, a folder, or - for standard input.');
  const { options, world } = call;
  const output = openOutput(world, options);
  return withCase(
    call,
    async ({ caseFile, path, sources, isInterrupted }) => {
      const report: ImportReport = { casePath: path, sources, counts: caseFile.counts(), isInterrupted };
      const style = textStyle(world, options);
      if (options.format === 'json') await writeAll(output, [`${jsonText(importReport(report))}\n`]);
      else if (options.format === 'yaml') await writeAll(output, [yamlText(importReport(report))]);
      else await writeAll(output, importText(report, style));
      return EXIT.ok;
    },
    { readsPartial: true, hasFilter: false },
  );
}
