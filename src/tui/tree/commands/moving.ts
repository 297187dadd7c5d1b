import type { Command, Frame } from '../../view.js';
import { selectedPlace, withRowSelected } from '../selecting.js';
import { at } from '../tree-index.js';
import { type TreeState, treeHeight } from '../tree-state.js';

/** Commands that move the cursor over the rows shown. */
export const MOVING: readonly Command<TreeState>[] = [
  move('up', ['up', 'k'], 'up one row', () => -1),
  move('down', ['down', 'j'], 'down one row', () => 1),
  move('page-up', ['pageup', 'ctrl+b'], 'up one page', (height) => -height),
  move('page-down', ['pagedown', 'ctrl+f'], 'down one page', (height) => height),
  move('half-page-up', ['ctrl+u'], 'up half a page', (height) => -Math.ceil(height / 2)),
  move('half-page-down', ['ctrl+d'], 'down half a page', (height) => Math.ceil(height / 2)),
  move('first', ['g', 'home'], 'to the first row', () => Number.NEGATIVE_INFINITY),
  move('last', ['G', 'end'], 'to the last row', () => Number.POSITIVE_INFINITY),
];

function move(id: string, keys: readonly string[], description: string, by: (height: number) => number): Command<TreeState> {
  return {
    id: `tree.${id}`,
    keys,
    description,
    pane: 'tree',
    run: (state, frame) => [moved(state, by(Math.max(1, treeHeight(state, frame) - 1)), frame), []],
  };
}

function moved(state: TreeState, by: number, frame: Frame): TreeState {
  const last = state.shown.length - 1;
  if (last < 0) return state;
  const place = Math.min(last, Math.max(0, selectedPlace(state) + by));
  return { ...withRowSelected(state, at(state.shown, place), frame), hasChosen: true };
}
