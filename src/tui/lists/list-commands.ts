import { motionsOver } from '../motions.js';
import type { Command } from '../view.js';
import { type ListPane, listLayout } from './list-layout.js';
import type { ListParts, ListViewState } from './list-parts.js';
import { movedBy, selectedIn } from './list-state.js';
import { lastDetailsTop, listHeight } from './list-window.js';

const MOTIONS = motionsOver('row');

/** Moving in a list and in its details, and giving one of them the keys. */
export function listCommands<S extends ListViewState>(parts: ListParts<S>): readonly Command<S>[] {
  return [...moving(parts), ...scrolling(parts), ...panes(parts)];
}

function moving<S extends ListViewState>(parts: ListParts<S>): readonly Command<S>[] {
  return MOTIONS.map(({ id, keys, description, by }) => ({
    id: `${parts.id}.${id}`,
    keys,
    description,
    pane: 'list',
    run: (state, frame) => {
      const rows = parts.rows(state, frame);
      const height = listHeight(parts, state, frame);
      const moved = movedBy(state, rows, by(Math.max(1, height - 1)), height);
      return [selectedIn(state, rows) === selectedIn(moved, rows) ? moved : { ...moved, detailsTop: 0 }, []];
    },
  }));
}

function scrolling<S extends ListViewState>(parts: ListParts<S>): readonly Command<S>[] {
  return MOTIONS.map(({ id, keys, description, by }) => ({
    id: `${parts.id}.details-${id}`,
    keys,
    description: description.replace('row', 'line'),
    pane: 'details',
    run: (state, frame) => {
      const page = Math.max(1, (listLayout(frame.room, 'details', state.isZoomed).panes.details?.rows ?? 2) - 2);
      const wanted = Math.max(0, state.detailsTop + by(page));
      return [{ ...state, detailsTop: Math.min(wanted, lastDetailsTop(parts, state, frame)) }, []];
    },
  }));
}

function panes<S extends ListViewState>({ id, title }: ListParts<S>): readonly Command<S>[] {
  const name = title.toLowerCase();
  return [
    {
      id: `${id}.next-pane`,
      keys: ['tab', ']', 'shift+tab', '['],
      description: `go to the details of the row, or back to the ${name}`,
      hint: 'details',
      run: (state) => [given(state, state.pane === 'list' ? 'details' : 'list'), []],
    },
    {
      id: `${id}.to-list`,
      keys: ['1'],
      description: `go to the list of ${name}`,
      run: (state) => [given(state, 'list'), []],
    },
    {
      id: `${id}.to-details`,
      keys: ['2'],
      description: 'go to the details of the row',
      run: (state) => [given(state, 'details'), []],
    },
    {
      id: `${id}.zoom`,
      keys: ['z'],
      description: 'give the pane the whole screen, or back',
      run: (state) => [{ ...state, isZoomed: !state.isZoomed }, []],
    },
    {
      id: `${id}.leave`,
      keys: ['escape'],
      description: 'go back one step: out of the zoom, to the list',
      off: (state) => (state.isZoomed || state.pane === 'details' ? undefined : 'there is no zoom or pane to leave'),
      run: (state) => [state.isZoomed ? { ...state, isZoomed: false } : { ...state, pane: 'list' }, []],
    },
  ];
}

function given<S extends ListViewState>(state: S, pane: ListPane): S {
  return { ...state, pane };
}
