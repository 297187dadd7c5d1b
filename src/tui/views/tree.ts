import { type Arrangement, below, beside } from '../drawing/arrangement.js';
import { drawLine } from '../drawing/line.js';
import { divider, type PaneParts, pane } from '../drawing/pane.js';
import { countText } from '../drawing/wording.js';
import { BRANCHES } from '../tree/commands/branches.js';
import { EVIDENCE } from '../tree/commands/evidence.js';
import { JUMPING } from '../tree/commands/jumping.js';
import { MOVING } from '../tree/commands/moving.js';
import { PANE_COMMANDS } from '../tree/commands/panes.js';
import { connectionLines } from '../tree/connection-lines.js';
import { connectionsShown } from '../tree/connection-list.js';
import { detailsOf } from '../tree/details-pane.js';
import { placeText } from '../tree/place-text.js';
import { pointedInTree } from '../tree/pointing.js';
import { processesShown } from '../tree/processes-shown.js';
import { onTreeEvent, treeReads } from '../tree/tree-events.js';
import { treeFocus } from '../tree/tree-focus.js';
import { type Pane as PaneId, type TreeLayout, treeLayout } from '../tree/tree-layout.js';
import { treeLines } from '../tree/tree-lines.js';
import { initialTreeState, type TreeState } from '../tree/tree-state.js';
import type { Frame, Size, View } from '../view.js';

/** Processes as a tree, with details and connections of the selected one. */
export const treeView: View<TreeState> = {
  id: 'tree',
  title: 'Processes',
  key: 'T',
  description: 'show the process tree',
  commands: [...MOVING, ...BRANCHES, ...JUMPING, ...PANE_COMMANDS, ...EVIDENCE],
  init: initialTreeState,
  update: onTreeEvent,
  reads: treeReads,
  isKeptReady: true,
  pane: (state) => state.focus,
  place: placeText,
  focus: treeFocus,
  selection: (state) => state.selection?.name,
  rows: (state, frame) => treeLines(state, frame, frame.room.columns).map((line) => drawLine(line, frame.room.columns, frame.look)),
  pointed: pointedInTree,
  listing: (state) => ({ kind: 'processes', processIds: processesShown(state) }),
  spoken: (state, frame) => [...detailsOf(state, frame, frame.room.columns), ...connectionLines(state, frame, frame.room.rows)],
  arranged,
};

function arranged(state: TreeState, frame: Frame): Arrangement {
  const layout = treeLayout(frame.room, state.focus, state.isZoomed);
  const paneOf = (id: PaneId): readonly Arrangement[] => {
    const size = layout.panes[id];
    return size === undefined ? [] : [pane(paneParts(id, size, state, frame, layout))];
  };
  if (layout.kind !== 'wide') return below(...paneOf('tree'), ...paneOf('details'), ...paneOf('connections'));
  const upper = beside(...paneOf('tree'), divider(layout.panes.tree?.rows ?? 0, frame.look), ...paneOf('details'));
  return below(upper, ...paneOf('connections'));
}

function paneParts(id: PaneId, size: Size, state: TreeState, frame: Frame, layout: TreeLayout): PaneParts {
  const common = { size, look: frame.look, isFocused: state.focus === id };
  switch (id) {
    case 'tree':
      return {
        ...common,
        title: state.grouping === 'pod' ? 'Processes by pod' : 'Processes by ancestry',
        lines: treeLines(state, frame, size.columns),
      };
    case 'details':
      return { ...common, ...detailsPane(state, frame, size), title: `Details${otherPanes(state, layout)}` };
    case 'connections': {
      const note = `${countText(connectionsShown(state).length)} of this process`;
      return { ...common, title: 'Connections', note, lines: connectionLines(state, frame, size.rows - 1) };
    }
  }
}

function detailsPane(state: TreeState, frame: Frame, size: Size): Pick<PaneParts, 'lines' | 'note'> {
  const all = detailsOf(state, frame, size.columns);
  const height = size.rows - 1;
  const lines = all.slice(state.detailsTop, state.detailsTop + height);
  return all.length <= height
    ? { lines }
    : { lines, note: `lines ${state.detailsTop + 1}-${state.detailsTop + lines.length} of ${all.length}` };
}

/** Where there is no room for the connections, the title of the details says how many there are and how to see them. */
function otherPanes(state: TreeState, layout: TreeLayout): string {
  const count = connectionsShown(state).length;
  return layout.kind === 'wide' || count === 0 ? '' : ` (Tab: ${count} ${count === 1 ? 'connection' : 'connections'})`;
}
