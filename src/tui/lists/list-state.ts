import type { Command, Frame } from '../view.js';

/** Where one is in a list: by the name of its row, so that the list may change around it. */
export interface ListState {
  /** Absent: the first row. */
  readonly selected?: string;
  /** Place of the first row on the screen. */
  readonly top: number;
}

/** The beginning of a list. */
export const LIST_TOP: ListState = { top: 0 };

/** Place of the selected row: the first one when what was selected is gone, -1 in an empty list. */
export function selectedIn(state: ListState, names: readonly string[]): number {
  const place = state.selected === undefined ? -1 : names.indexOf(state.selected);
  return place < 0 ? Math.min(0, names.length - 1) : place;
}

/** The list with the selection moved and kept on the screen. */
export function movedBy<S extends ListState>(state: S, names: readonly string[], by: number, height: number): S {
  const place = Math.min(names.length - 1, Math.max(0, selectedIn(state, names) + by));
  const selected = names[place];
  return selected === undefined ? state : { ...state, selected, top: topFor(state.top, place, names.length, height) };
}

/** The first row on the screen that keeps `place` on it, moved as little as possible. */
export function topFor(top: number, place: number, length: number, height: number): number {
  const least = Math.max(0, place - height + 1);
  return Math.max(least, Math.min(top, Math.max(0, place), Math.max(0, length - height)));
}

/** The commands of moving in a list, for a view whose state holds one. */
export function listCommands<S extends ListState>(
  view: string,
  names: (state: S, frame: Frame) => readonly string[],
  height: (frame: Frame) => number,
): readonly Command<S>[] {
  const move = (id: string, keys: readonly string[], description: string, by: (page: number) => number): Command<S> => ({
    id: `${view}.${id}`,
    keys,
    description,
    run: (state, frame) => [movedBy(state, names(state, frame), by(Math.max(1, height(frame) - 1)), height(frame)), []],
  });
  return [
    move('up', ['up', 'k'], 'up one row', () => -1),
    move('down', ['down', 'j'], 'down one row', () => 1),
    move('page-up', ['pageup', 'ctrl+b', 'ctrl+u'], 'up one page', (page) => -page),
    move('page-down', ['pagedown', 'ctrl+f', 'ctrl+d'], 'down one page', (page) => page),
    move('first', ['g', 'home'], 'to the first row', () => Number.NEGATIVE_INFINITY),
    move('last', ['G', 'end'], 'to the last row', () => Number.POSITIVE_INFINITY),
  ];
}
