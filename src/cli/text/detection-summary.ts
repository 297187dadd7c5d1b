import type { DetectionReport } from '../../detections/engine.js';
import { formatFilter } from '../../model/filter-grammar.js';
import { type Finding, LEVELS } from '../../model/finding.js';
import { printable } from '../../model/printable.js';
import type { Session } from '../session.js';
import type { TextStyle } from './style.js';
import { counted, countText } from './wording.js';

/**
 * What a run of the rules saw and could not see, in a line each. A clean result says how much was looked at; no events at all says
 * that nothing was.
 */
export function detectionSummary(
  { sources, view, filter }: Pick<Session, 'sources' | 'view' | 'filter'>,
  { findings, rules }: DetectionReport,
  shown: readonly Finding[],
  style: TextStyle,
): string {
  const records = sources.reduce((total, source) => total + source.ledger.records, 0);
  const malformed = sources.reduce((total, source) => total + source.ledger.malformed, 0);
  const separator = ` ${style.glyphs.separator} `;
  const parts = [
    `events ${countText(records)} (${countText(malformed)} unparsed)`,
    `rules ${rules.loaded}: ${rules.ran} ran, ${rules.lackingData.length} had no data, ${rules.skipped} skipped`,
    ...findingsParts(findings, shown),
  ];
  const filterText = printable(formatFilter(filter));
  const lines = [parts.join(separator), ...(filterText === '' ? [] : [`findings elsewhere are left out (filter: ${filterText})`])];
  if (findings.length === 0 && records > 0 && rules.ran > 0) {
    const { processCount, connectionCount } = view.overview();
    const facts = `${counted(processCount, 'process', 'processes')} and ${counted(connectionCount, 'connection')}`;
    lines.push(`no findings: ${counted(rules.ran, 'rule')} looked at ${facts}`);
  }
  lines.push(...lackingLines(rules.lackingData));
  if (rules.ran === 0 && findings.length === 0) lines.push('no rule could run on this data: this says nothing about what happened');
  return `${lines.join('\n')}\n`;
}

/** The documents name them all. */
const IDS_NAMED = 8;

/** One line for a reason, however many rules share it. */
function lackingLines(lacking: DetectionReport['rules']['lackingData']): readonly string[] {
  const reasons = [...new Set(lacking.map(({ why }) => why))];
  return reasons.map((reason) => {
    const ids = lacking.filter(({ why }) => why === reason).map(({ id }) => id);
    const more = ids.length - IDS_NAMED;
    return printable(`no data for ${ids.slice(0, IDS_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${reason}`);
  });
}

/** New findings by level, and how many are no news. */
function findingsParts(findings: readonly Finding[], shown: readonly Finding[]): readonly string[] {
  const count = (status: Finding['status']): number => findings.filter((finding) => finding.status === status).length;
  const isNew = ({ status }: Finding): boolean => status === 'new';
  return [
    newPart(findings.filter(isNew), shown.filter(isNew)),
    ...(count('suppressed') === 0 ? [] : [`suppressed ${countText(count('suppressed'))}`]),
    ...(count('known') === 0 ? [] : [`known from the baseline ${countText(count('known'))}`]),
  ];
}

function newPart(findings: readonly Finding[], shown: readonly Finding[]): string {
  if (findings.length === 0) return 'findings 0';
  const byLevel = LEVELS.toReversed()
    .map((level) => ({ level, count: findings.filter((finding) => finding.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`);
  const hidden = findings.length - shown.length;
  return `findings ${countText(findings.length)} (${byLevel.join(', ')})${hidden === 0 ? '' : `, ${countText(hidden)} below --level`}`;
}
