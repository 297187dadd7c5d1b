import { type Finding, LEVELS } from '../../model/finding.js';
import type { Source } from '../../model/source.js';
import { formatTime, type TimeUs } from '../../model/time.js';
import type { SummaryColumn } from '../drawing/fitted-columns.js';
import { countText } from '../drawing/wording.js';

/** Sources that the table lists: each costs two lines, and every one is told of in full below it. */
export const MOST_SOURCES_LISTED = 8;

const LEAST_PATH_COLUMNS = 12;

/** What was read, a row for each of the first sources. */
export function sourceColumns(sources: readonly Source[]): readonly SummaryColumn[] {
  const listed = sources.slice(0, MOST_SOURCES_LISTED);
  const time = timeFormat(listed.flatMap(({ firstTimeUs, lastTimeUs }) => [firstTimeUs ?? [], lastTimeUs ?? []].flat()));
  const count = (heading: string, rank: number, of: (source: Source) => number): SummaryColumn => ({
    heading,
    cells: listed.map((source) => countText(of(source))),
    align: 'right',
    rank,
  });
  const text = (heading: string, rank: number, of: (source: Source) => string): SummaryColumn => ({
    heading,
    cells: listed.map(of),
    align: 'left',
    rank,
  });
  return [
    { ...text('file', 0, ({ path }) => path), leastWidth: LEAST_PATH_COLUMNS },
    text('format', 3, ({ format }) => format),
    count('lines', 4, ({ ledger }) => ledger.lines),
    count('records', 2, ({ ledger }) => ledger.records),
    count('malformed', 1, ({ ledger }) => ledger.malformed),
    text('first', 5, ({ firstTimeUs }) => time(firstTimeUs)),
    text('last', 6, ({ lastTimeUs }) => time(lastTimeUs)),
  ];
}

/** What was found, a row for each level that has findings, worst first. */
export function levelColumns(findings: readonly Finding[]): readonly SummaryColumn[] {
  const levels = [...LEVELS].reverse().flatMap((level) => {
    const found = findings.filter((finding) => finding.level === level);
    return found.length === 0 ? [] : [{ level, found }];
  });
  const firsts = levels.map(({ found }) => found.flatMap(({ firstSeenUs }) => firstSeenUs ?? []).reduce(earlier, Number.POSITIVE_INFINITY));
  const known = (us: TimeUs): TimeUs | undefined => (Number.isFinite(us) ? us : undefined);
  const time = timeFormat(firsts.filter(Number.isFinite));
  const distinct = (found: readonly Finding[], of: (finding: Finding) => string): string => countText(new Set(found.map(of)).size);
  return [
    { heading: 'level', cells: levels.map(({ level }) => level), align: 'left', rank: 0 },
    { heading: 'findings', cells: levels.map(({ found }) => countText(found.length)), align: 'right', rank: 1 },
    { heading: 'rules', cells: levels.map(({ found }) => distinct(found, ({ rule }) => rule.id)), align: 'right', rank: 3 },
    { heading: 'processes', cells: levels.map(({ found }) => distinct(found, ({ process }) => process.execId)), align: 'right', rank: 2 },
    { heading: 'first', cells: firsts.map((us) => time(known(us))), align: 'left', rank: 4 },
  ];
}

function earlier(one: TimeUs, other: TimeUs): TimeUs {
  return Math.min(one, other);
}

/** Within one day the time of day, exact to the second; else day and minute. Nothing for a time that is not known. */
function timeFormat(times: readonly TimeUs[]): (us: TimeUs | undefined) => string {
  const days = new Set(times.map((us) => formatTime(us).slice(0, 10)));
  return (us) => {
    if (us === undefined) return '';
    const text = formatTime(us);
    return days.size > 1 ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text.slice(11, 19);
  };
}
