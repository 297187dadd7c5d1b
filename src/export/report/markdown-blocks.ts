import { printable } from '../../model/printable.js';
import { prose } from '../markdown-text.js';
import { markdownTable } from '../table-file.js';
import type { Block } from './blocks.js';

/** Blocks as a page of Markdown. Nothing in their texts is taken for markup; pictures are left out. */
export function markdownBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${prose(block.text)}\n`;
    case 'paragraph':
      return `${prose(block.text)}\n`;
    case 'items':
      return block.items.map((item) => `* ${prose(item)}\n`).join('');
    case 'table':
      return markdownTable(block);
    case 'lines':
      return fenced(block.lines.map((line) => printable(line)));
    case 'picture':
      return '';
  }
}

/** The fence is longer than any run of backticks in the lines. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${lines.join('\n')}\n${fence}\n`;
}
