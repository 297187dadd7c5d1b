import { formatTime } from '../../model/time.js';
import type { TimelineEntry } from '../../model/timeline.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';

/** An entry in full. */
export function entryDetails(entry: TimelineEntry): readonly Detail[] {
  const { process, summary, kind, level, evidence } = entry;
  return sections(
    [
      heading(level === undefined ? kind : `! ${level} ${kind}`, kind === 'finding' ? 'finding' : 'heading'),
      sentence(summary),
      ...field('time', entry.atUs === undefined ? 'none: the source prints no times' : formatTime(entry.atUs, entry.atNs)),
    ],
    [
      heading('Who and where'),
      ...field('process', process === undefined ? undefined : `${process.binary ?? '?'} ${process.arguments ?? ''} (pid ${process.pid})`),
      ...field('container', entry.containerName),
      ...field('pod', entry.pod),
      ...field('namespace', entry.namespace),
      ...field('node', entry.node),
    ],
    [heading('Evidence'), ...(evidence === undefined ? [] : [sentence(`${evidence.source}:${evidence.line}`)])],
  );
}
