import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { type CaseListing, caseShape } from '../../export/case-shape.js';
import { listing } from '../../export/listing.js';
import { UserError } from '../../model/error.js';
import { nearest } from '../../model/nearest.js';
import { printable } from '../../model/printable.js';
import { openCase } from '../../store/open.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { caseFiles, defaultCaseDirectory, type KnownCase, listCases } from '../import-session.js';
import { documentFormat } from '../listing-output.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { caseColumns } from '../text/columns.js';
import { textStyle } from '../text/style.js';
import { tableLines } from '../text/table.js';
import { bytesText, counted } from '../text/wording.js';

/** Options of `cases list`. */
export type CasesListOptions = OutputOptions & StyleOptions & { readonly format: string };

/** Lists the cases of the data folder, newest first. */
export async function casesList(call: Call<CasesListOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const output = openOutput(world, options);
  const cases = listCases();
  const format = documentFormat(options.format);
  if (format !== undefined) {
    await writeAll(output, listing(format, 'cases', cases.map(described).map(caseShape)));
    return EXIT.ok;
  }
  const style = textStyle(world, options);
  await writeAll(output, tableLines(caseColumns(), cases.map(described), style));
  const size = cases.reduce((total, known) => total + known.sizeBytes, 0);
  const count = cases.length === 0 ? 'no cases' : `${counted(cases.length, 'case')}, ${bytesText(size)}`;
  if (options.quiet !== true) world.stderr.write(`${count} in ${printable(defaultCaseDirectory())}\n`);
  return EXIT.ok;
}

/** Removes cases by the names that the list shows. All of them are looked up before the first is removed. */
export async function casesRemove(call: Call<StyleOptions>): Promise<ExitCode> {
  const cases = listCases();
  const found = call.operands.map((name) => named(name, cases));
  for (const known of found) {
    for (const file of caseFiles(known.path)) rmSync(file, { force: true });
    if (call.options.quiet !== true) call.world.stderr.write(`removed ${printable(nameOf(known))}, ${bytesText(known.sizeBytes)}\n`);
  }
  return EXIT.ok;
}

function named(name: string, cases: readonly KnownCase[]): KnownCase {
  const found = cases.find((known) => nameOf(known) === name);
  if (found !== undefined) return found;
  const names = cases.map(nameOf);
  const begins = names.find((other) => other.startsWith(name));
  const meant = begins ?? nearest(name, names);
  throw new UserError(
    `there is no case "${printable(name)}"`,
    meant === undefined ? 'workbench cases lists them.' : `Did you mean ${printable(meant)}?`,
  );
}

function nameOf(known: KnownCase): string {
  return basename(known.path, '.case');
}

/** What a case holds, as far as it can be opened: one that a newer version wrote is listed by its size alone. */
function described(known: KnownCase): CaseListing {
  const { path, sizeBytes } = known;
  try {
    const opened = openCase(path);
    try {
      const { processCount, sources } = opened.view.overview();
      return { name: nameOf(known), path, sizeBytes, processes: processCount, sources: sources.map((source) => source.path) };
    } finally {
      opened.close();
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name: nameOf(known), path, sizeBytes, sources: [] };
  }
}
