import { type Arrangement, below, beside } from '../drawing/arrangement.js';
import { drawLine, type Line, span, textLine, wrapText } from '../drawing/line.js';
import { divider, type PaneParts, pane } from '../drawing/pane.js';
import { countText } from '../drawing/wording.js';
import type { Frame, Size, View, ViewEvent } from '../view.js';
import { listCommands } from './list-commands.js';
import { listLayout } from './list-layout.js';
import { listListing } from './list-listing.js';
import type { ListParts, ListViewState } from './list-parts.js';
import { selectedIn } from './list-state.js';
import { isHeadingShown, lastDetailsTop, listHeight, listWindow } from './list-window.js';

/** The view that these parts make: a list, and the details of its selected row below or beside it. */
export function listView<S extends ListViewState>(parts: ListParts<S>): View<S> {
  const { id, title, key, description } = parts;
  return {
    id,
    title,
    key,
    description,
    commands: [...parts.commands, ...listCommands(parts)],
    init: parts.init,
    update: (state, event, frame) => parts.update(settled(state, event), event, frame),
    ...(parts.prepare === undefined ? {} : { prepare: parts.prepare }),
    reads: (state, frame) => (frame.facts.revision < 0 ? [] : parts.reads(state, frame, listWindow(parts, state, frame))),
    ...(parts.isReady === undefined ? {} : { isReady: parts.isReady }),
    pane: (state) => state.pane,
    place: (state, frame) => ({ path: parts.path(state, frame), count: countOf(parts, state, frame) }),
    rows: (state, frame) =>
      listLines(parts, state, frame, frame.room.columns).map((line) => drawLine(line, frame.room.columns, frame.look)),
    selection: (state) => state.selected,
    ...(parts.focus === undefined ? {} : { focus: parts.focus }),
    listing: (state, frame) => listListing(parts, state, frame),
    spoken: (state, frame) => parts.details(state, frame.room.columns, frame),
    arranged: (state, frame) => arranged(parts, state, frame),
  };
}

/** Back at a row that was left: the list has the keys again. */
function settled<S extends ListViewState>(state: S, event: ViewEvent): S {
  return event.kind === 'returned' ? { ...state, selected: event.selection, pane: 'list', detailsTop: 0 } : state;
}

function countOf<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): string {
  const rows = parts.rows(state, frame);
  return `${parts.noun} ${countText(selectedIn(state, rows) + 1)}/${countText(rows.length)}${parts.hasMore?.(state) === true ? '+' : ''}`;
}

const AWAITED = 'Being worked out from every connection and message of the case. Other views can be looked at meanwhile.';

/** Whether what the list shows was asked for and is not known yet: nothing can be said of it, not even that it is empty. */
function isAwaited<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): boolean {
  return frame.pending.size > 0 && parts.reads(state, frame, listWindow(parts, state, frame)).some(({ kind }) => frame.pending.has(kind));
}

function noteOf<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): string {
  const note = parts.note(state, frame);
  if (!isAwaited(parts, state, frame)) return note;
  return parts.rows(state, frame).length === 0 ? 'being worked out' : `${note}; more is being worked out`;
}

/** The lines of the list: names of its columns and its window, or the one that says why it is empty. */
function listLines<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame, columns: number): readonly Line[] {
  const rows = parts.rows(state, frame);
  if (rows.length === 0) {
    const why = wrapText(isAwaited(parts, state, frame) ? AWAITED : parts.whyEmpty(state, frame), columns - 1, frame.look).slice(
      0,
      listHeight(parts, state, frame),
    );
    return why.map((text) => textLine(` ${text}`, 'quiet'));
  }
  const { top, count } = listWindow(parts, state, frame);
  const selected = selectedIn(state, rows);
  const lines = Array.from({ length: count }, (_, at): Line => {
    const isSelected = top + at === selected;
    const spans = [span(isSelected ? frame.look.glyphs.cursor : ' ', 'strong'), ...parts.line(state, top + at, columns - 1, frame)];
    return isSelected && state.pane === 'list' ? { spans, isSelected } : { spans };
  });
  const heading = isHeadingShown(parts, state, frame.room) ? parts.heading?.(state, columns - 1, frame) : undefined;
  return heading === undefined ? lines : [{ ...heading, spans: [span(' '), ...heading.spans] }, ...lines];
}

function arranged<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): Arrangement {
  const { kind, panes } = listLayout(frame.room, state.pane, state.isZoomed);
  const list = panes.list === undefined ? [] : [pane(listPane(parts, state, frame, panes.list))];
  const details = panes.details === undefined ? [] : [pane(detailsPane(parts, state, frame, panes.details))];
  return kind === 'beside' ? beside(...list, divider(frame.room.rows, frame.look), ...details) : below(...list, ...details);
}

function listPane<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame, size: Size): PaneParts {
  return {
    title: parts.title,
    note: noteOf(parts, state, frame),
    lines: listLines(parts, state, frame, size.columns),
    size,
    isFocused: state.pane === 'list',
    look: frame.look,
  };
}

function detailsPane<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame, size: Size): PaneParts {
  const all = parts.details(state, size.columns, frame);
  const height = size.rows - 1;
  const top = Math.min(state.detailsTop, lastDetailsTop(parts, state, frame));
  const lines = all.slice(top, top + height);
  const note = all.length <= height ? {} : { note: `lines ${top + 1}-${top + lines.length} of ${all.length}` };
  return { title: 'Details', lines, ...note, size, isFocused: state.pane === 'details', look: frame.look };
}
