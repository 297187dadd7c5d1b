import type { ImportProgress } from '../model/progress.js';

const TWO_HEADER_LINES_ROWS = 20;

/** Lines above the view: the case, its counts where there is room, and how far the import is while there is one. */
export function headerRows(rows: number, progress: ImportProgress | undefined): number {
  return (rows >= TWO_HEADER_LINES_ROWS ? 2 : 1) + (hasProgressLine(progress) ? 1 : 0);
}

/** Whether the import has something to say: while it runs, and for good once it failed. */
export function hasProgressLine(progress: ImportProgress | undefined): boolean {
  return progress !== undefined && progress.phase !== 'done';
}

/** Lines below the view: where one is, and what to press. */
export const FOOTER_ROWS = 2;

/** Lines that greet whoever is here for the first time: three, where they leave room for what they speak of. */
export function greetingRows(rows: number, isGreeting: boolean | undefined): number {
  return isGreeting === true && rows >= TWO_HEADER_LINES_ROWS ? 3 : 0;
}

/** Lines around the view. */
export function chromeRows(rows: number, progress: ImportProgress | undefined): number {
  return headerRows(rows, progress) + FOOTER_ROWS;
}
