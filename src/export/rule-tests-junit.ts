import { xmlText } from './junit.js';

/** What came of one test of rules. */
export interface TestedRule {
  readonly suite: string;
  readonly name: string;
  /** Empty when it passed. */
  readonly mismatches: readonly string[];
}

/** Results as JUnit XML: a test suite per file or rule. It holds no clock. */
export function ruleTestsJunit(results: readonly TestedRule[]): string {
  const suites = [...new Set(results.map(({ suite }) => suite))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="workbench rules" ${counts(results)}>`,
    ...suites.flatMap((suite) =>
      suiteLines(
        suite,
        results.filter((one) => one.suite === suite),
      ),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines(suite: string, own: readonly TestedRule[]): readonly string[] {
  return [
    `  <testsuite name="${xmlText(suite)}" ${counts(own)}>`,
    ...own.flatMap(({ name, mismatches }) => {
      const open = `    <testcase classname="${xmlText(suite)}" name="${xmlText(name)}"`;
      if (mismatches.length === 0) return [`${open}/>`];
      return [`${open}>`, ...mismatches.map((one) => `      <failure message="${xmlText(one)}"/>`), '    </testcase>'];
    }),
    '  </testsuite>',
  ];
}

function counts(results: readonly TestedRule[]): string {
  const failures = results.filter(({ mismatches }) => mismatches.length > 0).length;
  return `tests="${results.length}" failures="${failures}" errors="0" skipped="0"`;
}
