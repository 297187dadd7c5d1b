import { type Finding, failsCheck } from '../model/finding.js';
import { printable } from '../model/printable.js';
import type { CheckReport, RuleEntry } from './check-report.js';

/**
 * The report as JUnit XML: a test suite per kind of rule, a test case per rule. A rule fails with the new findings that fail the check,
 * and is skipped, with the reason, where it could not run; other findings are written to its output. It holds no clock.
 */
export function junitXml(report: CheckReport): string {
  const kinds = [...new Set(report.catalogue.map((rule) => rule.kind))];
  const suites = kinds.map((kind) => ({
    kind,
    cases: report.catalogue.filter((rule) => rule.kind === kind).map((rule) => testCase(rule, report)),
  }));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="workbench" ${counts(all)}>`,
    ...suites.flatMap(({ kind, cases }) => [
      `  <testsuite name="${kind}" ${counts(cases)}>`,
      ...cases.flatMap(({ lines }) => lines.map((line) => `    ${line}`)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

interface TestCase {
  readonly isFailed: boolean;
  readonly isSkipped: boolean;
  readonly lines: readonly string[];
}

function counts(cases: readonly TestCase[]): string {
  const failures = cases.filter((one) => one.isFailed).length;
  const skipped = cases.filter((one) => one.isSkipped).length;
  return `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function testCase(rule: RuleEntry, { findings, failOn }: CheckReport): TestCase {
  const said = findings.map(({ finding }) => finding).filter((finding) => finding.rule.id === rule.id);
  const failing = said.filter((finding) => failsCheck(finding, failOn));
  const passing = said.filter((finding) => !failsCheck(finding, failOn));
  const skipped = rule.outcome.kind === 'ran' ? undefined : rule.outcome.kind === 'lacking' ? rule.outcome.why : 'not asked';
  const isSkipped = skipped !== undefined && failing.length === 0;
  const lines = [
    ...failing.flatMap(failure),
    ...(isSkipped ? [`  <skipped message="${xml(skipped)}"/>`] : []),
    ...(passing.length === 0 ? [] : ['  <system-out>', ...passing.flatMap(findingLines), '  </system-out>']),
  ];
  const open = `<testcase classname="workbench.${rule.kind}" name="${xml(`${rule.id}: ${rule.title}`)}"`;
  return {
    isFailed: failing.length > 0,
    isSkipped,
    lines: lines.length === 0 ? [`${open}/>`] : [`${open}>`, ...lines, '</testcase>'],
  };
}

function failure(finding: Finding): readonly string[] {
  return [`  <failure type="${finding.level}" message="${xml(finding.title)}">`, ...findingLines(finding), '  </failure>'];
}

function findingLines({ level, status, title, why, evidence, id }: Finding): readonly string[] {
  const head = `${level} (${status}): ${title} [${id}]`;
  return [head, why, ...evidence.map((one) => `${one.source}:${one.line} ${one.summary}`)].map((line) => `    ${xml(line)}`);
}

/** Text for an element or an attribute. What XML 1.0 can't hold at all, `printable` has spelled out before. */
function xml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
