import type { Overview } from '../../model/case-view.js';
import type { Source } from '../../model/source.js';
import { formatDuration, formatTime } from '../../model/time.js';
import { bytesText, countText } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';

/** What the case is made of, in full: what it can't answer, what was observed, counts, every source. */
export function caseDetails({ overview, lateAfterSeconds }: CaseFacts): readonly Detail[] {
  return sections(
    [heading('What these sources cannot answer'), ...overview.missing.map((text) => sentence(text, 'warning'))],
    [
      heading('Observed'),
      ...field('from', overview.firstTimeUs === undefined ? 'no event carries a time' : formatTime(overview.firstTimeUs)),
      ...field('to', overview.lastTimeUs === undefined ? undefined : formatTime(overview.lastTimeUs)),
      ...field('nodes', overview.nodes.join(' ')),
    ],
    [heading('Counts'), ...countFields(overview, lateAfterSeconds)],
    ...overview.sources.map(sourceSection),
  );
}

function countFields(overview: Overview, lateAfterSeconds: number): readonly Detail[] {
  const { late, entered, probe } = overview.lateByKind;
  return [
    ...field('processes', `${countText(overview.processCount)}, of them ${countText(overview.inferredCount)} inferred from their children`),
    ...field('late', `${countText(late)} (later than ${formatDuration(lateAfterSeconds * 1_000_000)} after container start)`, 'late'),
    ...field('entered', `${countText(entered)} (came into a running container from outside)`, 'entered'),
    ...field('probes', countText(probe)),
    ...field('connections', countText(overview.connectionCount)),
    ...field('DNS messages', countText(overview.dnsMessageCount)),
    ...field('problems', overview.problemCount === 0 ? 'none' : `${countText(overview.problemCount)} (P lists them)`),
  ];
}

function sourceSection({ path, format, ledger, sizeBytes, isComplete, droppedEvents }: Source): readonly Detail[] {
  const ignored = Object.entries(ledger.ignored).map(([reason, count]) => `${countText(count)} ${reason}`);
  return [
    heading(path),
    ...field('format', `${format}, ${bytesText(sizeBytes)}`),
    ...field(
      'lines',
      `${countText(ledger.lines)} = ${countText(ledger.records)} read + ${ignored.join(' + ') || '0 ignored'} + ${countText(ledger.malformed)} refused`,
    ),
    ...field(
      'kinds',
      Object.entries(ledger.kinds)
        .map(([kind, count]) => `${kind} ${countText(count)}`)
        .join(', '),
    ),
    ...(isComplete ? [] : field('state', 'interrupted: the same command goes on where it stopped', 'warning')),
    ...(droppedEvents === 0 ? [] : field('dropped', `${countText(droppedEvents)} events, the agent says`, 'warning')),
  ];
}
