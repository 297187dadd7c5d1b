import type { Filter } from '../../model/filter.js';
import type { CaseRead } from '../effects.js';
import { said, warned } from '../notice.js';
import type { Frame, Step } from '../view.js';
import { hiddenBecause } from './hidden-because.js';
import { selectedRow, withRowRevealed, withSelectionKept } from './selecting.js';
import { rowOfProcess, type TreeIndex } from './tree-index.js';
import { type TreeState, withShownRows } from './tree-state.js';
import { placeAtOrBefore } from './visible-rows.js';

/** The filter that a search stands for: its whole text anywhere in a process's own words. */
export function searchFilter(text: string): Filter {
  return { terms: [{ kind: 'word', isNegated: false, pattern: { match: 'substring', text } }] };
}

/** The state after a search found these processes: on the first of them after the selection. */
export function found(state: TreeState, text: string, processIds: Int32Array, frame: Frame): Step<TreeState> {
  const searched = withSearch(state, text, processIds, frame);
  const rows = reachableRows(searched);
  if (rows.length === 0) return withWhyNone(searched, frame);
  const isOnMatch = rows[placeAtOrBefore(rows, selectedRow(state))] === selectedRow(state);
  return isOnMatch ? withPlaceSaid(searched, rows) : toMatch(searched, 1, frame);
}

/** What finds the rows of the search in a tree that was read anew; nothing when there is no search. */
export function searchAgain({ search }: TreeState): readonly CaseRead[] {
  return search === undefined
    ? []
    : [{ kind: 'readMatches', purpose: 'search-again', text: search.text, filter: searchFilter(search.text) }];
}

/** The state with the rows of its search found anew; the selection stays. Unchanged when something else is searched for by now. */
export function foundAgain(state: TreeState, text: string, processIds: Int32Array, frame: Frame): TreeState {
  return state.search?.text === text ? withSearch(state, text, processIds, frame) : state;
}

function withSearch(state: TreeState, text: string, processIds: Int32Array, frame: Frame): TreeState {
  return withSelectionKept(withShownRows({ ...state, search: { text, rows: rowsOf(state.tree, processIds) } }), frame);
}

function rowsOf(tree: TreeIndex, processIds: Int32Array): Int32Array {
  return processIds
    .map((id) => rowOfProcess(tree, id))
    .filter((row) => row >= 0)
    .sort();
}

/** Rows found that filter and noise toggle leave, as they stand now. */
function reachableRows({ search, scene }: TreeState): Int32Array {
  const rows = search?.rows ?? new Int32Array(0);
  return scene.hidden === undefined ? rows : rows.filter((row) => scene.hidden?.[row] !== 1);
}

/** The state on the next (1) or previous (-1) row found, going round at the ends. */
export function toMatch(state: TreeState, direction: 1 | -1, frame: Frame): Step<TreeState> {
  if (state.search === undefined) return [state, []];
  const rows = reachableRows(state);
  if (rows.length === 0) return withWhyNone(state, frame);
  const here = selectedRow(state);
  const before = placeAtOrBefore(rows, here);
  const place = direction === 1 ? before + 1 : rows[before] === here ? before - 1 : before;
  const row = rows[(place + rows.length) % rows.length] ?? 0;
  return withPlaceSaid({ ...withRowRevealed(state, row, frame), hasChosen: true }, rows);
}

function withWhyNone(state: TreeState, frame: Frame): Step<TreeState> {
  const { text, rows } = state.search ?? { text: '', rows: [] };
  const why =
    rows.length === 0 ? `nothing holds "${text}"` : `all ${rows.length} that hold "${text}" are ${hiddenBecause(state.scene, frame)}`;
  return [state, [{ kind: 'notify', notice: warned(why) }]];
}

function withPlaceSaid(state: TreeState, reachable: Int32Array): Step<TreeState> {
  const { text, rows } = state.search ?? { text: '', rows: reachable };
  const place = placeAtOrBefore(reachable, selectedRow(state)) + 1;
  const hidden = rows.length - reachable.length;
  const more = hidden === 0 ? '' : `, ${hidden} more hidden`;
  return [state, [{ kind: 'notify', notice: said(`"${text}": ${place} of ${reachable.length}${more}; n next, N previous`) }]];
}
