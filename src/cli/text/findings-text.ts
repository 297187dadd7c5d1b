import type { DetectionDocument } from '../../export/detection-report.js';
import type { Finding } from '../../model/finding.js';
import type { ProcessRef } from '../../model/process.js';
import { paint, type TextStyle } from './style.js';
import { commandText, connectionText, placeText, whenText } from './wording.js';

type PlacedFinding = DetectionDocument['findings'][number];

/** Connections and lines of evidence shown of one finding; the documents have them all, and the text says how many. */
const SHOWN = 5;

/** Findings for a person: level and title, why, where, by which way, to whom, and the first lines of evidence. */
export function* findingsText(findings: readonly PlacedFinding[], style: TextStyle): Generator<string> {
  for (const [at, placed] of findings.entries()) yield `${at === 0 ? '' : '\n'}${findingLines(placed, style).join('\n')}\n`;
}

function findingLines({ finding, place }: PlacedFinding, style: TextStyle): readonly string[] {
  const { glyphs } = style;
  const chain = [...finding.ancestors].reverse().map((ancestor) => commandText(ancestor).slice(0, 60));
  const where = placeText(place.container, place.process?.node ?? '', glyphs);
  const facts: readonly Fact[] = [
    ['why', finding.why],
    ...suppressionFacts(finding),
    ['when', spanText(finding)],
    ['where', where],
    ['process', processText(finding.process)],
    ...firstFacts('started by', chain.length === 0 ? [] : [chain.slice(-4).join(` ${glyphs.path} `)], (text) => text),
    ...firstFacts('connection', finding.connections, (connection) => connectionText(connection, glyphs)),
    ...firstFacts('evidence', finding.evidence, (line) => `${line.source}:${line.line} ${line.summary}`),
  ];
  return [headline(finding, style), ...facts.map(([label, text]) => `  ${label.padEnd(11)} ${paint(text, undefined, style)}`)];
}

type Fact = readonly [label: string, text: string];

function firstFacts<Row>(label: string, rows: readonly Row[], text: (row: Row) => string): readonly Fact[] {
  const shown = rows.slice(0, SHOWN).map((row): Fact => [label, text(row)]);
  return rows.length > SHOWN ? [...shown, ['', `and ${rows.length - SHOWN} more`]] : shown;
}

function suppressionFacts({ suppression }: Finding): readonly Fact[] {
  if (suppression === undefined) return [];
  const until = suppression.expires === 'never' ? 'for good' : `until ${suppression.expires}`;
  return [['suppressed', `${until}: ${suppression.reason} (${suppression.by})`]];
}

function headline(finding: Finding, style: TextStyle): string {
  const level = paint(`${style.glyphs.finding} ${finding.level.toUpperCase()}`, finding.level === 'low' ? 'quiet' : 'finding', style);
  const rule = [finding.rule.id, ...finding.rule.attack].join(' ');
  const status = finding.status === 'new' ? '' : `  ${paint(`(${finding.status})`, 'quiet', style)}`;
  return `${level}  ${paint(finding.title, 'strong', style)}  ${paint(`[${rule}]`, 'quiet', style)}${status}`;
}

function spanText({ firstSeenUs, lastSeenUs, count }: Finding): string {
  const first = whenText(firstSeenUs);
  const last = whenText(lastSeenUs);
  const span = first === last || last === '' ? first : `${first} to ${last}`;
  return count > 1 ? `${span}, ${count} times` : span;
}

/** Of a process that only stands for a place the pid is not told. */
function processText(process: ProcessRef): string {
  return process.pid === 0 ? commandText(process) : `${process.pid} ${commandText(process)}`;
}
