import type { ImportReport } from '../../export/import-report.js';
import { UserError } from '../../model/error.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';

/** Options of `import`. */
export type ImportOptions = CaseOptions & OutputOptions & StyleOptions & { readonly format: string };

/** Reads inputs into a case and prints what became of every line. */
export async function importEvents(call: Call<ImportOptions>): Promise<ExitCode> {
  if (call.operands.length === 0) throw new UserError('nothing to import', 'Name event files, a folder, or - for standard input.');
  const output = openOutput(call.world, call.options);
  const printing = onceAsked(() => printer(call));
  return withCase(
    call,
    async ({ caseFile, path, sources, isInterrupted }) => {
      const report: ImportReport = { casePath: path, sources, counts: caseFile.counts(), isInterrupted };
      await writeAll(output, (await printing())(report));
      return EXIT.ok;
    },
    { readsPartial: true, hasFilter: false, whileJudging: () => void printing().catch(() => undefined) },
  );
}

/** The same promise each time. */
function onceAsked<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

/** What writes the form is loaded once all was read: nobody waits for it. */
async function printer({ options, world }: Call<ImportOptions>): Promise<(report: ImportReport) => Iterable<string>> {
  if (options.format === 'text') {
    const [{ importText }, { textStyle }] = await Promise.all([import('../text/import-text.js'), import('../text/style.js')]);
    return (report) => importText(report, textStyle(world, options));
  }
  const [{ importReport }, { jsonText }] = await Promise.all([import('../../export/import-report.js'), import('../../export/json.js')]);
  if (options.format === 'json') return (report) => [`${jsonText(importReport(report))}\n`];
  const { yamlText } = await import('../../export/yaml.js');
  return (report) => [yamlText(importReport(report))];
}
