import { type Line, span, textLine } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { Size } from '../view.js';
import { chapterLines, questionLines } from './lab-lines.js';
import { type OpenLab, openQuestion } from './open-lab.js';

/** Where the lab stands beside the data, and how large. */
export interface Dock extends Size {
  readonly side: 'right' | 'below';
}

const COLUMNS_FOR_RIGHT = 120;
const LEAST_ROWS = 14;
const NARROWEST = 40;
const WIDEST = 64;
const ROWS_BELOW = 7;

/** The dock of a lab in this room; `undefined` where there is no lab, it was put away, or the data would have no place left. */
export function dockOf(lab: OpenLab | undefined, viewId: string, { columns, rows }: Size): Dock | undefined {
  if (lab === undefined || !lab.isDocked || viewId === 'lab' || rows < LEAST_ROWS) return undefined;
  if (columns >= COLUMNS_FOR_RIGHT) {
    return { side: 'right', columns: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(columns / 3))), rows };
  }
  return { side: 'below', columns, rows: ROWS_BELOW };
}

/** What room a dock leaves. */
export function besideDock({ columns, rows }: Size, dock: Dock | undefined): Size {
  if (dock === undefined) return { columns, rows };
  return dock.side === 'right' ? { columns: columns - dock.columns, rows } : { columns, rows: rows - dock.rows };
}

/** The dock's lines: the question that is worked on, and below it the chapter's text. What does not fit, the view of the lab shows. */
export function dockLines(lab: OpenLab, { side, columns, rows }: Dock, look: Look): readonly Line[] {
  const question = openQuestion(lab);
  if (question === undefined) return [];
  const chapter = lab.sheet.chapters.find(({ id }) => id === question.chapter);
  const asked = questionLines(question, columns - 2, look);
  const told = chapter === undefined ? [] : [textLine(''), ...chapterLines(chapter, columns - 2, look)];
  const all = [...asked, ...told];
  const shown = all.slice(0, Math.max(1, rows - 1));
  const blank = Array.from({ length: Math.max(0, rows - 1 - shown.length) }, () => textLine(''));
  const keys = textLine(`} next  a answer  i type  H hint  L ${all.length > shown.length ? 'the rest' : 'whole lab'}`, 'quiet');
  const edge = side === 'right' ? span(look.glyphs.bar, 'quiet') : span(' ');
  return [...shown, ...blank, keys].map((line): Line => ({ spans: [edge, ...line.spans] }));
}

/** What stands over the dock: the lab and how far one is. */
export function dockTitle({ sheet }: OpenLab): { readonly title: string; readonly note: string } {
  const { solved, questions, points } = sheet.standing;
  return { title: 'Lab', note: `${solved}/${questions} right, ${points} points` };
}
