import { printable } from '../model/printable.js';

/**
 * Text that Markdown and the HTML below it show as it is: no emphasis, link, tag, image or formula comes of it. `@` and `#` stand in
 * code, so that a name in a capture calls nobody on a forge and refers to no ticket.
 */
export function prose(text: string): string {
  return printable(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\\`*_{}[\]|~$^!]/g, '\\$&')
    .replace(/[@#]/g, '`$&`')
    .replace(/:\/\//g, ':\\//')
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}\\.`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text as code in a cell of a table, where a bar would end the cell even in code. Empty for a text of spaces. */
export function codeCell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** The fence is longer than any run of backticks in the text. */
function code(text: string): string {
  const safe = printable(text);
  if (safe.trim() === '') return '';
  const longest = Math.max(0, ...Array.from(safe.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  // A space on both sides is taken away again by the reader, and keeps a backtick at an end apart from the fence.
  const padding = /^[ `]|[ `]$/.test(safe) ? ' ' : '';
  return `${fence}${padding}${safe}${padding}${fence}`;
}

/** The text, or its beginning with an ellipsis. Never cuts a character in two. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text.slice(0, length * 2 + 2));
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
