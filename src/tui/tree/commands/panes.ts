import { motionsOver } from '../../motions.js';
import type { Command, Frame } from '../../view.js';
import { chosenPlace, connectionsShown } from '../connection-list.js';
import { lastDetailsTop } from '../details-pane.js';
import { withSelectionKept } from '../selecting.js';
import { PANES, type Pane, treeLayout } from '../tree-layout.js';
import { type TreeState, withShownRows } from '../tree-state.js';

const MOTIONS = motionsOver('line');

/** Commands that give the keys to a pane, and that move within details and connections. */
export const PANE_COMMANDS: readonly Command<TreeState>[] = [
  {
    id: 'tree.details',
    keys: ['enter'],
    description: 'go into the details',
    pane: 'tree',
    run: (state, frame) => [withFocus(state, 'details', frame), []],
  },
  {
    id: 'tree.next-pane',
    keys: ['tab', ']'],
    description: 'go to the next pane',
    hint: 'pane',
    run: (state, frame) => [turned(state, 1, frame), []],
  },
  {
    id: 'tree.previous-pane',
    keys: ['shift+tab', '['],
    description: 'go to the pane before',
    run: (state, frame) => [turned(state, -1, frame), []],
  },
  ...PANES.map(
    (pane, place): Command<TreeState> => ({
      id: `tree.to-${pane}`,
      keys: [String(place + 1)],
      description: `go to the ${pane === 'tree' ? 'processes' : pane}`,
      run: (state, frame) => [withFocus(state, pane, frame), []],
    }),
  ),
  {
    id: 'tree.zoom',
    keys: ['z'],
    description: 'give the pane the whole screen, or back',
    run: (state, frame) => [withSelectionKept({ ...state, isZoomed: !state.isZoomed }, frame), []],
  },
  {
    id: 'tree.leave',
    keys: ['escape'],
    description: 'go back one step: out of the zoom, to the tree, out of the search',
    off: (state) =>
      state.isZoomed || state.focus !== 'tree' || state.search !== undefined ? undefined : 'there is no zoom, pane or search to leave',
    run: (state, frame) => [left(state, frame), []],
  },
  ...scrolling(),
  ...choosing(),
];

function withFocus(state: TreeState, focus: Pane, frame: Frame): TreeState {
  return withSelectionKept({ ...state, focus }, frame);
}

function turned(state: TreeState, by: 1 | -1, frame: Frame): TreeState {
  const place = (PANES.indexOf(state.focus) + by + PANES.length) % PANES.length;
  return withFocus(state, PANES[place] ?? 'tree', frame);
}

function left(state: TreeState, frame: Frame): TreeState {
  if (state.isZoomed) return withSelectionKept({ ...state, isZoomed: false }, frame);
  if (state.focus !== 'tree') return withFocus(state, 'tree', frame);
  const { search: _, ...rest } = state;
  return withSelectionKept(withShownRows(rest), frame);
}

function pageOf(state: TreeState, frame: Frame, pane: Pane): number {
  const size = treeLayout(frame.room, state.focus, state.isZoomed).panes[pane];
  return Math.max(1, (size?.rows ?? 2) - 2);
}

function scrolling(): readonly Command<TreeState>[] {
  return MOTIONS.map(({ id, keys, description, by }) => ({
    id: `tree.details-${id}`,
    keys,
    description,
    pane: 'details',
    run: (state, frame) => {
      const wanted = Math.max(0, state.detailsTop + by(pageOf(state, frame, 'details')));
      return [{ ...state, detailsTop: Math.min(wanted, lastDetailsTop(state, frame)) }, []];
    },
  }));
}

function choosing(): readonly Command<TreeState>[] {
  return MOTIONS.map(({ id, keys, description, by }) => ({
    id: `tree.connections-${id}`,
    keys,
    description,
    pane: 'connections',
    run: (state, frame) => {
      const connections = connectionsShown(state);
      const wanted = Math.max(0, chosenPlace(state) + by(pageOf(state, frame, 'connections')));
      const chosen = connections.at(Math.min(wanted, connections.length - 1));
      return [chosen === undefined ? state : { ...state, connectionId: chosen.id }, []];
    },
  }));
}
