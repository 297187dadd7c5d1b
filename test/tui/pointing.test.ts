import { describe, expect, it } from 'vitest';
import { pointerReader } from '../../src/tui/pointer.js';
import { keysOf } from '../../src/tui/pointing.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

describe('reports of the mouse', () => {
  it.each([
    { reports: ['[<0;5;7M'], kinds: ['click'] },
    { reports: ['[<0;5;7M', '[<0;5;7m', '[<0;5;7M'], kinds: ['click', undefined, 'double-click'] },
    { reports: ['[<0;5;7M', '[<0;5;8M'], kinds: ['click', 'click'] },
    { reports: ['[<0;1;1M', '[<0;1;1M', '[<0;1;1M'], kinds: ['click', 'double-click', 'click'] },
    { reports: ['[<64;5;7M', '[<65;5;7M'], kinds: ['wheel-up', 'wheel-down'] },
    { reports: ['[<2;5;7M', '[<32;5;7M', '[<4;5;7M'], kinds: [undefined, undefined, undefined] },
  ])('$reports are $kinds', ({ reports, kinds }) => {
    const read = pointerReader(() => 0);
    expect(reports.map((report) => read(report)?.kind)).toEqual(kinds);
  });

  it('count places from 0, and two presses far apart in time as two', () => {
    let nowMs = 0;
    const read = pointerReader(() => nowMs);
    expect(read('[<0;5;7M')).toEqual({ kind: 'click', column: 4, row: 6 });
    nowMs = 1000;
    expect(read('[<0;5;7M')?.kind).toBe('click');
  });
});

function pointed(kind: 'click' | 'double-click' | 'wheel-down', column: number, row: number, before = ''): ReturnType<typeof play> {
  const game = play(fakeCase(STORY), 100, 30);
  if (before !== '') game.press(before);
  const keys = keysOf(game.store.state(), { kind, column, row });
  if (keys.length > 0) game.press(keys.join(' '));
  return game;
}

describe('the mouse', () => {
  it('selects the row under it in the tree', () => {
    expect(pointed('click', 10, 3).place()).toBe('row 1/18');
    expect(pointed('click', 10, 7).place()).toBe('row 5/18');
  });

  it('opens with a double click what Enter opens', () => {
    const game = pointed('double-click', 10, 7);
    expect(game.place()).toBe('row 5/18');
    expect(game.store.state().views[0]?.pane()).toBe('details');
  });

  it('gives the pane under it the keys', () => {
    expect(pointed('click', 70, 5).store.state().views[0]?.pane()).toBe('details');
    expect(pointed('click', 10, 23).store.state().views[0]?.pane()).toBe('connections');
  });

  it('moves three rows a turn of the wheel', () => {
    expect(pointed('wheel-down', 10, 7, 'g').place()).toBe('row 4/18');
  });

  it.each([
    { what: 'the lines above', row: 0 },
    { what: 'the lines below', row: 29 },
    { what: 'the title', row: 2 },
    { what: 'the line between panes', row: 5, column: 60 },
  ])('does nothing on $what', ({ row, column = 10 }) => {
    expect(pointed('click', column, row).place()).toBe('row 7/18');
  });

  it('chooses in a menu, and takes with a double click', () => {
    const game = pointed('double-click', 5, 4, 'x');
    expect(game.notice()).toBe('wrote Processes as json');
  });

  it('is off until it is asked for, and says how text is selected', () => {
    const game = play(fakeCase(STORY));
    expect(game.store.state().isMouseOn).toBe(false);
    game.press('M');
    expect(game.deeds).toEqual(['mouse on']);
    expect(game.notice()).toContain('with Shift the terminal selects text');
    game.press('M');
    expect(game.deeds).toEqual(['mouse on', 'mouse off']);
  });
});
