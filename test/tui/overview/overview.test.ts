import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/model/source.js';
import { lookFor } from '../../../src/tui/drawing/look.js';
import { fakeCase } from '../fake-case.js';
import { STORY } from '../fixtures/story.js';
import { play } from '../play.js';

const NAMES = ['/var/log/tetragon/node-a/tetragon-2026-11-20T16-36-35.log.gz', '/srv/captures/\u001b[31m記録.jsonl'];

function source(path: string, id: number): Source {
  return {
    id,
    path,
    format: id % 2 === 0 ? 'tetragon' : 'tetragon-compact',
    ledger: { lines: 300_004 + id, records: 300_000, ignored: {}, malformed: 4 + id, kinds: {} },
    firstTimeUs: 1_795_192_595_000_000 + id * 3_600_000_000,
    lastTimeUs: 1_795_192_595_000_000 + (id + 9) * 3_600_000_000,
    sizeBytes: 1,
    isComplete: true,
    droppedEvents: 0,
  };
}

const MANY = { ...STORY, sources: Array.from({ length: 11 }, (_, id) => source(NAMES[id] ?? `events-${id}.jsonl`, id)) };

describe('the overview', () => {
  it.each([
    { columns: 40, rows: 10 },
    { columns: 80, rows: 24 },
    { columns: 160, rows: 50 },
  ])('begins with tables of sources and findings at $columns x $rows', async ({ columns, rows }) => {
    const game = play(fakeCase(STORY), columns, rows);
    game.press('I');
    await expect(`${game.rows().join('\n')}\n`).toMatchFileSnapshot(`../golden/overview-${columns}x${rows}.txt`);
  });

  it.each([80, 160])('lists the first eight of many sources at %i columns, and says how many more there are', async (columns) => {
    const game = play(fakeCase(MANY), columns, 50);
    game.press('I');
    await expect(`${game.rows().slice(0, 22).join('\n')}\n`).toMatchFileSnapshot(`../golden/overview-many-${columns}x50.txt`);
  });

  it('is drawn anew for another width, from the line that was first', () => {
    const game = play(fakeCase(MANY), 160, 24);
    game.press('I j j');
    const narrow = play(fakeCase(MANY), 80, 24);
    narrow.press('I j j');
    game.send({ kind: 'terminalResized', size: { columns: 80, rows: 24 } });
    expect(game.rows()).toEqual(narrow.rows());
  });

  it('outlives a terminal of next to nothing', () => {
    const game = play(fakeCase(MANY), 80, 24);
    game.press('I');
    const before = game.rows();
    for (const columns of [3, 1, 0, 80]) game.send({ kind: 'terminalResized', size: { columns, rows: columns === 80 ? 24 : 1 } });
    expect(game.rows()).toEqual(before);
  });

  it('moves its tables with everything else when one scrolls', () => {
    const game = play(fakeCase(MANY), 80, 24);
    game.press('I');
    const tables = game.rows();
    game.press('j');
    expect(game.rows().slice(0, -1)).toEqual(tables.slice(1));
  });

  it('says that nothing was found, and that nothing was read', () => {
    const game = play(fakeCase({ containers: [], sources: [] }));
    game.press('I');
    expect(game.rows().slice(0, 6)).toEqual(['Findings', '  none', '', 'Sources', '  none', '']);
  });

  it('is drawn in ASCII alone when asked', () => {
    const game = play(fakeCase(MANY), 80, 24, lookFor({ isAscii: true, colour: 'none' }));
    game.press('I');
    expect(game.rows().join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
    expect(game.rows().some((row) => /^\+-+\+/.test(row))).toBe(true);
  });
});
