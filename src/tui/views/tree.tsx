import { Box } from 'ink';
import type { ReactElement } from 'react';
import { Lines } from '../components/lines.js';
import { Pane, type PaneProps } from '../components/pane.js';
import { drawLine, textLine } from '../drawing/line.js';
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
import type { Frame, Size, View, ViewProps } from '../view.js';

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
  Component: TreeView,
};

function TreeView({ state, frame }: ViewProps<TreeState>): ReactElement {
  const layout = treeLayout(frame.room, state.focus, state.isZoomed);
  const pane = (id: PaneId): ReactElement | null => {
    const size = layout.panes[id];
    return size === undefined ? null : <Pane key={id} {...paneProps(id, size, state, frame, layout)} />;
  };
  if (layout.kind !== 'wide') return <Box flexDirection="column">{[pane('tree'), pane('details'), pane('connections')]}</Box>;
  return (
    <Box flexDirection="column">
      <Box flexDirection="row">
        {pane('tree')}
        <Box flexDirection="column" width={1} flexShrink={0}>
          <Lines lines={divider(layout.panes.tree?.rows ?? 0, frame)} columns={1} />
        </Box>
        {pane('details')}
      </Box>
      {pane('connections')}
    </Box>
  );
}

function divider(rows: number, { look }: Frame): readonly string[] {
  return Array.from({ length: rows }, () => drawLine(textLine(look.glyphs.bar, 'quiet'), 1, look));
}

function paneProps(id: PaneId, size: Size, state: TreeState, frame: Frame, layout: TreeLayout): PaneProps {
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

function detailsPane(state: TreeState, frame: Frame, size: Size): Pick<PaneProps, 'lines' | 'note'> {
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
