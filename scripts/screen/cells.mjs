// @ts-check
/**
 * One cell's look, kept small: colours as `#rrggbb`, or absent for the terminal's own.
 * @typedef {{ readonly fg?: string, readonly bg?: string, readonly isBold: boolean, readonly isDim: boolean, readonly isUnderlined: boolean, readonly isInverse: boolean }} Style
 * Neighbouring cells of one look. `column` and `width` count cells.
 * @typedef {Style & { readonly column: number, readonly width: number, readonly text: string }} Run
 */

/**
 * The rows as plain text, trailing blanks taken off.
 * @param {readonly (readonly Run[])[]} rows
 */
export function textOf(rows) {
  return rows
    .map((runs) =>
      runs
        .map((run) => run.text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * What stands on a terminal's screen, one list of runs a row.
 * @param {import('@xterm/headless').Terminal} terminal
 * @returns {Run[][]}
 */
export function runsOf(terminal) {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_, row) => rowRuns(buffer.getLine(buffer.baseY + row), terminal.cols));
}

/**
 * @param {import('@xterm/headless').IBufferLine | undefined} line
 * @param {number} columns
 */
function rowRuns(line, columns) {
  /** @type {Run[]} */
  const runs = [];
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    // A wide or combined character stands alone, so that no font can push its neighbours out of their columns.
    const isPlain = cell.getWidth() === 1 && /^[\x20-\x7e]$/.test(text) && last !== undefined && /^[\x20-\x7e]*$/.test(last.text);
    if (last !== undefined && isPlain && sameStyle(last, style)) {
      runs.splice(-1, 1, { ...last, text: last.text + text, width: last.width + 1 });
    } else {
      runs.push({ ...style, column, width: cell.getWidth(), text });
    }
  }
  return runs;
}

/**
 * @param {import('@xterm/headless').IBufferCell} cell
 * @returns {Style}
 */
function styleOf(cell) {
  const fg = cell.isFgDefault() ? undefined : colour(cell.getFgColor(), cell.isFgRGB());
  const bg = cell.isBgDefault() ? undefined : colour(cell.getBgColor(), cell.isBgRGB());
  return {
    ...(fg === undefined ? {} : { fg }),
    ...(bg === undefined ? {} : { bg }),
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isUnderlined: cell.isUnderline() !== 0,
    isInverse: cell.isInverse() !== 0,
  };
}

/**
 * @param {Style} a
 * @param {Style} b
 */
function sameStyle(a, b) {
  const isSameFace = a.isBold === b.isBold && a.isDim === b.isDim && a.isUnderlined === b.isUnderlined && a.isInverse === b.isInverse;
  return isSameFace && a.fg === b.fg && a.bg === b.bg;
}

/** The sixteen named colours, in a palette that can be read on the picture's dark ground. */
const NAMED = [
  ['#2b303b', '#e5707a', '#8fc97f', '#e6c06a', '#6cabf0', '#c58be0', '#5fc4cc', '#c8ccd4'],
  ['#6b7280', '#ff8f96', '#a9e09a', '#f5d78e', '#8dc3ff', '#d9a8f0', '#83dde4', '#f2f4f8'],
].flat();

/**
 * @param {number} value
 * @param {boolean} isRgb
 */
function colour(value, isRgb) {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  const named = NAMED[value];
  if (named !== undefined) return named;
  const levels = value >= 232 ? [value, value, value].map((grey) => 8 + (grey - 232) * 10) : cube(value - 16);
  return `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

/** @param {number} at */
function cube(at) {
  return [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => (step === 0 ? 0 : 55 + step * 40));
}
