import { jsonText } from '../../export/json.js';
import { sourcesDocument } from '../../export/source-report-shape.js';
import { yamlText } from '../../export/yaml.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { type Session, withCase } from '../session.js';
import { sourcesText } from '../text/sources-text.js';
import { textStyle } from '../text/style.js';

/** Options of `sources`. */
export type SourcesOptions = CaseOptions & OutputOptions & StyleOptions & { readonly format: string };

/** Prints what each source of a case told and what is missing. */
export async function sources(call: Call<SourcesOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const output = openOutput(world, options);
  const print = async ({ caseFile, view }: Session): Promise<ExitCode> => {
    const reports = caseFile.sourceReports();
    const { missing } = view.overview();
    if (options.format === 'json') await writeAll(output, [`${jsonText(sourcesDocument(reports, missing))}\n`]);
    else if (options.format === 'yaml') await writeAll(output, [yamlText(sourcesDocument(reports, missing))]);
    else await writeAll(output, sourcesText(reports, missing, textStyle(world, options)));
    return EXIT.ok;
  };
  return withCase(call, print, { hasFilter: false });
}
