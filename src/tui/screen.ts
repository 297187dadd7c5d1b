import { footerLines, headerLines } from './chrome.js';
import { type Arrangement, below, beside, block } from './drawing/arrangement.js';
import { drawLine, type Line, textLine } from './drawing/line.js';
import { pane } from './drawing/pane.js';
import { dockLines, dockTitle } from './lab/lab-dock.js';
import { overlayPane } from './overlays/overlay-pane.js';
import { drawnState } from './preview.js';
import { frameOf, isTooSmall, LEAST_SIZE, labDock, type State, shownView } from './state.js';

/** The whole screen of a state: what Ink composes, and what is painted before Ink is there. */
export function screenOf(state: State): Arrangement {
  if (isTooSmall(state.size)) {
    const text = `terminal too small (need ${LEAST_SIZE.columns}x${LEAST_SIZE.rows})`;
    return linesOf([textLine(text)], state);
  }
  return below(linesOf(headerLines(state), state), bodyOf(state), linesOf(footerLines(state), state));
}

function bodyOf(state: State): Arrangement {
  const overlay = state.overlay === undefined ? undefined : overlayPane(state, state.overlay);
  const data = overlay === undefined ? arrangedView(drawnState(state)) : pane(overlay);
  const dock = labDock(state);
  if (dock === undefined || state.lab === undefined) return data;
  const lines = dockLines(state.lab, { ...dock, rows: dock.rows - 1 }, state.look);
  const lab = pane({ ...dockTitle(state.lab), lines, size: dock, isFocused: false, look: state.look });
  return dock.side === 'right' ? beside(data, lab) : below(data, lab);
}

function arrangedView(state: State): Arrangement {
  return shownView(state).arranged(frameOf(state));
}

function linesOf(lines: readonly Line[], { size, look }: State): Arrangement {
  const columns = Math.max(1, size.columns);
  return block(
    lines.map((line) => drawLine(line, columns, look)),
    columns,
  );
}
