import type { TreeRow } from '../../model/case-view.js';
import { isRare, looksRandom, type NameSummary } from '../../model/dns-name.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { type ListRows, NO_ROWS } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';
import type { Focus } from '../view.js';

/** What comes first: what looks odd, what was asked for first, what was asked for most; or by the alphabet. */
export const NAME_ORDERS = ['oddness', 'time', 'count', 'name'] as const;
export type NameOrder = (typeof NAME_ORDERS)[number];

/** A name with what is odd about it, worked out once. */
export interface ListedName {
  readonly summary: NameSummary;
  readonly failureCount: number;
  readonly isRandom: boolean;
  readonly isRare: boolean;
}

/** The state of the names view. */
export interface NamesState extends ListViewState {
  readonly order: NameOrder;
  /** In order. Absent: to be read. */
  readonly names?: readonly ListedName[];
  readonly rows: ListRows;
  /** The processes that asked for the selected name, by row. */
  readonly askers: ReadonlyMap<number, TreeRow | undefined>;
  /** What to select once the names are known. */
  readonly wanted?: Focus;
}

/** Before anything was read. */
export const NO_NAMES: NamesState = { ...UNTOUCHED, order: 'oddness', rows: NO_ROWS, askers: new Map() };

/** A summary with what is odd about it. */
export function listedName(summary: NameSummary): ListedName {
  const failureCount = Object.values(summary.failures).reduce((sum, count) => sum + count, 0);
  return { summary, failureCount, isRandom: looksRandom(summary.name), isRare: isRare(summary) };
}

/** The state with these names, in its order. */
export function withNames(state: NamesState, names: readonly ListedName[]): NamesState {
  const sorted = [...names].sort(COMPARED[state.order]);
  const places = new Map(sorted.map(({ summary }, place) => [summary.name, place]));
  const rows = {
    length: sorted.length,
    nameAt: (place: number) => sorted[place]?.summary.name,
    placeOf: (name: string) => places.get(name) ?? -1,
  };
  return { ...state, names: sorted, rows };
}

const COMPARED: Readonly<Record<NameOrder, (a: ListedName, b: ListedName) => number>> = {
  oddness: (a, b) => oddness(b) - oddness(a) || first(a) - first(b),
  time: (a, b) => first(a) - first(b),
  count: (a, b) => asked(b) - asked(a),
  name: (a, b) => (a.summary.name < b.summary.name ? -1 : 1),
};

function oddness({ failureCount, isRandom, isRare: rare }: ListedName): number {
  return (isRandom ? 4 : 0) + (failureCount > 0 ? 2 : 0) + (rare ? 1 : 0);
}

function first({ summary }: ListedName): number {
  return summary.firstUs ?? Number.MAX_SAFE_INTEGER;
}

function asked({ summary }: ListedName): number {
  return Math.max(summary.requests, summary.responses);
}

/** The selected name. */
export function selectedName(state: NamesState): ListedName | undefined {
  return state.names?.[selectedIn(state, state.rows)];
}

/** The state on what was looked at before: its name, else the first name that its process asked for. */
export function withWanted(state: NamesState): NamesState {
  const { wanted, ...rest } = state;
  if (wanted === undefined || state.names === undefined) return state;
  const byName = state.rows.placeOf(wanted.name ?? '');
  const place = byName >= 0 ? byName : state.names.findIndex(({ summary }) => summary.askers.includes(wanted.processId ?? -1));
  const selected = state.rows.nameAt(place);
  return selected === undefined ? rest : { ...rest, selected, detailsTop: 0 };
}
