import { beforeAll, describe, expect, it } from 'vitest';
import { sparkline, squeezed } from '../../src/cli/text/sparkline.js';
import type { TextStyle } from '../../src/cli/text/style.js';
import { tableLines } from '../../src/cli/text/table.js';
import { usageColumns } from '../../src/cli/text/usage-columns.js';
import { usageShape } from '../../src/export/usage-shape.js';
import type { CaseView } from '../../src/model/case-view.js';
import type { UsageGrouping, UsageReport } from '../../src/model/usage.js';
import { UNICODE_GLYPHS } from '../../src/tui/drawing/glyphs.js';
import { schemaErrors } from '../export/schemas.js';
import { at, event } from '../ingest/sysdig/events.js';
import { linkedLines } from '../store/case-of.js';

const STYLE: TextStyle = { isColour: false, isAscii: false, glyphs: UNICODE_GLYPHS };
const GROUPINGS: readonly UsageGrouping[] = ['container', 'process', 'file'];

function wrote(seconds: number, bytes: number): readonly string[] {
  const options = { time: at(seconds), container: '0123456789ab', fields: { 'container.name': 'web' } } as const;
  return [event('write', 'fd=3(<f>/data/\\u001b[2J) size=9 ', { ...options, dir: '>' }), event('write', `res=${bytes} data=x `, options)];
}

let view: CaseView;

beforeAll(async () => {
  view = (await linkedLines([...wrote(0, 400), ...wrote(2, 100), ...wrote(4, 800)])).view;
});

function usage(by: UsageGrouping): UsageReport {
  return view.usage({ filter: { terms: [] }, by, intervalSeconds: 1, includesSystem: false });
}

describe('usage', () => {
  it.each(GROUPINGS)('by %s fits its schema', (by) => {
    const { rows, intervalSeconds } = usage(by);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(schemaErrors('usage', JSON.parse(JSON.stringify(usageShape(row, intervalSeconds))))).toEqual([]);
  });

  it.each([
    ['container', ['WHERE', 'FILES R/W', 'BYTES OVER TIME'], ['web', '0 / 1.3 kB', '▄ ▁ █']],
    ['process', ['WHERE', 'PID', 'PROGRAM', 'FILES R/W', 'BYTES OVER TIME'], ['web', '100', 'sh', '0 / 1.3 kB', '▄ ▁ █']],
  ] as const)('by %s has a column for what was used, and none for what was not', (by, heading, cells) => {
    const report = usage(by);
    const [titles = '', row = ''] = [...tableLines(usageColumns(report, by, STYLE), report.rows, STYLE)];
    expect(titles.trim().split(/\s{2,}/)).toEqual(heading);
    expect(row.trim().split(/\s{2,}/)).toEqual(cells);
  });

  it('lets no control sequence of a file name through', () => {
    const report = usage('file');
    expect([...tableLines(usageColumns(report, 'file', STYLE), report.rows, STYLE)].join('')).not.toContain('\u001b');
  });
});

describe('sparkline', () => {
  it.each([
    [[0, 1, 4, 8], 8, false, ' ▁▄█'],
    [[0, 1, 4, 8], 8, true, ' .=#'],
    [[0, 0], 0, false, '  '],
    [[], 0, false, ''],
    [[0.0001, 100], 100, false, '▁█'],
  ])('draws %j of at most %d', (values, peak, isAscii, drawn) => {
    expect(sparkline(values, peak, isAscii)).toBe(drawn);
  });

  it('has room for everything: neighbours are added up', () => {
    expect(squeezed([1, 2, 3, 4, 5], 3)).toEqual([3, 7, 5]);
    expect(squeezed([1, 2], 3)).toEqual([1, 2]);
  });
});
