import { timelineShape } from '../../export/timeline-shape.js';
import type { CaseView } from '../../model/case-view.js';
import { UserError } from '../../model/error.js';
import type { Filter } from '../../model/filter.js';
import { printable } from '../../model/printable.js';
import { parseTime, type TimeUs } from '../../model/time.js';
import type { TimelineQuery } from '../../model/timeline.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import type { ReadingOptions } from '../options/reading-options.js';
import type { TimelineOptions } from '../options/timeline-options.js';
import { everyRow } from '../pages.js';
import { withCase } from '../session.js';
import { timelineColumns } from '../text/timeline-columns.js';

/** Prints what happened in a case, in order of time. */
export async function timeline(call: Call<ReadingOptions & TimelineOptions>): Promise<ExitCode> {
  return withCase(call, async ({ caseFile, view, filter: asked }) => {
    const { around, within, kind: kinds } = call.options;
    const filter = around === undefined ? asked : narrowed(asked, momentOf(view, around), within);
    const query = (other: Filter): TimelineQuery => ({ filter: other, ...spanOf(other), ...(kinds === undefined ? {} : { kinds }) });
    await printListing(call.world, call.options, {
      kind: 'timeline',
      nouns: ['entry', 'entries'],
      atOneMoment: (work) => caseFile.atOneMoment(work),
      rows: everyRow((page) => view.timeline(query(filter), page)),
      shape: timelineShape,
      columns: timelineColumns,
      total: view.timelineSize(),
      filter,
      isEmpty: (other) => view.timeline(query(other), { limit: 1 }).rows.length === 0,
      whyNone: view.overview().missing,
    });
    return EXIT.ok;
  });
}

/** The filter, and only what is at most so many seconds before or after a moment. */
function narrowed({ terms }: Filter, us: TimeUs, seconds: number): Filter {
  const reach = Math.round(seconds * 1e6);
  return { terms: [...terms, { kind: 'time', field: 'since', us: us - reach }, { kind: 'time', field: 'until', us: us + reach }] };
}

/** The span in which all times of a filter hold. */
function spanOf({ terms }: Filter): Pick<TimelineQuery, 'sinceUs' | 'untilUs'> {
  const timesOf = (field: 'since' | 'until') => terms.flatMap((term) => (term.kind === 'time' && term.field === field ? [term.us] : []));
  const [since, until] = [timesOf('since'), timesOf('until')];
  return {
    ...(since.length === 0 ? {} : { sinceUs: Math.max(...since) }),
    ...(until.length === 0 ? {} : { untilUs: Math.min(...until) }),
  };
}

/** The time that the words name. Throws `UserError` for words that are neither a time nor a finding of the case. */
function momentOf(view: CaseView, words: string): TimeUs {
  const time = parseTime(words);
  if (time !== undefined) return time.us;
  const finding = view.findings().find(({ id }) => id === words);
  if (finding === undefined)
    throw new UserError(
      `--around ${printable(words)}: neither a time nor a finding of this case`,
      'Write a time like 2026-01-01T10:05:00Z, or an id that workbench detect prints.',
    );
  if (finding.firstSeenUs === undefined) throw new UserError(`the finding ${printable(words)} has no time`, 'Its source prints none.');
  return finding.firstSeenUs;
}
