// @ts-check
/** @import { Run } from './cells.mjs' */

export const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;
export const TITLE_HEIGHT = 30;
const GROUND = '#16191f';
const INK = '#d5d9e0';
const FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/**
 * The rows of a terminal as a picture in a window's frame. Text stays text, and every run is stretched to its cells, so that columns
 * stand under each other in any font.
 * @param {readonly (readonly Run[])[]} rows
 * @param {{ title: string, columns: number }} frame
 */
export function svg(rows, { title, columns }) {
  const body = rows.flatMap((runs, row) => runs.flatMap((run) => drawn(run, TITLE_HEIGHT + row * CELL.height)));
  return frameOf({ title, columns, rows: rows.length }, body);
}

/**
 * A window's frame around what is drawn in it.
 * @param {{ title: string, columns: number, rows: number }} frame
 * @param {readonly string[]} body
 */
export function frameOf({ title, columns, rows }, body) {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = rows * CELL.height + TITLE_HEIGHT + MARGIN;
  const lights = ['#e5707a', '#e6c06a', '#8fc97f'].map((fill, at) => `<circle cx="${20 + at * 20}" cy="15" r="6" fill="${fill}"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${GROUND}"/>`,
    ...lights,
    `<text x="${width / 2}" y="20" text-anchor="middle" fill="#8a919e" font-family="${FONT}" font-size="13">${escaped(title)}</text>`,
    `<g font-family="${FONT}" font-size="14" fill="${INK}" shape-rendering="crispEdges" xml:space="preserve">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/**
 * @param {Run} run
 * @param {number} top
 * @returns {string[]}
 */
export function drawn(run, top) {
  const [ink, ground] = run.isInverse ? [run.bg ?? GROUND, run.fg ?? INK] : [run.fg, run.bg];
  const x = round(MARGIN + run.column * CELL.width);
  const width = round(run.width * CELL.width);
  const rect = ground === undefined ? [] : [`<rect x="${x}" y="${top}" width="${width}" height="${CELL.height}" fill="${ground}"/>`];
  if (run.text.trim() === '') return rect;
  const face = [
    ...(ink === undefined ? [] : [` fill="${ink}"`]),
    ...(run.isBold ? [' font-weight="bold"'] : []),
    ...(run.isDim ? [' opacity="0.6"'] : []),
    ...(run.isUnderlined ? [' text-decoration="underline"'] : []),
  ];
  const length = ` textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  return [...rect, `<text x="${x}" y="${top + 13.5}"${length}${face.join('')}>${escaped(run.text)}</text>`];
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
