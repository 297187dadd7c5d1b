import { describe, expect, it } from 'vitest';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

describe('notes in the interface', () => {
  it('are typed about what is selected, and listed', () => {
    const game = play(fakeCase(STORY));
    game.press('m');
    game.type('who is this?');
    game.press('enter');
    expect(game.deeds).toEqual(['note who is this?: /bin/bash -i (pid 22848)']);
    expect(game.store.state().notes).toMatchObject([
      { text: 'who is this?', subject: { kind: 'process', execId: 'exec-22848-/bin/bash' } },
    ]);
  });

  it('need words: without any they are bookmarks, which b sets', () => {
    const game = play(fakeCase(STORY));
    game.press('m enter');
    expect(game.store.state().overlay).toMatchObject({ kind: 'prompt', error: expect.stringContaining('bookmark') });
    game.press('escape b');
    expect(game.deeds).toEqual(['note bookmark: /bin/bash -i (pid 22848)']);
  });

  it('that are bookmarks are taken away by b again', () => {
    const game = play(fakeCase(STORY));
    game.press('b j b');
    expect(game.store.state().notes).toHaveLength(2);
    game.press('k b');
    expect(game.store.state().notes).toHaveLength(1);
  });

  it('are gone to from their list, after rows have changed too', () => {
    const view = fakeCase(STORY);
    const game = play(view);
    game.press('b');
    const noted = game.selected();
    view.become(STORY);
    game.send({ kind: 'caseMoved' });
    game.press("g ' enter");
    expect(game.selected()).toBe(noted);
    game.press('ctrl+o');
    expect(game.selected()).not.toBe(noted);
  });

  it('say so when what they are about is not in the case', () => {
    const view = fakeCase(STORY);
    const game = play(view);
    game.press('b');
    view.become({ ...STORY, containers: STORY.containers.slice(1), connections: [], findings: [] });
    game.send({ kind: 'caseMoved' });
    game.press("' enter");
    expect(game.notice()).toBe('not in this case, or not yet: /bin/bash -i (pid 22848)');
  });

  it('are taken away from their list by D alone', () => {
    const game = play(fakeCase(STORY));
    game.press("b ' d");
    expect(game.store.state().notes).toHaveLength(1);
    game.press("' D");
    expect(game.store.state().notes).toHaveLength(0);
  });
});
