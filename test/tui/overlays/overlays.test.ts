import { describe, expect, it } from 'vitest';
import { overlayPane } from '../../../src/tui/overlays/overlay-pane.js';
import { fakeCase } from '../fake-case.js';
import { STORY } from '../fixtures/story.js';
import { type Played, play } from '../play.js';

function linesOf(game: Played): readonly string[] {
  const state = game.store.state();
  const pane = state.overlay === undefined ? undefined : overlayPane(state, state.overlay);
  return (pane?.lines ?? []).map(({ spans }) => spans.map(({ text }) => text).join(''));
}

describe('the help', () => {
  it('names every key of the pane that has the keys', () => {
    const game = play(fakeCase(STORY), 160, 200);
    game.press('tab ?');
    const text = linesOf(game).join('\n');
    for (const wanted of [
      'up one line',
      'go to the next finding',
      'quit from anywhere',
      'main process of its container',
      'dst:10.0.0.0/24',
    ]) {
      expect(text).toContain(wanted);
    }
  });

  it('is narrowed by what is typed, and says when nothing is left', () => {
    const game = play(fakeCase(STORY));
    game.press('?');
    game.type('noise');
    expect(linesOf(game).filter((line) => line.includes('noise'))).toHaveLength(1);
    game.type('xyz');
    expect(linesOf(game)).toEqual([' Nothing in the help holds "noisexyz". Esc shows all.']);
    game.press('escape escape');
    expect(game.store.state().overlay).toBeUndefined();
  });

  it('says of keys that do nothing now why', () => {
    const game = play(fakeCase(STORY), 160, 200);
    game.press('?');
    expect(linesOf(game).join('\n')).toContain('(off: no jump to go back from)');
  });
});

describe('the palette', () => {
  it('finds a command by a part of what it does, mistyped too, and runs it', () => {
    const game = play(fakeCase(STORY));
    game.press(':');
    game.type('lst the findngs');
    expect(linesOf(game)[1]).toContain('list the findings');
    game.press('enter');
    expect(game.store.state().viewId).toBe('findings');
  });

  it('says of a command that is off why, instead of doing nothing', () => {
    const game = play(fakeCase(STORY));
    game.press(':');
    game.type('clear the filter');
    game.press('enter');
    expect(game.notice()).toBe('there is no filter to clear');
  });

  it('moves among the commands found', () => {
    const game = play(fakeCase(STORY));
    game.press(': down down');
    expect(linesOf(game).findIndex((line) => line.startsWith('▌'))).toBe(3);
  });
});

describe('raw events', () => {
  it('go from one to the next', async () => {
    const view = fakeCase({
      containers: [{ node: 'n', processes: [{ binary: 'a', evidence: [1, 2].map((line) => ({ source: 'e.jsonl', line })) }] }],
    });
    const game = play(view);
    game.press('G r');
    await game.arrived();
    expect(linesOf(game)[1]).toBe('  "line": 1,');
    game.press('n');
    await game.arrived();
    expect(linesOf(game)[1]).toBe('  "line": 2,');
  });
});
