import { listing } from '../../export/listing.js';
import { ruleShape } from '../../export/rule-shape.js';
import { yamlText } from '../../export/yaml.js';
import { UserError } from '../../model/error.js';
import type { Call } from '../command.js';
import { describedRules, ruleNamed } from '../described-rules.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { documentFormat } from '../listing-output.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { errorsOf, loadRuleFiles, problemLines } from '../sigma-files.js';
import { ruleColumns } from '../text/columns.js';
import { textStyle } from '../text/style.js';
import { tableLines } from '../text/table.js';
import { counted } from '../text/wording.js';

/** Options of every command on rules. */
export type RulesOptions = OutputOptions & StyleOptions & { readonly sigma?: readonly string[] };

/** Options of `rules list`. */
export type RulesListOptions = RulesOptions & { readonly format: string };

/** Lists the built-in rules and those of the files that are named. */
export async function rulesList({ options, world }: Call<RulesListOptions>): Promise<ExitCode> {
  const set = loadRuleFiles(options.sigma ?? []);
  const output = openOutput(world, options);
  const rules = describedRules(set);
  const format = documentFormat(options.format);
  const pieces =
    format === undefined ? tableLines(ruleColumns(), rules, textStyle(world, options)) : listing(format, 'rules', rules.map(ruleShape));
  await writeAll(output, pieces);
  for (const line of problemLines(errorsOf(set))) world.stderr.write(`${line}\n`);
  if (options.quiet !== true) world.stderr.write(`${counted(rules.length, 'rule')}\n`);
  return errorsOf(set).length > 0 ? EXIT.usage : EXIT.ok;
}

/** Loads rule files and says what is wrong with them. Exit 2 when something did not load, 3 when nothing is there. */
export async function rulesCheck({ operands, options, world }: Call<RulesOptions>): Promise<ExitCode> {
  const set = loadRuleFiles(operands);
  await writeAll(
    openOutput(world, options),
    problemLines(set.problems).map((line) => `${line}\n`),
  );
  const errors = errorsOf(set).length;
  const documents = set.rules.length + set.correlations.length + set.filters.length;
  const parts = [
    counted(set.rules.length, 'rule'),
    counted(set.correlations.length, 'correlation'),
    counted(set.filters.length, 'filter'),
    `${counted(set.skipped.length, 'document')} of another taxonomy`,
    counted(errors, 'error'),
    counted(set.problems.length - errors, 'warning'),
  ];
  if (options.quiet !== true) world.stderr.write(`${parts.join(', ')}\n`);
  if (errors > 0) return EXIT.usage;
  return documents === 0 ? EXIT.inconclusive : EXIT.ok;
}

/** Prints all that a rule says of itself, as YAML. */
export async function rulesShow({ operands, options, world }: Call<RulesOptions>): Promise<ExitCode> {
  const [id, ...others] = operands;
  if (id === undefined || others.length > 0) throw new UserError('name one rule', 'workbench rules list names them.');
  const rule = ruleNamed(id, describedRules(loadRuleFiles(options.sigma ?? [])));
  await writeAll(openOutput(world, options), [yamlText({ schemaVersion: 1, ...ruleShape(rule) })]);
  return EXIT.ok;
}
