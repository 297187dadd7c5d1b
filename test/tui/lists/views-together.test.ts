import { describe, expect, it } from 'vitest';
import { fakeCase } from '../fake-case.js';
import { RICH } from '../fixtures/rich.js';
import { type Played, play } from '../play.js';

function rich(columns = 120, rows = 40): Played {
  return play(fakeCase(RICH), columns, rows);
}

describe('a view that is opened', () => {
  it.each([
    { key: 'C', selected: '↗ c2.example 203.0.113.9:8531' },
    { key: 'D', selected: 'c2.example' },
    { key: 'K', selected: 'crawler' },
    { key: '@', selected: '16:36:57.848' },
    { key: 'S', selected: 'crawler' },
  ])('with $key begins with the process that was looked at', ({ key, selected }) => {
    const game = rich();
    game.press(key);
    expect(game.selected()).toContain(selected);
  });

  it('keeps its own selection when that is about the same', () => {
    const game = rich();
    game.press('C h');
    const group = game.selected();
    game.press('T C');
    expect(game.selected()).toBe(group);
  });

  it('leads back to the process of its row', () => {
    const game = rich();
    game.press('D enter');
    expect(game.store.state().viewId).toBe('tree');
    game.press('! enter');
    expect(game.store.state().viewId).toBe('tree');
  });
});

describe('connections', () => {
  it('are grouped otherwise with t, and the connection stays selected', () => {
    const game = rich();
    game.press('C');
    for (const grouping of ['pod', 'name', 'address', 'none', 'process']) {
      game.press('t');
      expect(game.notice()).toContain(grouping === 'none' ? 'not grouped' : `grouped by ${grouping}`);
      if (grouping === 'none' || grouping === 'process') expect(game.selected()).toContain('203.0.113.9:8531');
    }
  });

  it('stay selected when the case moves on', () => {
    const view = fakeCase(RICH);
    const game = play(view, 120, 40);
    game.press('C');
    const before = game.selected();
    view.become(RICH);
    game.send({ kind: 'caseMoved' });
    expect(game.selected()).toBe(before);
  });

  it('write an answer from the process of the row', () => {
    const game = rich();
    game.press('C a enter');
    expect(game.deeds).toContain('answer reverse-shell pid 22848');
  });
});

describe('the timeline', () => {
  it('shows what lies between two moments that were brushed, and goes back', () => {
    const game = rich();
    game.press('@ v j j v');
    expect(game.rows().filter((row) => /\d\d:\d\d:\d\d\.\d{3} /.test(row))).toHaveLength(3);
    game.press('-');
    expect(game.rows().length).toBeGreaterThan(5);
  });

  it('goes from finding to finding, also across its span', () => {
    const game = rich();
    game.press('@ + + e');
    expect(game.selected()).toContain('16:37:02');
    game.press('E');
    expect(game.selected()).toContain('16:36:57');
  });

  it.each([
    { times: 1, only: /starts/ },
    { times: 2, only: /connects|listens|accepts/ },
    { times: 4, only: /!/ },
  ])('shows one kind of events after t was pressed $times times', ({ times, only }) => {
    const game = rich();
    game.press(['@', '0', ...Array.from({ length: times }, () => 't')].join(' '));
    const entries = game.rows().slice(1);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect(entry).toMatch(only);
  });
});

describe('the map of services', () => {
  it('filters by the selected edge, and shows its connections', () => {
    const game = rich();
    game.press('S enter');
    expect(game.store.state().viewId).toBe('connections');
    expect(game.store.state().filter?.text).toContain('direction:=outbound');
  });
});

describe('an empty view', () => {
  it.each(['C', 'D', 'K', 'S', 'B', '@', '!', 'P'])('opened with %s says which condition emptied it', (key) => {
    const game = play(fakeCase({ containers: [], sources: [] }), 80, 24);
    game.press(key);
    expect(game.rows().join(' ')).toMatch(/no |nothing|none/i);
  });

  it('names the key that shows more', () => {
    const game = rich();
    game.press('f');
    game.type('pod:nothing');
    game.press('enter !');
    expect(game.rows().join(' ')).toContain('F clears it');
  });
});
