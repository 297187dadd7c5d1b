import type { Ledger, Source } from '../../model/source.js';
import type { RecognisedMachine, Silence, SourceGap, SourceReport } from '../../model/source-report.js';
import { formatDuration } from '../../model/time.js';
import { paint, type TextStyle } from './style.js';
import { counted, countText, whenText } from './wording.js';

const LABEL_WIDTH = 9;

/** Each source with what it told and what it left out, then what none of them tells. */
export function* sourcesText(reports: readonly SourceReport[], missing: readonly string[], style: TextStyle): Generator<string> {
  for (const report of reports) yield* sourceText(report, style);
  if (missing.length === 0) return;
  yield `${paint('Not in the data', 'heading', style)}\n`;
  for (const sentence of missing) yield `  ${paint(sentence, undefined, style)}\n`;
}

function* sourceText({ source, warnings, gaps, longestSilence, machine }: SourceReport, style: TextStyle): Generator<string> {
  const { ledger } = source;
  yield `${paint(source.path, 'heading', style)}  ${source.format}\n`;
  yield field('lines', ledgerText(ledger), style);
  yield field('records', countsText(ledger.kinds), style);
  yield field('time', spanText(source), style);
  if (machine !== undefined) yield field('machine', machineText(machine), style);
  if (ledger.malformed + warnings > 0) yield field('problems', problemsText(ledger, warnings), style);
  for (const gap of gaps) yield field('gap', gapText(gap), style);
  if (longestSilence !== undefined) yield field('silence', `longest ${silenceText(longestSilence)}`, style);
  if (!source.isComplete) yield field('gap', 'not read to its end: the same import goes on where it stopped', style);
  yield '\n';
}

function field(label: string, text: string, style: TextStyle): string {
  return `  ${label.padEnd(LABEL_WIDTH)} ${paint(text, label === 'gap' || label === 'problems' ? 'warning' : undefined, style)}\n`;
}

function ledgerText({ lines, records, ignored, malformed }: Ledger): string {
  const left = Object.entries(ignored).map(([reason, count]) => `${countText(count)} ${reason}`);
  return [
    `${countText(lines)}: ${counted(records, 'record')}`,
    ...left,
    ...(malformed > 0 ? [`${countText(malformed)} refused`] : []),
  ].join(', ');
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([name, count]) => `${name} ${countText(count)}`);
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function spanText({ firstTimeUs, lastTimeUs }: Source): string {
  if (firstTimeUs === undefined || lastTimeUs === undefined) return 'no record tells when';
  return `${whenText(firstTimeUs)} to ${whenText(lastTimeUs)} UTC (${formatDuration(lastTimeUs - firstTimeUs)})`;
}

/** Clocks that are nearer than this to each other differ by how agents round. */
const SAME_CLOCK_US = 1_000_000;

function machineText({ host, aheadUs, agreed, compared }: RecognisedMachine): string {
  const recognised = `${host}: ${countText(agreed)} of ${countText(compared)} process starts agree with it`;
  if (Math.abs(aheadUs) < SAME_CLOCK_US) return recognised;
  return `${recognised}; its clock is ${formatDuration(Math.abs(aheadUs))} ${aheadUs > 0 ? 'ahead' : 'behind'}, and its times are shown as it told them`;
}

function problemsText({ malformed }: Ledger, warnings: number): string {
  const parts = [malformed > 0 ? `${counted(malformed, 'line')} refused` : '', warnings > 0 ? `${counted(warnings, 'line')} doubted` : ''];
  return `${parts.filter((part) => part !== '').join(', ')} (workbench problems lists them)`;
}

function gapText(gap: SourceGap): string {
  switch (gap.kind) {
    case 'dropped': {
      const events = gap.events === undefined ? 'events' : counted(gap.events, 'event');
      return `the agent dropped ${events}${markedText(gap)}`;
    }
    case 'throttled':
      return `the agent throttled what it watches${markedText(gap)}`;
    case 'missed-heartbeats':
      return `${counted(gap.missed, 'heartbeat')} of ${gap.container ?? gap.instance} did not come (one every ${formatDuration(gap.everyUs)}): longest ${silenceText(gap)}`;
  }
}

function markedText({ markers, fromUs, toUs }: Extract<SourceGap, { readonly kind: 'dropped' | 'throttled' }>): string {
  const when = fromUs === undefined || toUs === undefined ? '' : `, ${whenText(fromUs)} to ${whenText(toUs)}`;
  return ` (${counted(markers, 'marker')}${when})`;
}

function silenceText({ fromUs, toUs }: Silence): string {
  return `${formatDuration(toUs - fromUs)} from ${whenText(fromUs)} to ${whenText(toUs)}`;
}
