import { Box, useInput } from 'ink';
import { type ReactElement, useMemo, useSyncExternalStore } from 'react';
import { footerLines, headerLines } from '../chrome.js';
import { drawLine, type Line, textLine } from '../drawing/line.js';
import { type Input, inputReader } from '../keys.js';
import { dockLines, dockTitle } from '../lab/lab-dock.js';
import { overlayPane } from '../overlays/overlay-pane.js';
import type { ProgramStore } from '../program-store.js';
import { frameOf, isTooSmall, LEAST_SIZE, labDock, type State, shownView } from '../state.js';
import { Lines } from './lines.js';
import { Pane } from './pane.js';

/** The whole screen: it draws the program's state and hands it what is typed. */
export function Screen({
  store,
  onInput,
}: {
  readonly store: ProgramStore;
  readonly onInput: (inputs: readonly Input[]) => void;
}): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const read = useMemo(() => inputReader(Date.now), []);
  useInput((input, key) => onInput(read(input, key)));
  return isTooSmall(state.size) ? <TooSmall state={state} /> : <Whole state={state} />;
}

function Whole({ state }: { readonly state: State }): ReactElement {
  const { columns, rows } = state.size;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={drawn(headerLines(state), state)} columns={columns} />
      <Body state={state} />
      <Lines lines={drawn(footerLines(state), state)} columns={columns} />
    </Box>
  );
}

function Body({ state }: { readonly state: State }): ReactElement {
  const frame = frameOf(state);
  const pane = state.overlay === undefined ? undefined : overlayPane(state, state.overlay);
  const data = (
    <Box flexDirection="column" width={frame.room.columns} height={frame.room.rows} flexShrink={0}>
      {pane === undefined ? shownView(state).element(frame) : <Pane {...pane} />}
    </Box>
  );
  const dock = labDock(state);
  if (dock === undefined || state.lab === undefined) return data;
  const lines = dockLines(state.lab, { ...dock, rows: dock.rows - 1 }, state.look);
  return (
    <Box flexDirection={dock.side === 'right' ? 'row' : 'column'}>
      {data}
      <Pane {...dockTitle(state.lab)} lines={lines} size={dock} isFocused={false} look={state.look} />
    </Box>
  );
}

function TooSmall({ state }: { readonly state: State }): ReactElement {
  const text = `terminal too small (need ${LEAST_SIZE.columns}x${LEAST_SIZE.rows})`;
  return (
    <Box flexDirection="column">
      <Lines lines={drawn([textLine(text)], state)} columns={Math.max(1, state.size.columns)} />
    </Box>
  );
}

function drawn(lines: readonly Line[], { size, look }: State): readonly string[] {
  return lines.map((line) => drawLine(line, Math.max(1, size.columns), look));
}
