import type { Line } from '../drawing/line.js';
import type { TableListing, ViewListing } from '../listing.js';
import type { Frame } from '../view.js';
import type { ListParts, ListViewState } from './list-parts.js';

/** Wide enough that no cell is cut and no column left out. */
const WIDE = 2000;
/** More rows than anybody reads as a table; what is longer has a command of its own. */
const MOST_ROWS = 10_000;

/** What a list shows, for a file: what it says itself, else its rows as far as they were read, cell by cell. */
export function listListing<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): ViewListing {
  return parts.listing?.(state, frame) ?? tableOf(parts, state, frame);
}

function tableOf<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): TableListing {
  const heading = parts.heading?.(state, WIDE, frame);
  const count = Math.min(MOST_ROWS, parts.rows(state, frame).length);
  const lines = Array.from({ length: count }, (_, place): Line => ({ spans: parts.line(state, place, WIDE, frame) }));
  const cells = heading === undefined ? wholeText : cellTexts;
  return {
    kind: 'table',
    headings: heading === undefined ? [parts.title] : cellTexts(heading),
    rows: lines.filter(({ spans }) => spans.length > 0).map(cells),
  };
}

/** Cells stand at every other place of a line: between them are gaps. */
function cellTexts({ spans }: Line): readonly string[] {
  return spans.filter((_, place) => place % 2 === 0).map(({ text }) => text.trim());
}

function wholeText({ spans }: Line): readonly string[] {
  return [
    spans
      .map(({ text }) => text)
      .join('')
      .trim(),
  ];
}
