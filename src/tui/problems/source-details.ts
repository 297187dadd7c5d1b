import type { Problem, Source } from '../../model/source.js';
import { formatDuration, formatTime } from '../../model/time.js';
import { bytesText, counted, countText } from '../drawing/wording.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';

/** A source in full: what became of its lines, which kinds of records it gave, when, and what is missing in it. */
export function sourceDetails(source: Source): readonly Detail[] {
  const { path, format, ledger, sizeBytes, firstTimeUs, lastTimeUs } = source;
  return sections(
    [heading(path), ...field('format', `${format}, ${bytesText(sizeBytes)}`), ...field('lines', ledgerText(source))],
    [
      heading('When'),
      ...field('first', firstTimeUs === undefined ? 'no event of it carries a time' : formatTime(firstTimeUs)),
      ...field('last', lastTimeUs === undefined ? undefined : formatTime(lastTimeUs)),
      ...field('span', firstTimeUs === undefined || lastTimeUs === undefined ? undefined : formatDuration(lastTimeUs - firstTimeUs)),
    ],
    [heading('Records by kind'), ...byCount(ledger.kinds).flatMap(([kind, count]) => field(countText(count), kind))],
    [heading('Gaps'), ...gaps(source)],
  );
}

function ledgerText({ ledger }: Source): string {
  const ignored = Object.entries(ledger.ignored).map(([reason, count]) => `${countText(count)} ${reason}`);
  const parts = [`${countText(ledger.records)} read`, ignored.join(' + ') || '0 ignored', `${countText(ledger.malformed)} refused`];
  return `${countText(ledger.lines)} = ${parts.join(' + ')}`;
}

function byCount(kinds: Source['ledger']['kinds']): readonly (readonly [string, number])[] {
  return Object.entries(kinds).sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
}

function gaps({ isComplete, droppedEvents, ledger }: Source): readonly Detail[] {
  const found = [
    ...(isComplete ? [] : ['interrupted: the same import command goes on where it stopped']),
    ...(droppedEvents === 0 ? [] : [`the agent says that it dropped ${counted(droppedEvents, 'event')}`]),
    ...(ledger.malformed === 0 ? [] : [`${counted(ledger.malformed, 'line')} could not be read: listed below the sources`]),
  ];
  return found.length === 0 ? [sentence('none known of', 'quiet')] : found.map((text) => sentence(text, 'warning'));
}

/** A problem in full. */
export function problemDetails(problem: Problem): readonly Detail[] {
  return [
    heading(
      problem.severity === 'refused' ? 'Refused: this line gave no fact' : 'Warning: this line was read, but not believed in full',
      'warning',
    ),
    ...field('reason', problem.reason),
    ...field('file', problem.source),
    ...field('line', problem.line),
    ...field('byte', problem.byteOffset),
    ...field('begins', problem.excerpt),
  ];
}
