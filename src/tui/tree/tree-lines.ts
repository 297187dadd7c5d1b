import type { TreeGroup, TreeRow } from '../../model/case-view.js';
import { type Line, type Span, span, spansWidth, textLine } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { counted, countText } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';
import { keptFor } from '../kept.js';
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
  const { look } = frame;
  const lead = leadTexts(state, row, columns, look, isSelected);
  const { alike, below } = closedCounts(state, row);
  const room = columns - spansWidth([...leadSpans(...lead), ...closedSpans(alike, below, look)], look);
  const body = bodySpans(state, frame, row, room);
  return lineOf(body, ...lead, alike, below, isSelected && state.focus === 'tree', look);
}

type Lead = readonly [cursor: string, indent: string, sign: string];

/** Most rows on the screen are those of the frame before. */
const lineOf = keptFor(
  (
    body: readonly Span[],
    cursor: string,
    indent: string,
    sign: string,
    alike: number,
    below: number,
    isSelected: boolean,
    look: Look,
  ): Line => {
    const spans = [...leadSpans(cursor, indent, sign), ...body, ...closedSpans(alike, below, look)];
    return isSelected ? { spans, isSelected } : { spans };
  },
);

/** At most this share of a row is indentation: deeper rows say their depth instead. */
const INDENT_SHARE = 0.4;
/** Below this width a level of depth takes one column instead of two. */
const NARROW_COLUMNS = 70;

function leadTexts(state: TreeState, row: number, columns: number, look: Look, isSelected: boolean): Lead {
  const { glyphs } = look;
  const depth = at(state.tree.skeleton.depths, row);
  const step = columns < NARROW_COLUMNS ? ' ' : `${glyphs.guide} `;
  const most = Math.floor((columns * INDENT_SHARE) / step.length);
  const indent = depth <= most ? step.repeat(depth) : step.repeat(Math.max(0, most - 2)) + `${depth}${glyphs.path}`.padEnd(2 * step.length);
  const canOpen = at(state.tree.skeleton.sizes, row) > 1 || runLengthAt(state, row) > 1;
  const sign = canOpen ? (state.open[row] === 1 ? glyphs.open : glyphs.closed) : glyphs.leaf;
  return [isSelected ? glyphs.cursor : ' ', indent, `${sign} `];
}

function leadSpans(cursor: string, indent: string, sign: string): readonly Span[] {
  return [span(cursor, 'strong'), span(indent, 'quiet'), span(sign)];
}

function bodySpans(state: TreeState, frame: Frame, row: number, columns: number): readonly Span[] {
  const group = groupAt(state.tree, row);
  if (group !== undefined) return groupSpans(group, state.open[row] === 0);
  const read = readAt(state, row);
  if (read === undefined) return NOT_READ;
  const isMatch = state.search !== undefined && placeOf(state.search.rows, row) >= 0;
  const isContext = state.scene.matches !== undefined && state.scene.matches[row] === 0;
  return processBody(read, frame.facts, isMatch, isContext, columns, frame.look);
}

const NOT_READ = [span('(not read)', 'quiet')];

const processBody = keptFor((read: TreeRow, facts: CaseFacts, isMatch: boolean, isContext: boolean, columns: number, look: Look) =>
  processSpans(read, facts, { isMatch, isContext }, columns, look),
);

function readAt(state: TreeState, row: number): TreeRow | undefined {
  const node = nodeAt(state.tree, row);
  return node?.kind === 'process' ? state.rows.get(node.processId) : undefined;
}

/** How many equal rows a closed process stands for, and how many are below it: 0 where nothing is said of it. */
function closedCounts(state: TreeState, row: number): { readonly alike: number; readonly below: number } {
  if (state.open[row] === 1 || readAt(state, row) === undefined) return { alike: 0, below: 0 };
  return { alike: runLengthAt(state, row), below: at(state.tree.skeleton.sizes, row) - 1 };
}

function closedSpans(alike: number, below: number, look: Look): readonly Span[] {
  if (alike > 1) return [span(`  ${look.glyphs.times}${countText(alike)}`, 'strong'), span(', the first shown', 'quiet')];
  return below > 0 ? [span(`  [${below} below]`, 'quiet')] : [];
}

/** Counts stand on containers and on what is closed: on every level they would say the same thing four times. */
const groupSpans = keptFor((group: TreeGroup, isClosed: boolean): readonly Span[] => {
  const name = [span(`${group.kind} `, 'quiet'), span(group.label, 'group')];
  if (!isClosed && group.kind !== 'container') return name;
  const late = group.lateCount === 0 ? [] : [span(`, ${group.lateCount} late`, 'late')];
  return [...name, span(`  ${counted(group.processCount, 'process', 'processes')}`, 'quiet'), ...late];
});
