import { describe, expect, it } from 'vitest';
import { rowCount } from '../../../src/tui/listing.js';
import { shownListing } from '../../../src/tui/shown-listing.js';
import { VIEWS } from '../../../src/tui/views/index.js';
import { fakeCase } from '../fake-case.js';
import { RICH } from '../fixtures/rich.js';
import { play } from '../play.js';

describe('what a view shows, for a file', () => {
  it.each(VIEWS)('has as many cells in each row of $id as it has headings', ({ key }) => {
    const game = play(fakeCase(RICH), 160, 50);
    game.press(key);
    const listing = shownListing(game.store.state());
    if (listing.kind !== 'table') return;
    expect(listing.headings.length).toBeGreaterThan(0);
    for (const row of listing.rows) expect(row.length).toBeLessThanOrEqual(listing.headings.length);
  });

  it('is cut by no column, however narrow the screen', () => {
    const texts = [40, 200].map((columns) => {
      const game = play(fakeCase(RICH), columns, 30);
      game.press('D');
      return shownListing(game.store.state());
    });
    expect(texts[0]).toEqual(texts[1]);
  });

  it.each([
    { key: 'T', kind: 'processes' },
    { key: '!', kind: 'findings' },
    { key: 'P', kind: 'problems' },
    { key: 'D', kind: 'table' },
  ])('is $kind where the case knows its rows: $key', ({ key, kind }) => {
    const game = play(fakeCase(RICH), 160, 50);
    game.press(key);
    expect(shownListing(game.store.state()).kind).toBe(kind);
  });

  it('leaves out what the filter hides', () => {
    const game = play(fakeCase(RICH), 160, 50);
    const before = rowCount(shownListing(game.store.state())) ?? 0;
    game.press('f');
    game.type('binary:sh');
    game.press('enter');
    expect(rowCount(shownListing(game.store.state()))).toBeLessThan(before);
  });
});
