import type { SummaryColumn } from '../drawing/fitted-columns.js';
import { drawLine, type Line, textLine } from '../drawing/line.js';
import { pane } from '../drawing/pane.js';
import { counted, countText } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';
import { caseDetails } from '../overview/case-details.js';
import { levelColumns, MOST_SOURCES_LISTED, sourceColumns } from '../overview/case-summary.js';
import { incidentDetails } from '../overview/incident-lines.js';
import { levelLines } from '../overview/level-lines.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Command, DrawTable, Frame, View } from '../view.js';

interface OverviewState {
  readonly top: number;
  readonly lines: readonly Line[];
  /** What the lines were made of. */
  readonly madeOf?: { readonly facts: CaseFacts; readonly columns: number; readonly drawTable: DrawTable | undefined };
}

/** What the case is made of, and what it can't answer. */
export const overviewView: View<OverviewState> = {
  id: 'overview',
  title: 'Case',
  key: 'I',
  description: 'show what happened in five lines, what the case is made of, and what it cannot answer',
  commands: [
    scroll('up', ['up', 'k'], 'up one line', () => -1),
    scroll('down', ['down', 'j'], 'down one line', () => 1),
    scroll('page-up', ['pageup', 'ctrl+b', 'ctrl+u'], 'up one page', (page) => -page),
    scroll('page-down', ['pagedown', 'ctrl+f', 'ctrl+d'], 'down one page', (page) => page),
    scroll('first', ['g', 'home'], 'to the first line', () => Number.NEGATIVE_INFINITY),
    scroll('last', ['G', 'end'], 'to the last line', () => Number.POSITIVE_INFINITY),
  ],
  init: () => ({ top: 0, lines: [] }),
  update: (state) => [state, []],
  prepare,
  reads: () => [],
  pane: () => 'overview',
  place: (_state, frame) => ({ path: 'case', count: counted(frame.facts.overview.sources.length, 'source') }),
  rows: (state, frame) => shown(state, frame).map((line) => drawLine(line, frame.room.columns, frame.look)),
  arranged: (state, frame) => pane({ title: 'Case', lines: shown(state, frame), size: frame.room, isFocused: true, look: frame.look }),
};

/** Tables can't be drawn while React draws, nor anew for each frame: eight rows take 20 ms. */
function prepare(state: OverviewState, frame: Frame): OverviewState {
  const madeOf = { facts: frame.facts, columns: frame.room.columns, drawTable: frame.drawTable };
  const isMade =
    state.madeOf?.facts === madeOf.facts && state.madeOf.columns === madeOf.columns && state.madeOf.drawTable === madeOf.drawTable;
  return scrolled(isMade ? state : { ...state, lines: allLines(frame), madeOf }, 0, frame);
}

function scroll(id: string, keys: readonly string[], description: string, by: (page: number) => number): Command<OverviewState> {
  return {
    id: `overview.${id}`,
    keys,
    description,
    run: (state, frame) => [scrolled(state, by(Math.max(1, frame.room.rows - 2)), frame), []],
  };
}

function scrolled(state: OverviewState, by: number, frame: Frame): OverviewState {
  const last = Math.max(0, state.lines.length - (frame.room.rows - 1));
  const top = Math.min(last, Math.max(0, state.top + by));
  return top === state.top ? state : { ...state, top };
}

function shown(state: OverviewState, frame: Frame): readonly Line[] {
  return state.lines.slice(state.top, state.top + frame.room.rows - 1);
}

function allLines(frame: Frame): readonly Line[] {
  const { facts, room, look } = frame;
  const incident = detailLines(incidentDetails(facts), room.columns, look);
  return [
    ...incident,
    ...(incident.length === 0 ? [] : [textLine('')]),
    ...findingLines(frame),
    ...sourceLines(frame),
    ...detailLines(caseDetails(facts), room.columns, look),
  ];
}

function sourceLines(frame: Frame): readonly Line[] {
  const { sources } = frame.facts.overview;
  const more = sources.length - MOST_SOURCES_LISTED;
  return [
    textLine('Sources', 'heading'),
    ...(sources.length === 0 ? [textLine('  none')] : tableLines(sourceColumns(sources), frame)),
    ...(more > 0 ? [textLine(` and ${countText(more)} more, told of below`, 'quiet')] : []),
    textLine(''),
  ];
}

function findingLines(frame: Frame): readonly Line[] {
  const { facts, room, look } = frame;
  const { findings } = facts;
  return [
    textLine('Findings', 'heading'),
    ...levelLines(facts, room.columns, look),
    ...(findings.length === 0 ? [textLine('  none')] : tableLines(levelColumns(findings), frame)),
    textLine(''),
  ];
}

function tableLines(columns: readonly SummaryColumn[], { room, look, drawTable }: Frame): readonly Line[] {
  return drawTable === undefined ? [] : drawTable(columns, room.columns, look).map((line) => textLine(line));
}
