import { describe, expect, it } from 'vitest';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

describe('the way back', () => {
  it('leads through views and selections, and forward again', () => {
    const game = play(fakeCase(STORY), 100, 30);
    const first = game.selected();
    game.press('e');
    const second = game.selected();
    expect(second).not.toBe(first);
    game.press('k k');
    const third = game.selected();
    game.press('! G enter');
    const finding = game.selected();
    game.press('ctrl+o');
    expect(game.store.state().viewId).toBe('findings');
    expect(game.place()).toBe('finding 2/2');
    game.press('ctrl+o');
    expect(game.selected()).toBe(third);
    game.press('ctrl+o');
    expect(game.selected()).toBe(first);
    game.press('ctrl+o');
    expect(game.notice()).toBe('no jump to go back from');
    game.press('ctrl+p ctrl+p ctrl+p');
    expect(game.selected()).toBe(finding);
    game.press('ctrl+p');
    expect(game.notice()).toContain('nowhere to go forward to');
  });

  it('finds the same process again once the case has moved on', () => {
    const view = fakeCase(STORY);
    const game = play(view, 100, 30);
    const first = game.selected();
    game.press('e');
    view.become(STORY);
    game.send({ kind: 'caseMoved' });
    game.press('ctrl+o');
    expect(game.selected()).toBe(first);
  });

  it('forgets what one went forward to once one goes elsewhere', () => {
    const game = play(fakeCase(STORY), 100, 30);
    game.press('e ctrl+o I ctrl+o');
    expect(game.store.state().viewId).toBe('tree');
    game.press('ctrl+p');
    expect(game.store.state().viewId).toBe('overview');
    game.press('ctrl+p');
    expect(game.notice()).toContain('nowhere to go forward to');
  });
});
