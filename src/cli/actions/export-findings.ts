import { yamlText } from '../../export/yaml.js';
import type { Level } from '../../model/finding.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { fromLevel, reportDocument, runRules, withinFilter } from '../detection-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { FilterOptions } from '../options/filter-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';
import { counted } from '../text/wording.js';

/** Options of `export findings`. */
export type ExportFindingsOptions = CaseOptions & FilterOptions & OutputOptions & StyleOptions & { readonly level: Level };

/** Writes what the rules say of a case to a YAML file, `findings.yaml` unless another is named. */
export async function exportFindings(call: Call<ExportFindingsOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const path = options.output ?? 'findings.yaml';
  const output = openOutput(world, { ...options, output: path });
  return withCase(call, async (session) => {
    const report = session.caseFile.atOneMoment(() => withinFilter(runRules(session), session));
    const shown = fromLevel(report.findings, options.level);
    await writeAll(output, [yamlText(reportDocument(session, report, shown))]);
    if (options.quiet !== true && path !== '-') world.stderr.write(`${counted(shown.length, 'finding')} in ${printable(path)}\n`);
    return EXIT.ok;
  });
}
