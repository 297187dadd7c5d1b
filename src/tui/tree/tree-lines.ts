import type { TreeGroup } from '../../model/case-view.js';
import { type Line, type Span, span, spansWidth, textLine } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { counted, countText } from '../drawing/wording.js';
import type { Frame } from '../view.js';
import { processSpans } from './process-spans.js';
import { runLengthAt, selectedRow } from './selecting.js';
import { at, groupAt, nodeAt } from './tree-index.js';
import { type TreeState, treeHeight } from './tree-state.js';
import { placeOf } from './visible-rows.js';
import { treeWindow } from './window.js';

/** The lines of the tree's screenful, at most `treeHeight` of them; or the one that says why there are none. */
export function treeLines(state: TreeState, frame: Frame, columns: number): readonly Line[] {
  if (state.shown.length === 0) return [textLine(` ${whyEmpty(state, frame)}`, 'quiet')];
  const height = treeHeight(state, frame);
  const { pinned, rows } = treeWindow(state.tree, state.shown, state.top, height);
  const selected = selectedRow(state);
  return [
    ...pinned.map((row) => rowLine(state, frame, row, columns, false)),
    ...rows.map((row) => rowLine(state, frame, row, columns, row === selected)),
  ];
}

/** Which condition left nothing to show, and the key that undoes it. */
function whyEmpty(state: TreeState, frame: Frame): string {
  if (state.tree.length === 0) {
    if (frame.isImporting) return 'Nothing to show yet: the events are being read.';
    return 'This case holds no process. P lists what could not be read, I what the case is made of.';
  }
  const { isNoiseHidden, isHotOnly } = state.scene;
  const noise = isNoiseHidden ? ' Noise is hidden too: . shows it.' : '';
  const hot = isHotOnly ? ' Only ways to connections and findings are shown: w shows all.' : '';
  if (frame.filter !== undefined) return `No process matches the filter "${frame.filter.text}". F clears it.${noise}${hot}`;
  if (!isNoiseHidden) return 'No process of this case leads to a connection or a finding. w shows all.';
  return `Every process of this case counts as noise. . shows noise.${hot}`;
}

function rowLine(state: TreeState, frame: Frame, row: number, columns: number, isSelected: boolean): Line {
  const lead = leadSpans(state, row, columns, frame.look, isSelected);
  const spans = [...lead, ...bodySpans(state, frame, row, columns - spansWidth(lead, frame.look))];
  return isSelected && state.focus === 'tree' ? { spans, isSelected } : { spans };
}

/** At most this share of a row is indentation: deeper rows say their depth instead. */
const INDENT_SHARE = 0.4;
/** Below this width a level of depth takes one column instead of two. */
const NARROW_COLUMNS = 70;

function leadSpans(state: TreeState, row: number, columns: number, look: Look, isSelected: boolean): readonly Span[] {
  const { glyphs } = look;
  const depth = at(state.tree.skeleton.depths, row);
  const step = columns < NARROW_COLUMNS ? ' ' : `${glyphs.guide} `;
  const most = Math.floor((columns * INDENT_SHARE) / step.length);
  const indent = depth <= most ? step.repeat(depth) : step.repeat(Math.max(0, most - 2)) + `${depth}${glyphs.path}`.padEnd(2 * step.length);
  const canOpen = at(state.tree.skeleton.sizes, row) > 1 || runLengthAt(state, row) > 1;
  const sign = canOpen ? (state.open[row] === 1 ? glyphs.open : glyphs.closed) : glyphs.leaf;
  return [span(isSelected ? glyphs.cursor : ' ', 'strong'), span(indent, 'quiet'), span(`${sign} `)];
}

function bodySpans(state: TreeState, frame: Frame, row: number, columns: number): readonly Span[] {
  const group = groupAt(state.tree, row);
  if (group !== undefined) return groupSpans(group, state.open[row] === 0);
  const node = nodeAt(state.tree, row);
  const read = node?.kind === 'process' ? state.rows.get(node.processId) : undefined;
  if (read === undefined) return [span('(not read)', 'quiet')];
  const emphasis = {
    isMatch: state.search !== undefined && placeOf(state.search.rows, row) >= 0,
    isContext: state.scene.matches !== undefined && state.scene.matches[row] === 0,
  };
  const closed = closedCount(state, row, frame.look);
  return [...processSpans(read, frame.facts, emphasis, columns - spansWidth(closed, frame.look), frame.look), ...closed];
}

function closedCount(state: TreeState, row: number, look: Look): readonly Span[] {
  if (state.open[row] === 1) return [];
  const alike = runLengthAt(state, row);
  if (alike > 1) return [span(`  ${look.glyphs.times}${countText(alike)}`, 'strong'), span(', the first shown', 'quiet')];
  const below = at(state.tree.skeleton.sizes, row) - 1;
  return below > 0 ? [span(`  [${below} below]`, 'quiet')] : [];
}

/** Counts stand on containers and on what is closed: on every level they would say the same thing four times. */
function groupSpans(group: TreeGroup, isClosed: boolean): readonly Span[] {
  const name = [span(`${group.kind} `, 'quiet'), span(group.label, 'group')];
  if (!isClosed && group.kind !== 'container') return name;
  const late = group.lateCount === 0 ? [] : [span(`, ${group.lateCount} late`, 'late')];
  return [...name, span(`  ${counted(group.processCount, 'process', 'processes')}`, 'quiet'), ...late];
}
