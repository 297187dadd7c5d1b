import { printable } from '../../model/printable.js';
import type { Block } from './blocks.js';

/** Text that HTML and SVG show as it is, in an element or in an attribute. Characters that act on a reader are spelled out. */
export function escapedHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Colours that follow the reader's own choice of light or dark. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1c2026; --ground: #ffffff; --line: #c9ced6; --quiet: #5c6470; --alarm: #b3202c; --box: #f3f5f8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #dde1e8; --ground: #16191f; --line: #3a414d; --quiet: #98a1af; --alarm: #ff8f96; --box: #1f242c; }
}
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: var(--ink); background: var(--ground); font: 16px/1.5 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.2; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 1rem 0; font-size: 0.9rem; }
th, td { border: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
pre { background: var(--box); border: 1px solid var(--line); padding: 0.75rem; overflow-x: auto; font-size: 0.85rem; line-height: 1.35; }
svg { max-width: 100%; height: auto; }
`;

/** Blocks as one HTML file that needs nothing else: no script, nothing fetched, and a policy that forbids both. */
export function htmlPage(title: string, blocks: readonly Block[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapedHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...blocks.map(element),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function element(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapedHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapedHtml(block.text)}</p>`;
    case 'items':
      return `<ul>\n${block.items.map((item) => `<li>${escapedHtml(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return tableElement(block);
    case 'lines':
      return `<pre>${block.lines.map(escapedHtml).join('\n')}</pre>`;
    case 'picture':
      return `<figure>${block.svg}</figure>`;
  }
}

function tableElement({ headings, rows }: Extract<Block, { kind: 'table' }>): string {
  const cells = (name: string, texts: readonly string[]): string => texts.map((text) => `<${name}>${escapedHtml(text)}</${name}>`).join('');
  return ['<table>', `<tr>${cells('th', headings)}</tr>`, ...rows.map((row) => `<tr>${cells('td', row)}</tr>`), '</table>'].join('\n');
}
