import { countText, shortProcessName } from '../drawing/wording.js';
import type { Frame } from '../view.js';
import { selectedPlace, selectedProcessId, selectedRow } from './selecting.js';
import { groupAt, rowsAbove } from './tree-index.js';
import type { TreeState } from './tree-state.js';

/** Where the selection is: the upper levels above it and itself, and its row among those shown. */
export function placeText(state: TreeState, frame: Frame): { readonly path: string; readonly count: string } {
  const row = selectedRow(state);
  const groups = [...rowsAbove(state.tree, row)].reverse().flatMap((above) => groupAt(state.tree, above)?.label ?? []);
  const processId = selectedProcessId(state);
  const process = processId === undefined ? undefined : state.rows.get(processId)?.process;
  const own = process === undefined ? groupAt(state.tree, row)?.label : shortProcessName(process);
  const path = [...groups, ...(own === undefined ? [] : [own])].join(` ${frame.look.glyphs.path} `);
  const place = selectedPlace(state);
  const shown = `row ${place < 0 ? 0 : countText(place + 1)}/${countText(state.shown.length)}`;
  return { path, count: `${shown}${hiddenText(state)}` };
}

/** How many processes are not shown, and the keys for those that a toggle hides. */
function hiddenText({ scene }: TreeState): string {
  const keys = [...(scene.isNoiseHidden ? ['. shows noise'] : []), ...(scene.isHotOnly ? ['w shows all paths'] : [])];
  if (keys.length > 0) return ` (${countText(scene.hiddenCount)} hidden: ${keys.join(', ')})`;
  return scene.hiddenCount === 0 ? '' : ` (${countText(scene.hiddenCount)} hidden)`;
}
