import { jsonText } from '../../export/json.js';
import { ruleTestsJunit } from '../../export/rule-tests-junit.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { builtInResults, fileResults, type RuleTestResult } from '../rule-tests-run.js';
import { counted } from '../text/wording.js';

/** Forms of the result. */
export const RULE_TEST_FORMATS = ['text', 'json', 'junit'] as const;

/** Options of `rules test`. */
export type RulesTestOptions = OutputOptions & StyleOptions & { readonly format: (typeof RULE_TEST_FORMATS)[number] };

/** Holds rules against what they are expected to say. Exit 1 when one says something else, 3 when there was no test. */
export async function rulesTest({ operands, options, world }: Call<RulesTestOptions>): Promise<ExitCode> {
  const output = openOutput(world, options);
  const results: RuleTestResult[] = operands.length === 0 ? [...builtInResults()] : [];
  for (const path of operands) for await (const result of fileResults(path, world.interruption.signal)) results.push(result);
  await writeAll(output, pieces(options.format, results));
  const failed = results.filter(({ mismatches }) => mismatches.length > 0).length;
  if (options.quiet !== true) world.stderr.write(`${counted(results.length, 'test')}, ${failed} failed\n`);
  if (failed > 0) return EXIT.found;
  return results.length === 0 ? EXIT.inconclusive : EXIT.ok;
}

function pieces(format: RulesTestOptions['format'], results: readonly RuleTestResult[]): Iterable<string> {
  switch (format) {
    case 'json':
      return [`${jsonText({ schemaVersion: 1, tests: results.map((one) => ({ ...one, passed: one.mismatches.length === 0 })) })}\n`];
    case 'junit':
      return [ruleTestsJunit(results)];
    case 'text':
      return results.flatMap(textLines);
  }
}

/** A line for a test that passed, and one more for each mismatch of one that did not. */
function textLines({ suite, name, mismatches }: RuleTestResult): readonly string[] {
  const head = printable(`${mismatches.length === 0 ? 'ok    ' : 'FAILED'} ${suite}: ${name}`);
  return [`${head}\n`, ...mismatches.map((one) => `       ${printable(one)}\n`)];
}
