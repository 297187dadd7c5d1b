import type { TimeUs } from '../../model/time.js';
import type { TimelineEntry, TimelineKind } from '../../model/timeline.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import type { ListRows } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';

/** How far a view of a moment reaches before and after it, in microseconds, nearest first. Beyond the last: the whole case. */
export const REACHES: readonly number[] = [1, 10, 60, 600, 3600, 21_600].map((seconds) => seconds * 1_000_000);

/** Both ends included. */
export interface Span {
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
}

/** What the timeline may be narrowed to. */
export const KIND_SETS: readonly { readonly name: string; readonly kinds?: readonly TimelineKind[] }[] = [
  { name: 'everything' },
  { name: 'processes', kinds: ['start', 'exec', 'exit'] },
  { name: 'network', kinds: ['connect', 'accept', 'listen', 'close', 'dns', 'flow'] },
  { name: 'files', kinds: ['file'] },
  { name: 'findings and alerts', kinds: ['finding', 'alert', 'gap'] },
];

/** Which page is missing: the one from a moment on, the one after the last entry read, or the one before the first. */
export type MissingPage = 'first' | 'next' | 'previous';

/** The state of the timeline. */
export interface TimelineState extends ListViewState {
  /** The moment that everything is around; absent until one was given or the case was read. */
  readonly atUs?: TimeUs;
  /** The process that was looked at when the moment was chosen, by exec id while the case may move on. */
  readonly processId?: number;
  /** Place in `REACHES`; their number for the whole case. */
  readonly reach: number;
  /** A span that was brushed, in place of the reach. */
  readonly span?: Span;
  /** Where brushing began. */
  readonly brushUs?: TimeUs;
  readonly kinds: number;
  /** Entries read, in order: a stretch of the span without a hole. Absent: to be read. */
  readonly entries?: readonly TimelineEntry[];
  /** What goes on after the last entry read, and before the first; absent at the ends of the span. */
  readonly next?: number;
  readonly previous?: number;
  /** How much happened in each part of the span. Absent: to be read. */
  readonly density?: readonly number[];
}

/** Before anything was read. */
export const NO_TIMELINE: TimelineState = { ...UNTOUCHED, reach: 2, kinds: 0 };

/** The entries read, as rows. Row ids hold within a revision, and so do these names. */
export function entryRows({ entries = [] }: TimelineState): ListRows {
  return {
    length: entries.length,
    nameAt: (place) => (entries[place] === undefined ? undefined : `moment ${entries[place].id}`),
    placeOf: (name) => placeOfId(entries, name.startsWith('moment ') ? Number(name.slice(7)) : -1),
  };
}

/** Entries stand by id. */
function placeOfId(entries: readonly TimelineEntry[], id: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = entries[middle]?.id ?? -1;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The selected entry. */
export function selectedEntry(state: TimelineState): TimelineEntry | undefined {
  return state.entries?.[selectedIn(state, entryRows(state))];
}

/** The state with everything that was read to be read again, around the entry that is selected. */
export function unread(state: TimelineState): TimelineState {
  const { entries: _, next: __, previous: ___, density: ____, selected: _____, ...rest } = state;
  const atUs = momentOf(state);
  return { ...rest, top: 0, detailsTop: 0, ...(atUs === undefined ? {} : { atUs }) };
}

/** The moment that was chosen while the cursor is on what stands for it; else that of the selected entry. */
function momentOf(state: TimelineState): TimeUs | undefined {
  const selected = selectedEntry(state);
  const { atUs, entries = [] } = state;
  const standIn = entries.find((entry) => (entry.atUs ?? 0) >= (atUs ?? 0));
  return atUs !== undefined && (selected === undefined || selected === standIn) ? atUs : (selected?.atUs ?? atUs);
}

/** The state around another moment. */
export function around(state: TimelineState, atUs: TimeUs, processId?: number): TimelineState {
  const { span: _, processId: __, ...rest } = state;
  return { ...unread(rest), atUs, ...(processId === undefined ? {} : { processId }) };
}
