import type { Filter } from '../../model/filter.js';
import { said, warned } from '../notice.js';
import type { Frame, Step } from '../view.js';
import { selectedRow, withRowRevealed } from './selecting.js';
import { rowOfProcess } from './tree-index.js';
import type { TreeState } from './tree-state.js';
import { placeAtOrBefore } from './visible-rows.js';

/** The filter that a search stands for: its whole text anywhere in a process's own words. */
export function searchFilter(text: string): Filter {
  return { terms: [{ kind: 'word', isNegated: false, pattern: { match: 'substring', text } }] };
}

/** The state after a search found these processes: on the first of them after the selection. */
export function found(state: TreeState, text: string, processIds: Int32Array, frame: Frame): Step<TreeState> {
  const all = [...processIds].map((id) => rowOfProcess(state.tree, id)).filter((row) => row >= 0);
  const rows = Int32Array.from(all.filter((row) => state.scene.hidden?.[row] !== 1)).sort();
  const hidden = all.length - rows.length;
  const searched = { ...state, search: { text, rows } };
  if (rows.length === 0) {
    const why =
      hidden === 0 ? `nothing holds "${text}"` : `all ${hidden} that hold "${text}" are hidden: F clears the filter, . shows noise`;
    return [searched, [{ kind: 'notify', notice: warned(why) }]];
  }
  const isOnMatch = rows[placeAtOrBefore(rows, selectedRow(state))] === selectedRow(state);
  return isOnMatch ? withPlaceSaid(searched, hidden) : toMatch(searched, 1, frame);
}

/** The state on the next (1) or previous (-1) row found, going round at the ends. */
export function toMatch(state: TreeState, direction: 1 | -1, frame: Frame): Step<TreeState> {
  const rows = state.search?.rows;
  if (rows === undefined || rows.length === 0) return [state, []];
  const here = selectedRow(state);
  const before = placeAtOrBefore(rows, here);
  const place = direction === 1 ? before + 1 : rows[before] === here ? before - 1 : before;
  const row = rows[(place + rows.length) % rows.length] ?? 0;
  return withPlaceSaid({ ...withRowRevealed(state, row, frame), hasChosen: true }, 0);
}

function withPlaceSaid(state: TreeState, hidden: number): Step<TreeState> {
  const { text, rows } = state.search ?? { text: '', rows: new Int32Array(0) };
  const place = placeAtOrBefore(rows, selectedRow(state)) + 1;
  const more = hidden === 0 ? '' : `, ${hidden} more hidden`;
  return [state, [{ kind: 'notify', notice: said(`"${text}": ${place} of ${rows.length}${more}; n next, N previous`) }]];
}
