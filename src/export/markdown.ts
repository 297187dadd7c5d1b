import { type Evidence, type Finding, type Incident, LEVELS } from '../model/finding.js';
import { toldPid } from '../model/process.js';
import type { CheckReport } from './check-report.js';
import type { DetectionDocument } from './detection-report.js';
import { timeText } from './json.js';
import { codeCell, prose, shortened } from './markdown-text.js';

type Placed = DetectionDocument['findings'][number];

/** Lines of evidence shown of one finding; the documents have them all, and the page says how many. */
const EVIDENCE_SHOWN = 10;
const COMMAND_LENGTH = 200;
/** Steps shown of one incident. */
const STEPS_SHOWN = 40;

/** The report as a page of Markdown for a ticket or a job's summary. Nothing in it that a capture holds is taken for markup. */
export function markdownPage(report: CheckReport): string {
  const { findings } = report;
  const parts = [
    '# Findings of workbench',
    countsTable(findings.map(({ finding }) => finding)),
    inputText(report),
    ...report.incidents.flatMap(incidentParts),
    ...findings.flatMap((placed) => [headingOf(placed.finding), ...findingParts(placed)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function countsTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No findings.';
  const rows = LEVELS.toReversed()
    .map((level) => ({ level, group: findings.filter((finding) => finding.level === level) }))
    .filter(({ group }) => group.length > 0)
    .map(({ level, group }) => [level, ...STATUSES.map((status) => String(group.filter((one) => one.status === status).length))]);
  return table(['level', ...STATUSES], rows);
}

const STATUSES = ['new', 'known', 'suppressed'] as const satisfies readonly Finding['status'][];

/** A page without findings must say how much was looked at. */
function inputText({ sources, rules, missing, firstTimeUs, lastTimeUs }: CheckReport): string {
  const records = sources.reduce((total, source) => total + source.ledger.records, 0);
  const malformed = sources.reduce((total, source) => total + source.ledger.malformed, 0);
  const span = [timeText(firstTimeUs), timeText(lastTimeUs)].filter((time) => time !== undefined).join(' to ');
  return [
    `${records} events, ${malformed} unparsed${span === '' ? '' : `, ${span}`}.`,
    `Rules: ${rules.loaded} loaded, ${rules.ran} ran, ${rules.lackingData.length} had no data, ${rules.skipped} skipped.`,
    ...missing.map((text) => `Not in the data: ${prose(text)}.`),
  ].join('\n');
}

/** An incident as a table of its steps, and the findings that it is made of. */
function incidentParts({ id, level, title, steps, stepsLeftOut, findings }: Incident): readonly string[] {
  const rows = steps
    .slice(0, STEPS_SHOWN)
    .map((step) => [
      timeText(step.timeUs, step.timeNs) ?? '',
      step.stage,
      codeCell(step.place),
      `${codeCell(step.summary)}${step.count === 1 ? '' : ` × ${step.count}`}`,
    ]);
  const more = steps.length - rows.length + stepsLeftOut;
  return [
    `## Incident, ${level}: ${prose(title)}`,
    table(['time', 'stage', 'place', 'what'], rows) + (more > 0 ? `\n\nand ${more} more steps` : ''),
    `Incident ${codeCell(id)} is made of the findings ${findings.map(codeCell).join(', ')}.`,
  ];
}

function headingOf({ level, title, status }: Finding): string {
  return `## ${level}: ${prose(title)}${status === 'new' ? '' : ` (${status})`}`;
}

function findingParts({ finding, place }: Placed): readonly string[] {
  const { container, process } = place;
  const where = [process?.node, container?.namespace, container?.pod, container?.name ?? container?.containerId];
  const times = [...new Set([timeText(finding.firstSeenUs), timeText(finding.lastSeenUs)])].filter((time) => time !== undefined);
  const facts = [
    ['rule', [codeCell(finding.rule.id), ...finding.rule.attack.map(codeCell)].join(' ')],
    ['when', times.join(' to ')],
    ['where', codeCell(where.filter((part) => part !== undefined && part !== '').join('/'))],
    ['process', [toldPid(finding.process), codeCell(commandOf(finding.process))].filter((part) => part !== undefined).join(' ')],
    ['started by', codeCell([...finding.ancestors].reverse().map(commandOf).slice(-4).join(' › '))],
    ['connections', finding.connections.map(connectionCell).join(', ')],
    ['suppressed', finding.suppression === undefined ? '' : `${prose(finding.suppression.reason)} (until ${finding.suppression.expires})`],
    ['fingerprint', codeCell(finding.id)],
  ].filter(([, value]) => value !== '');
  return [prose(finding.why), table(['fact', 'value'], facts), evidenceTable(finding.evidence)];
}

function commandOf({ binary = '?', arguments: words = '' }: Pick<Finding['process'], 'binary' | 'arguments'>): string {
  return shortened(words === '' ? binary : `${binary} ${words}`, COMMAND_LENGTH);
}

function connectionCell({ direction, local, remote, remoteNames }: Finding['connections'][number]): string {
  const end = direction === 'listen' ? local : remote;
  const address = end === undefined ? '?' : `${end.ip.includes(':') ? `[${end.ip}]` : end.ip}:${end.port}`;
  return `${direction} ${[address, ...remoteNames.slice(0, 1).map(({ name }) => name)].map(codeCell).join(' ')}`;
}

function evidenceTable(evidence: readonly Evidence[]): string {
  const rows = evidence
    .slice(0, EVIDENCE_SHOWN)
    .map((one) => [timeText(one.timeUs, one.timeNs) ?? '', codeCell(`${one.source}:${one.line}`), codeCell(one.summary)]);
  const more = evidence.length - rows.length;
  return `${table(['time', 'line', 'evidence'], rows)}${more > 0 ? `\n\nand ${more} more lines of evidence` : ''}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
