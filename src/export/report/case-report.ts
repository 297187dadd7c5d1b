import type { Overview } from '../../model/case-view.js';
import { type Finding, type Incident, LEVELS } from '../../model/finding.js';
import { byTime, type Note } from '../../model/note.js';
import { formatDuration } from '../../model/time.js';
import { timeText } from '../json.js';
import { type Block, heading, paragraph } from './blocks.js';
import { findingBlocks } from './finding-blocks.js';
import type { Traffic } from './traffic.js';
import { trafficSvg } from './traffic-svg.js';

/** Everything that the report of a case tells. */
export interface CaseReport {
  readonly title: string;
  readonly version: string;
  readonly overview: Overview;
  /** Most severe first. */
  readonly incidents: readonly Incident[];
  /** Most severe first, without those that were accepted. */
  readonly findings: readonly Finding[];
  /** Processes of findings and incidents with the way to them, drawn. */
  readonly treeLines: readonly string[];
  readonly traffic: Traffic;
  readonly notes: readonly Note[];
}

/** The report as blocks. It holds no clock: the same case with the same notes gives the same pages. */
export function reportBlocks(report: CaseReport): readonly Block[] {
  const { title, version, incidents, findings, treeLines, traffic, notes } = report;
  return [
    heading(1, `Case ${title}`),
    ...overviewBlocks(report),
    heading(2, 'Story'),
    ...(incidents.length === 0 ? [paragraph(noStory(findings))] : incidents.flatMap(incidentBlocks)),
    heading(2, 'Processes'),
    ...(treeLines.length === 0 ? [paragraph('No process belongs to a finding.')] : [{ kind: 'lines' as const, lines: treeLines }]),
    heading(2, 'Who called whom'),
    ...trafficBlocks(traffic),
    heading(2, 'Findings'),
    ...(findings.length === 0
      ? [paragraph('No rule found anything. That is not proof that nothing happened.')]
      : findings.flatMap(findingBlocks)),
    heading(2, 'Notes'),
    ...noteBlocks(notes),
    paragraph(`Written by workbench ${version}.`),
  ];
}

function overviewBlocks({ overview, findings }: CaseReport): readonly Block[] {
  const { firstTimeUs: from, lastTimeUs: to, sources, nodes, processCount, connectionCount, missing } = overview;
  const span = from === undefined || to === undefined ? 'unknown' : `${timeText(from)} to ${timeText(to)} (${formatDuration(to - from)})`;
  const levels = LEVELS.toReversed().flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  });
  return [
    {
      kind: 'table',
      headings: ['fact', 'value'],
      rows: [
        ['observed', span],
        ['nodes', nodes.join(', ')],
        ['processes', String(processCount)],
        ['connections', String(connectionCount)],
        ['findings', levels.length === 0 ? 'none' : levels.join(', ')],
      ],
    },
    {
      kind: 'table',
      headings: ['source', 'format', 'lines', 'records', 'malformed'],
      rows: sources.map(({ path, format, ledger }) => [
        path,
        format,
        String(ledger.lines),
        String(ledger.records),
        String(ledger.malformed),
      ]),
    },
    ...(missing.length === 0 ? [] : [paragraph('What these sources cannot answer:'), { kind: 'items' as const, items: missing }]),
  ];
}

function noStory(findings: readonly Finding[]): string {
  return findings.length === 0 ? 'No rule found anything to tell of.' : 'No finding is severe enough to begin a story.';
}

function incidentBlocks({ title, level, steps, stepsLeftOut }: Incident): readonly Block[] {
  return [
    heading(3, `${level}: ${title}`),
    {
      kind: 'table',
      headings: ['time', 'stage', 'where', 'what'],
      rows: steps.map(({ timeUs, timeNs, stage, place, summary, count }) => [
        timeText(timeUs, timeNs) ?? '',
        stage,
        place,
        count === 1 ? summary : `${summary} (${count} times)`,
      ]),
    },
    ...(stepsLeftOut === 0 ? [] : [paragraph(`${stepsLeftOut} more steps are in the case.`)]),
  ];
}

function trafficBlocks(traffic: Traffic): readonly Block[] {
  const { edges, leftOut } = traffic;
  if (edges.length === 0) return [paragraph('No outbound connection is in the case.')];
  return [
    { kind: 'picture', svg: trafficSvg(traffic), title: 'who called whom' },
    {
      kind: 'table',
      headings: ['from', 'to', 'connections', 'sent', 'received', 'finding'],
      rows: edges.map(({ from, to, isExternal, count, bytesSent, bytesReceived, isSuspicious }) => [
        from,
        isExternal ? `${to} (external)` : to,
        String(count),
        String(bytesSent),
        String(bytesReceived),
        isSuspicious ? 'yes' : '',
      ]),
    },
    ...(leftOut === 0 ? [] : [paragraph(`${leftOut} more, none of which a finding names before these, are in the case.`)]),
  ];
}

function noteBlocks(notes: readonly Note[]): readonly Block[] {
  if (notes.length === 0) return [paragraph('Nobody wrote any.')];
  return [
    {
      kind: 'table',
      headings: ['time', 'note', 'about'],
      rows: byTime(notes).map(({ atUs, text, label, subject }) => [
        timeText(atUs) ?? '',
        text === '' ? 'bookmark' : text,
        `${subject.kind} ${label}`,
      ]),
    },
  ];
}
