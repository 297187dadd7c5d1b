import { describe, expect, it } from 'vitest';
import { fakeCase } from './fake-case.js';
import { RICH } from './fixtures/rich.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

describe('the ways to connections and findings', () => {
  it('are all that is shown after w, and the others come back', () => {
    const game = play(fakeCase(STORY), 120, 40);
    game.press('= w');
    const text = game.rows().join('\n');
    for (const shown of ['node', 'bash -i', 'curl', 'gunicorn', 'sh -c id']) expect(text).toContain(shown);
    for (const hidden of ['ls /etc', 'grpc_health_probe', 'systemd', '   id ']) expect(text).not.toContain(hidden);
    expect(game.place()).toContain('5 hidden: w shows all paths');
    game.press('w');
    expect(game.place()).not.toContain('hidden');
  });

  it('say what hides a process that a jump leads to', () => {
    const game = play(fakeCase(STORY), 120, 40);
    game.press('w / l s enter');
    expect(game.notice()).toContain('w shows it');
  });
});

describe('the palette', () => {
  it('reaches the commands of every view, and goes there first', () => {
    const game = play(fakeCase(RICH), 120, 40);
    game.press(':');
    game.type('process, pod, name, address');
    game.press('enter');
    expect(game.store.state().viewId).toBe('connections');
    expect(game.notice()).toBe('connections are grouped by pod');
  });
});
