import { type Finding, failsCheck, type Incident } from '../model/finding.js';
import { printable } from '../model/printable.js';
import type { CheckReport, RuleEntry } from './check-report.js';
import { timeText } from './json.js';

/**
 * The report as JUnit XML: a test suite per kind of rule, a test case per rule. A rule fails with the new findings that fail the check,
 * and is skipped, with the reason, where it could not run; other findings are written to its output. Incidents are a suite of their own, a
 * test case each, with their steps. It holds no clock.
 */
export function junitXml(report: CheckReport): string {
  const kinds = [...new Set(report.catalogue.map((rule) => rule.kind))];
  const suites = kinds.map((kind) => ({
    kind,
    cases: report.catalogue.filter((rule) => rule.kind === kind).map((rule) => testCase(rule, report)),
  }));
  const incidents = report.incidents.map((incident) => incidentCase(incident, report));
  const all = [...suites.flatMap(({ cases }) => cases), ...incidents];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="workbench" ${counts(all)}>`,
    ...suites.flatMap(({ kind, cases }) => suite(kind, cases)),
    ...(incidents.length === 0 ? [] : suite('incidents', incidents)),
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

function suite(name: string, cases: readonly TestCase[]): readonly string[] {
  return [
    `  <testsuite name="${name}" ${counts(cases)}>`,
    ...cases.flatMap(({ lines }) => lines.map((line) => `    ${line}`)),
    '  </testsuite>',
  ];
}

/** An incident fails with any of its findings; its steps are told by either. */
function incidentCase(incident: Incident, { findings, failOn }: CheckReport): TestCase {
  const own = findings.map(({ finding }) => finding).filter((finding) => incident.findings.includes(finding.id));
  const isFailed = own.some((finding) => failsCheck(finding, failOn));
  const steps = incident.steps.map((step) =>
    [timeText(step.timeUs, step.timeNs), step.stage, step.place, step.summary].filter((part) => part !== undefined).join(' '),
  );
  const left = incident.stepsLeftOut === 0 ? [] : [`and ${incident.stepsLeftOut} more steps`];
  const told = [`findings: ${incident.findings.join(', ')}`, ...steps, ...left].map((line) => `    ${xmlText(line)}`);
  const head = isFailed ? `  <failure type="${incident.level}" message="${xmlText(incident.title)}">` : '  <system-out>';
  return {
    isFailed,
    isSkipped: false,
    lines: [
      `<testcase classname="workbench.incident" name="${xmlText(`${incident.id}: ${incident.title}`)}">`,
      head,
      ...told,
      isFailed ? '  </failure>' : '  </system-out>',
      '</testcase>',
    ],
  };
}

function testCase(rule: RuleEntry, { findings, failOn }: CheckReport): TestCase {
  const said = findings.map(({ finding }) => finding).filter((finding) => finding.rule.id === rule.id);
  const failing = said.filter((finding) => failsCheck(finding, failOn));
  const passing = said.filter((finding) => !failsCheck(finding, failOn));
  const skipped = rule.outcome.kind === 'ran' ? undefined : rule.outcome.kind === 'lacking' ? rule.outcome.why : 'not asked';
  const isSkipped = skipped !== undefined && failing.length === 0;
  const lines = [
    ...failing.flatMap(failure),
    ...(isSkipped ? [`  <skipped message="${xmlText(skipped)}"/>`] : []),
    ...(passing.length === 0 ? [] : ['  <system-out>', ...passing.flatMap(findingLines), '  </system-out>']),
  ];
  const open = `<testcase classname="workbench.${rule.kind}" name="${xmlText(`${rule.id}: ${rule.title}`)}"`;
  return {
    isFailed: failing.length > 0,
    isSkipped,
    lines: lines.length === 0 ? [`${open}/>`] : [`${open}>`, ...lines, '</testcase>'],
  };
}

function failure(finding: Finding): readonly string[] {
  return [`  <failure type="${finding.level}" message="${xmlText(finding.title)}">`, ...findingLines(finding), '  </failure>'];
}

function findingLines({ level, status, title, why, evidence, id }: Finding): readonly string[] {
  const head = `${level} (${status}): ${title} [${id}]`;
  return [head, why, ...evidence.map((one) => `${one.source}:${one.line} ${one.summary}`)].map((line) => `    ${xmlText(line)}`);
}

/** Text for an element or an attribute. What XML 1.0 can't hold at all, `printable` has spelled out before. */
export function xmlText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
