import { printable } from '../model/printable.js';
import { prose } from './markdown-text.js';

/** Rows of texts under headings. */
export interface TextTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table as CSV (RFC 4180), with Unix line ends. No cell of a capture becomes a formula in a spreadsheet. */
export function csvText({ headings, rows }: TextTable): string {
  return [headings, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

/** A spreadsheet takes a cell that begins so for a formula. *Source:* OWASP, "CSV Injection". */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

function csvCell(text: string): string {
  const safe = printable(text);
  const guarded = FORMULA.test(safe) && !NUMBER.test(safe) ? `'${safe}` : safe;
  return /[",]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A table as Markdown. Nothing in its cells is taken for markup. */
export function markdownTable({ headings, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => prose(cell)).join(' | ')} |\n`;
  return [line(headings), `| ${headings.map(() => '---').join(' | ')} |\n`, ...rows.map(line)].join('');
}
