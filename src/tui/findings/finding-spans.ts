import type { TreeRow } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import { formatDuration } from '../../model/time.js';
import { type Span, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { clockText, counted, processWords } from '../drawing/wording.js';
import type { FindingGroup } from './finding-groups.js';

/** A finding on one line: how bad, when, what, who, where and how late. */
export function findingSpans(finding: Finding, row: TreeRow | undefined, isInGroup: boolean, { glyphs }: Look): readonly Span[] {
  const late = row?.process.lateSeconds;
  const where = whereOf(row);
  return [
    span(isInGroup ? '  ' : ''),
    span(`${glyphs.finding} ${finding.level.padEnd(9)}`, 'finding'),
    span(finding.firstSeenUs === undefined ? '' : `${clockText(finding.firstSeenUs)}  `, 'quiet'),
    span(finding.title, 'strong'),
    span(finding.status === 'known' ? '  known' : '', 'quiet'),
    span(`  ${processWords(finding.process)}`),
    span(where === '' ? '' : ` in ${where}`),
    span(late === undefined ? '' : `  ${glyphs.late}+${formatDuration(late * 1_000_000)}`, 'late'),
    span(finding.count > 1 ? `  ${finding.count} times` : '', 'quiet'),
  ];
}

/** A group on one line. */
export function groupSpans(group: FindingGroup, isOpen: boolean, { glyphs }: Look): readonly Span[] {
  return [
    span(`${isOpen ? glyphs.open : glyphs.closed} `),
    span(`${glyphs.finding} ${group.level}  `, 'finding'),
    span(group.title, 'group'),
    span(`  ${counted(group.count, 'finding')}`, 'quiet'),
  ];
}

function whereOf(row: TreeRow | undefined): string {
  const container = row?.container;
  return [container?.pod, container?.name ?? container?.containerId.slice(0, 12)].filter((part) => part !== undefined).join('/');
}
