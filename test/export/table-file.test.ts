import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, markdownTable } from '../../src/export/table-file.js';
import { printable } from '../../src/model/printable.js';

function cell(text: string): string {
  return csvText({ headings: ['a'], rows: [[text]] }).slice('a\n'.length, -1);
}

describe('a table as CSV', () => {
  it.each([
    { text: 'plain', csv: 'plain' },
    { text: 'a,b', csv: '"a,b"' },
    { text: 'say "no"', csv: '"say ""no"""' },
    { text: ' padded ', csv: '" padded "' },
    { text: '=HYPERLINK("http://x")', csv: `"'=HYPERLINK(""http://x"")"` },
    { text: '+1+cmd', csv: "'+1+cmd" },
    { text: '-c id', csv: "'-c id" },
    { text: '@sum', csv: "'@sum" },
    { text: '-12.5', csv: '-12.5' },
    { text: 'a\nb', csv: 'a\\nb' },
  ])('writes $text as $csv', ({ text, csv }) => {
    expect(cell(text)).toBe(csv);
  });

  it('has one line a row, whatever it holds, and no cell that is a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = cell(text);
        expect(line).not.toContain('\n');
        expect(printable(line)).toBe(line);
        expect(line.replace(/^"/, '')).not.toMatch(/^([=@]|[+-](?!\d+(\.\d+)?$))/);
      }),
    );
  });
});

describe('a table as Markdown', () => {
  it('takes no cell for markup or for its own border', () => {
    expect(markdownTable({ headings: ['a'], rows: [['x | <b> *y*']] })).toBe('| a |\n| --- |\n| x \\| &lt;b&gt; \\*y\\* |\n');
  });
});
