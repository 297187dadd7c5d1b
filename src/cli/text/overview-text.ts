import type { CaseView, Overview } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import type { Container, Process } from '../../model/process.js';
import { containerLookup } from '../containers.js';
import { processColumns } from './columns.js';
import { sourceTable } from './import-text.js';
import { paint, type TextStyle } from './style.js';
import { type Column, tableLines } from './table.js';
import { counted, countText, pidText, placeText, whenText } from './wording.js';

/** Late processes and containers shown; the count says how many there are. */
const SHOWN = 20;

type OverviewView = Pick<CaseView, 'overview' | 'containers' | 'container' | 'processes' | 'findings'>;

/** A case in one look, as plain text: sources, containers, late processes, findings, and what the sources can't answer. */
export function* overviewText(view: OverviewView, style: TextStyle): Generator<string> {
  const overview = view.overview();
  yield* section('Sources', style);
  yield* sourceTable(overview.sources, style);
  yield `\n${totalsLine(overview)}\n`;
  if (overview.firstTimeUs !== undefined) yield `observed from ${whenText(overview.firstTimeUs)} to ${whenText(overview.lastTimeUs)} UTC\n`;
  yield* containersSection(view.containers(), style);
  yield* lateSection(view, overview, style);
  yield* findingsSection(view.findings(), style);
  yield* missingSection(overview.missing, style);
}

function* section(title: string, style: TextStyle): Generator<string> {
  yield `${paint(title, 'heading', style)}\n`;
}

function* missingSection(missing: readonly string[], style: TextStyle): Generator<string> {
  if (missing.length === 0) return;
  yield '\n';
  yield* section('What the sources can not show', style);
  for (const sentence of missing) yield `${paint(sentence, undefined, style)}\n`;
}

function totalsLine(overview: Overview): string {
  const inferred = overview.inferredCount === 0 ? '' : ` (${countText(overview.inferredCount)} known only from their children)`;
  return [
    counted(overview.processCount, 'process', 'processes') + inferred,
    counted(overview.connectionCount, 'connection'),
    counted(overview.dnsMessageCount, 'DNS message'),
    counted(overview.problemCount, 'problem'),
  ].join(', ');
}

function* containersSection(containers: readonly Container[], style: TextStyle): Generator<string> {
  yield '\n';
  yield* section(counted(containers.length, 'container'), style);
  const columns: readonly Column<Container>[] = [
    { title: 'CONTAINER', text: (container) => placeText(container, container.node, style.glyphs) },
    { title: 'ID', text: (container) => container.containerId.slice(0, 12) },
    { title: 'STARTED (UTC)', isRigid: true, text: startedText },
    { title: 'PROCESSES', isRight: true, text: (container) => countText(container.processCount) },
    { title: 'LATE', isRight: true, text: (container) => countText(container.lateCount) },
    { title: 'IMAGE', text: (container) => container.image ?? '' },
  ];
  yield* tableLines(columns, containers.slice(0, SHOWN), style);
  if (containers.length > SHOWN) yield `${style.glyphs.ellipsis} and ${countText(containers.length - SHOWN)} more\n`;
}

function startedText(container: Container): string {
  const text = whenText(container.startedAtUs);
  return container.startedFrom === 'first-process' ? `${text} (first process)` : text;
}

function* lateSection(view: OverviewView, overview: Overview, style: TextStyle): Generator<string> {
  const { late, entered, probe } = overview.lateByKind;
  yield '\n';
  yield* section(
    `${counted(late, 'late process', 'late processes')} (and ${countText(entered)} entered from outside, ${countText(probe)} probes)`,
    style,
  );
  const containerOf = containerLookup(view);
  const filter = { terms: [{ kind: 'flag', flag: 'late', isNegated: false } as const] };
  const rows: readonly Process[] = view.processes(filter, { limit: SHOWN }).rows;
  yield* tableLines(processColumns(style, containerOf), rows, style);
  if (late > rows.length) yield `${style.glyphs.ellipsis} and ${countText(late - rows.length)} more\n`;
}

function* findingsSection(findings: readonly Finding[], style: TextStyle): Generator<string> {
  yield '\n';
  yield* section(findings.length === 0 ? 'No findings' : counted(findings.length, 'finding'), style);
  const columns: readonly Column<Finding>[] = [
    { title: 'LEVEL', text: (finding) => finding.level, role: (finding) => (finding.level === 'low' ? undefined : 'finding') },
    { title: 'FIRST SEEN (UTC)', isRigid: true, text: (finding) => whenText(finding.firstSeenUs) },
    { title: 'PID', isRight: true, text: (finding) => pidText(finding.process) },
    { title: 'RULE', text: (finding) => finding.rule.id },
    { title: 'FINDING', text: (finding) => finding.title },
  ];
  yield* tableLines(columns, findings, style);
}
