// @ts-check
import { CELL, drawn, frameOf, TITLE_HEIGHT } from './svg.mjs';

/** @import { Run } from './cells.mjs' */

/**
 * A screen and how long it stays.
 * @typedef {{ readonly rows: readonly (readonly Run[])[], readonly seconds: number }} Shot
 * What stands on a row from one shot to the one before another.
 * @typedef {{ readonly row: number, readonly runs: readonly Run[], readonly from: number, readonly to: number }} Stretch
 */

/**
 * Screens one after another as one picture that moves by itself, over and over. A row that stays as it is from one screen to the next is
 * drawn once. Who wants nothing to move sees the last screen.
 * @param {readonly Shot[]} shots
 * @param {{ title: string, columns: number }} frame
 */
export function animatedSvg(shots, { title, columns }) {
  const rows = Math.max(...shots.map((shot) => shot.rows.length));
  const stretches = Array.from({ length: rows }, (_, row) => stretchesOf(shots, row)).flat();
  const starts = shots.map((_, at) => shots.slice(0, at).reduce((sum, { seconds }) => sum + seconds, 0));
  const whole = shots.reduce((sum, { seconds }) => sum + seconds, 0);
  const percent = (/** @type {number} */ shot) => Math.round(((starts[shot] ?? whole) / whole) * 100_000) / 1000;
  const spans = [...new Set(stretches.map(({ from, to }) => `${from}-${to}`))].map((name) => name.split('-').map(Number));
  const rules = spans.map(([from = 0, to = 0]) => rule(from, to, percent, shots.length, whole));
  const body = stretches.map(({ row, runs, from, to }) => {
    const lines = runs.flatMap((run) => drawn(run, TITLE_HEIGHT + row * CELL.height));
    return lines.length === 0 ? '' : `<g class="s${from}-${to}">${lines.join('')}</g>`;
  });
  const still =
    '@media (prefers-reduced-motion:reduce){g[class]{animation:none!important;visibility:hidden}g[class$="-END"]{visibility:visible}}';
  const style = `<style>${rules.join('')}${still.replace('END', String(shots.length))}</style>`;
  return frameOf({ title, columns, rows }, [style, ...body.filter((line) => line !== '')]);
}

/**
 * @param {readonly Shot[]} shots
 * @param {number} row
 * @returns {Stretch[]}
 */
function stretchesOf(shots, row) {
  /** @type {Stretch[]} */
  const stretches = [];
  for (const [at, shot] of shots.entries()) {
    const runs = shot.rows[row] ?? [];
    const last = stretches.at(-1);
    if (last !== undefined && JSON.stringify(last.runs) === JSON.stringify(runs)) stretches.splice(-1, 1, { ...last, to: at + 1 });
    else stretches.push({ row, runs, from: at, to: at + 1 });
  }
  return stretches;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {(shot: number) => number} percent
 * @param {number} count
 * @param {number} seconds
 */
function rule(from, to, percent, count, seconds) {
  const name = `s${from}-${to}`;
  if (from === 0 && to === count) return '';
  const begin = from === 0 ? '' : '0%{visibility:hidden}';
  const end = to === count ? '' : `${percent(to)}%,100%{visibility:hidden}`;
  return `.${name}{animation:k${name} ${seconds}s step-end infinite}@keyframes k${name}{${begin}${percent(from)}%{visibility:visible}${end}}`;
}
