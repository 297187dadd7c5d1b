import type { Evidence, Finding, Incident } from '../model/finding.js';
import type { CheckReport, RuleEntry } from './check-report.js';
import type { DetectionDocument } from './detection-report.js';
import type { FindingPlace } from './finding-shape.js';
import { type JsonObject, jsonText, present, presentOrAbsent, timeText } from './json.js';
import { physicalLocation } from './sarif-location.js';
import { sarifLevel, sarifRule, sarifText } from './sarif-rule.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** GitHub refuses a run with more. The report is sorted, so that those left out are the least severe, and says how many they are. */
const MOST_RESULTS = 25_000;

/**
 * The report as a SARIF 2.1.0 log of one run, in the subset that GitHub reads: each result is placed at its first line of evidence and
 * carries its fingerprint, its evidence in order as a code flow, and why it is suppressed where it is. The first result of an incident has the
 * incident's steps as a second code flow; all of them name it.
 */
export function sarifLog(report: CheckReport): string {
  const results = report.findings.slice(0, MOST_RESULTS);
  const rules = describedRules(report);
  const places = new Map(rules.map((rule, at) => [rule.id, at]));
  const verdict = verdicts(report);
  const run = {
    tool: { driver: { name: 'workbench', version: report.version, rules: rules.map(sarifRule) } },
    invocations: [present({ executionSuccessful: true, toolExecutionNotifications: notifications(report, results.length) })],
    columnKind: 'utf16CodeUnits',
    results: results.map((placed) => ({ ...result(placed, report, places), ...verdict(placed.finding) })),
  };
  return `${jsonText({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
}

/** The rules of the catalogue, and those that a finding names and no catalogue holds: every result must point at one. */
function describedRules({ catalogue, findings }: CheckReport): readonly RuleEntry[] {
  const known = new Set(catalogue.map((rule) => rule.id));
  const others = new Map(findings.filter(({ finding }) => !known.has(finding.rule.id)).map(({ finding }) => [finding.rule.id, finding]));
  const described = [...others.values()].map(
    ({ rule, falsePositives }): RuleEntry => ({ ...rule, description: rule.title, falsePositives, outcome: { kind: 'ran' } }),
  );
  return [...catalogue, ...described];
}

type Placed = DetectionDocument['findings'][number];

function result({ finding, place }: Placed, { workingFolder, incidents }: CheckReport, places: ReadonlyMap<string, number>): JsonObject {
  const of = incidents.find((incident) => incident.findings.includes(finding.id));
  const told = of?.findings[0] === finding.id ? [of] : [];
  const [first] = finding.evidence;
  const where = first && physicalLocation(first, workingFolder);
  return present({
    ruleId: finding.rule.id,
    ruleIndex: places.get(finding.rule.id),
    level: sarifLevel(finding.level),
    message: { text: sarifText(`${finding.title}. ${finding.why}`) },
    locations: where && [present({ physicalLocation: where, logicalLocations: logicalLocations(place) })],
    partialFingerprints: { primaryLocationLineHash: finding.id, 'workbenchFinding/v1': finding.id },
    codeFlows: where && [codeFlow(finding.evidence, workingFolder), ...told.map((incident) => incidentFlow(incident, workingFolder))],
    occurrenceCount: finding.count,
    properties: presentOrAbsent({
      level: finding.level,
      firstSeen: timeText(finding.firstSeenUs),
      lastSeen: timeText(finding.lastSeenUs),
      incident: of?.id,
      incidentTitle: of && sarifText(of.title),
    }),
  });
}

function codeFlow(evidence: readonly Evidence[], workingFolder: string): JsonObject {
  return { threadFlows: [{ locations: evidence.map((one) => flowLocation(one, workingFolder)) }] };
}

/** An incident's steps, each at its first line of evidence. */
function incidentFlow({ title, steps }: Incident, workingFolder: string): JsonObject {
  const locations = steps.flatMap(({ evidence: [first], stage, place, summary }) =>
    first === undefined ? [] : [flowLocation({ ...first, summary: `${stage} in ${place}: ${summary}` }, workingFolder)],
  );
  return { message: { text: sarifText(title) }, threadFlows: [{ locations }] };
}

function logicalLocations({ process, container }: FindingPlace): readonly JsonObject[] | undefined {
  const parts = [process?.node, container?.namespace, container?.pod, container?.name ?? container?.containerId];
  const known = parts.filter((part) => part !== undefined && part !== '');
  const name = known.at(-1);
  return name === undefined ? undefined : [{ name, fullyQualifiedName: known.join('/'), kind: container ? 'container' : 'host' }];
}

function flowLocation(evidence: Evidence, workingFolder: string): JsonObject {
  return present({
    location: { physicalLocation: physicalLocation(evidence, workingFolder), message: { text: sarifText(evidence.summary) } },
    executionTimeUtc: timeText(evidence.timeUs, evidence.timeNs),
  });
}

/**
 * What was decided of a finding before. A property that one result has must be there on all: a reader takes its absence for "nobody
 * looked". *Source:* SARIF 2.1.0 §3.27.23, §3.27.24.
 */
function verdicts({ findings }: CheckReport): (finding: Finding) => JsonObject {
  const isCompared = findings.some(({ finding }) => finding.status === 'known');
  const isReviewed = findings.some(({ finding }) => finding.status === 'suppressed');
  return ({ status, suppression }) => {
    const accepted = { kind: 'external', status: 'accepted', ...(suppression && { justification: sarifText(suppression.reason) }) };
    return {
      ...(isCompared && { baselineState: status === 'known' ? 'unchanged' : 'new' }),
      ...(isReviewed && { suppressions: status === 'suppressed' ? [accepted] : [] }),
    };
  };
}

/** What the run could not see. */
function notifications({ catalogue, missing, findings }: CheckReport, shown: number): readonly JsonObject[] | undefined {
  const left = findings.length - shown;
  const notes = [
    ...missing.map((text) => ({ level: 'note', message: { text: sarifText(text) } })),
    ...catalogue.flatMap(({ id, outcome }) =>
      outcome.kind === 'lacking'
        ? [{ level: 'note', message: { text: sarifText(`${id} could not run: ${outcome.why}`) }, associatedRule: { id } }]
        : [],
    ),
    ...(left > 0 ? [{ level: 'warning', message: { text: `${left} findings of the lowest levels are left out: no more fit a run` } }] : []),
  ];
  return notes.length === 0 ? undefined : notes;
}
