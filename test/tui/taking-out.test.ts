import { describe, expect, it } from 'vitest';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

describe('taking something out of the case', () => {
  it('writes the findings from the menu of forms', () => {
    const game = play(fakeCase(STORY));
    game.press('x f');
    expect(game.notice()).toBe('wrote findings.yaml');
  });

  it('writes an answer from the selected process, under the name of what was found', () => {
    const game = play(fakeCase(STORY));
    game.press('a enter');
    expect(game.deeds).toEqual(['answer reverse-shell pid 22848']);
    expect(game.notice()).toBe('wrote answers.yaml');
  });

  it('asks for the name of the question when it was deleted', () => {
    const game = play(fakeCase(STORY));
    game.press('a ctrl+u enter');
    expect(game.store.state().overlay).toMatchObject({ kind: 'prompt', error: 'the id of the question is missing; Esc leaves' });
    expect(game.deeds).toEqual([]);
  });

  it('copies a value by its key and shows it', () => {
    const game = play(fakeCase(STORY));
    game.press('y p');
    expect(game.deeds).toEqual(['copy 22848']);
    expect(game.notice()).toBe('pid to the clipboard: 22848');
  });

  it('copies the address of the chosen connection', () => {
    const game = play(fakeCase(STORY));
    game.press('tab tab y d');
    expect(game.deeds).toEqual(['copy 203.0.113.9:8531']);
  });

  it('shows the raw event with every digit', async () => {
    const game = play(fakeCase(STORY));
    game.press('r');
    await game.arrived();
    expect(game.store.state().overlay).toMatchObject({ kind: 'raw', raw: { text: '{"line":22848,"big":9223372036854775807}' } });
    game.press('escape');
    expect(game.store.state().overlay).toBeUndefined();
  });

  it('puts pasted text into an open prompt only, on one line', () => {
    const game = play(fakeCase(STORY));
    game.send({ kind: 'userPasted', text: 'q\u0003x' });
    expect(game.deeds).toEqual([]);
    game.press('/');
    game.send({ kind: 'userPasted', text: 'gun\u001b[2J\nicorn' });
    expect(game.store.state().overlay).toMatchObject({ text: 'gun [2J icorn' });
  });
});

describe('leaving', () => {
  it.each([
    { keys: 'q', deeds: ['quit'] },
    { keys: '! q', deeds: [] },
    { keys: '! q q', deeds: ['quit'] },
    { keys: '! escape q', deeds: ['quit'] },
    { keys: '? ctrl+c', deeds: ['quit'] },
    { keys: '/ q', deeds: [] },
    { keys: '/ ctrl+z', deeds: ['suspend'] },
    { keys: 'ctrl+l', deeds: ['repaint'] },
  ])('$keys does $deeds', ({ keys, deeds }) => {
    const game = play(fakeCase(STORY));
    game.press(keys);
    expect(game.deeds).toEqual(deeds);
  });

  it('goes back one step at a time with Escape', () => {
    const game = play(fakeCase(STORY));
    game.press('/');
    game.type('sh');
    game.press('enter tab z');
    game.press('escape escape escape escape');
    expect(game.notice()).toBe('nothing to go back from: q quits');
    expect(game.deeds).toEqual([]);
  });
});

describe('copying from any view', () => {
  it.each([
    { keys: 'y b', deed: 'copy /bin/bash' },
    { keys: 'tab tab y n', deed: 'copy c2.example' },
    { keys: '! y f', deed: 'copy finding-22848' },
  ])('copies what is selected: $keys', ({ keys, deed }) => {
    const game = play(fakeCase(STORY));
    game.press(keys);
    expect(game.deeds).toEqual([expect.stringContaining(deed)]);
  });

  it('offers of a container its own names', () => {
    const game = play(fakeCase(STORY));
    game.press('g j j j y');
    expect(game.store.state().overlay).toMatchObject({
      kind: 'copy',
      entries: expect.arrayContaining([expect.objectContaining({ value: 'crawler' })]),
    });
  });

  it('says why where there is nothing to copy', () => {
    const game = play(fakeCase(STORY));
    game.press('g y');
    expect(game.notice()).toBe('nothing that can be copied is selected');
  });
});
