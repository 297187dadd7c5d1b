import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../src/model/case-view.js';
import type { Answer } from '../../src/tui/effects.js';
import type { ReadElsewhere } from '../../src/tui/reads-elsewhere.js';
import { type SlowRead, slowAnswer } from '../../src/tui/slow-reads.js';
import { frameOf } from '../../src/tui/state.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { type Played, play } from './play.js';

/** All but the two lines at the bottom: the prompt has those. */
const body = (game: Played): readonly string[] => game.screen().slice(0, -2);
const prompt = (game: Played): string => game.screen().at(-1)?.trim() ?? '';

const filtered = (viewKey: string, filter: string): Played => {
  const game = play(fakeCase(STORY));
  game.press(`${viewKey} f`);
  game.type(filter);
  game.press('enter');
  return game;
};

describe('a filter that is typed', () => {
  it.each(['T', 'C', 'D', '@', 'K', 'S', 'B', '!', 'I', 'P'])('shows in view %s at each letter what Enter would', (viewKey) => {
    const game = play(fakeCase(STORY));
    game.press(`${viewKey} f`);
    for (let length = 1; length <= 'pod:crawler'.length; length++) {
      const typed = 'pod:crawler'.slice(0, length);
      game.type(typed.slice(-1));
      if (typed !== 'pod:') expect(body(game)).toEqual(body(filtered(viewKey, typed)));
    }
  });

  it.each(['T', 'C', 'D', '@', 'K', 'S', 'B', '!', 'I', 'P'])(
    'leaves everything in view %s as it was when Escape is pressed',
    (viewKey) => {
      const game = play(fakeCase(STORY));
      game.press(`${viewKey} j j l j`);
      const before = game.screen();
      const state = game.store.state();
      game.press('f');
      game.type('pod:resumes');
      game.press('escape');
      expect(game.screen()).toEqual(before);
      expect(game.store.state().views).toEqual(state.views);
      expect(game.store.state().filter).toBeUndefined();
      expect(game.store.state().overlay).toBeUndefined();
    },
  );

  it('goes back to the filter that was in force', () => {
    const game = filtered('T', 'pod:crawler');
    const before = game.rows();
    game.press('f ctrl+u');
    expect(game.rows()).not.toEqual(before);
    game.type('late');
    game.press('escape');
    expect(game.rows()).toEqual(before);
    expect(game.store.state().filter?.text).toBe('pod:crawler');
  });

  it('changes nothing where it asks for what is shown anyway', () => {
    const game = play(fakeCase(STORY));
    game.press('g l h j j h');
    const before = body(game);
    game.press('f');
    game.type('dst:');
    expect(body(game)).toEqual(before);
  });

  it('is kept by Enter, and remembered once', () => {
    const game = filtered('T', 'pod:crawler late');
    expect(game.store.state().filter?.text).toBe('pod:crawler late');
    expect(game.deeds).toEqual(['filter pod:crawler late']);
    expect(game.rows()).toHaveLength(filtered('T', 'late pod:crawler').rows().length);
  });

  it('says how many it keeps', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('exec');
    expect(prompt(game)).toMatch(/^\d+ of \d+ processes {2}Tab: exec:/);
    game.press('ctrl+u');
    game.type('binary:sh');
    expect(prompt(game)).toMatch(/^\d+ of \d+ processes; Enter keeps it, Esc goes back$/);
  });

  it.each([
    { typed: 'late pid:22848', more: '-', says: 'pid: "22848-" is not a number or a range' },
    { typed: 'dst:203.0.113.9', more: '/', says: '"203.0.113.9/" is not' },
    { typed: 'binary:sh', more: ' "', says: 'a quote is not closed' },
    { typed: 'late', more: ' !', says: '"!" stands alone' },
  ])('keeps what "$typed" found while "$more" is not a filter yet, and says quietly what is missing', ({ typed, more, says }) => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type(typed);
    const before = body(game);
    game.type(more);
    expect(body(game)).toEqual(before);
    expect(prompt(game)).toContain(says);
    expect(game.store.state().overlay).not.toHaveProperty('error');
  });

  it.each([
    { typed: 'dst:', is: '' },
    { typed: 'late dst:', is: 'late' },
    { typed: 'late !dst:10.', is: 'late' },
  ])('does not keep what the word found that becomes the key of "$typed"', ({ typed, is }) => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type(typed);
    expect(body(game)).toEqual(body(filtered('T', is)));
  });

  it.each([
    { how: 'completing it', keys: 'tab', typed: 'pod:c', is: 'pod:crawler-7c7b' },
    { how: 'recalling one', keys: 'up', typed: 'x', is: 'binary:sh' },
  ])('shows what it finds after $how, too', ({ keys, typed, is }) => {
    const game = filtered('T', 'binary:sh');
    game.press('F f');
    game.type(typed);
    game.press(keys);
    expect(game.store.state().filter?.text).toBe(is);
  });

  it('shows what it finds after a paste', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.send({ kind: 'userPasted', text: 'binary:sh' });
    expect(game.rows()).toEqual(filtered('T', 'binary:sh').rows());
  });

  it('finds the same in a case that moved on meanwhile, and goes back to that', () => {
    const view = fakeCase(STORY);
    const game = play(view);
    game.press('f');
    game.type('binary:sh');
    const found = game.rows();
    view.become(STORY);
    game.send({ kind: 'caseMoved' });
    expect(game.rows()).toEqual(found);
    game.press('escape');
    expect(game.rows()).toEqual(play(fakeCase(STORY)).rows());
    game.press('j');
    expect(game.store.state().facts.revision).toBe(2);
  });
});

describe('a search that is typed', () => {
  const searching = (text: string): Played => {
    const game = play(fakeCase(STORY));
    game.press('g /');
    game.type(text);
    return game;
  };

  it('goes at each letter to the first match after where one was', () => {
    const game = searching('g');
    for (const [letter, typed] of [...'unicorn'].map((one, at) => [one, 'gunicorn'.slice(0, at + 2)])) {
      game.type(letter ?? '');
      const entered = play(fakeCase(STORY));
      entered.press('g /');
      entered.send({ kind: 'userPasted', text: typed ?? '' });
      entered.press('enter');
      expect(body(game)).toEqual(body(entered));
    }
    expect(game.selected()).toContain('gunicorn');
  });

  it('says how many hold it, and keeps the place with Enter', () => {
    const game = searching('gunicorn');
    expect(prompt(game)).toMatch(/^"gunicorn": 1 of \d+; n next, N previous$/);
    const rows = game.rows();
    game.press('enter');
    expect(game.rows()).toEqual(rows);
    expect(game.notice()).toMatch(/^"gunicorn": 1 of \d+; n next/);
    game.press('n');
    expect(game.notice()).toMatch(/^"gunicorn": 2 of/);
  });

  it('stays where it is while nothing holds it', () => {
    const game = searching('gunicornx');
    expect(prompt(game)).toBe('nothing holds "gunicornx"');
    expect(game.rows()).toEqual(searching('').rows());
  });

  it('leaves selection, open branches and the search before as they were when Escape is pressed', () => {
    const game = searching('curl');
    game.press('enter h h h');
    const before = game.screen();
    game.press('/ ctrl+u');
    game.type('gunicorn');
    expect(game.selected()).toContain('gunicorn');
    game.press('escape');
    expect(game.screen()).toEqual(before);
    game.press('n');
    expect(game.notice()).toContain('"curl"');
  });
});

/** The program after these keys, on a case that it reads itself. */
function pressed(keys: string): Played {
  const game = play(fakeCase(STORY));
  game.press(keys);
  return game;
}

/** A case that is large, and somebody who answers what is asked of it when told to. */
function largeCase() {
  const view: CaseView = fakeCase(STORY);
  const large: CaseView = { ...view, overview: () => ({ ...view.overview(), connectionCount: 1_000_000 }) };
  const asked: { readonly read: SlowRead; readonly resolve: (answer: Answer | undefined) => void }[] = [];
  const elsewhere: ReadElsewhere = (read) => new Promise((resolve) => asked.push({ read, resolve }));
  const game = play(large, 160, 50, undefined, undefined, elsewhere);
  const settle = async (): Promise<void> => {
    await new Promise((done) => setImmediate(done));
  };
  const answer = async (place: number): Promise<void> => {
    const one = asked[place];
    if (one !== undefined) one.resolve(slowAnswer(view, one.read));
    await settle();
  };
  const answerAll = async (): Promise<void> => {
    for (let place = 0; place < asked.length; place++) await answer(place);
  };
  return { game, asked, answer, answerAll };
}

describe('while a large case is searched elsewhere', () => {
  it('letters are drawn at once, and the screen shows the last results until others come', async () => {
    const { game, asked, answer } = largeCase();
    const whole = body(game);
    game.press('f');
    game.type('binary:s');
    expect(game.screen().at(-2)).toContain('binary:s');
    expect(body(game)).toEqual(whole);
    await answer(asked.length - 1);
    expect(game.store.state().filter?.text).toBe('binary:s');
    const found = body(game);
    game.type('h');
    expect(body(game)).toEqual(found);
  });

  it('only what is found for the newest text is shown', async () => {
    const { game, asked, answer } = largeCase();
    game.press('f');
    game.type('late');
    expect(asked).toHaveLength(4);
    await answer(0);
    expect(game.store.state().filter).toBeUndefined();
    await answer(3);
    expect(game.store.state().filter?.text).toBe('late');
    await answer(2);
    expect(game.store.state().filter?.text).toBe('late');
  });

  it('Enter does not wait for an answer, and what comes after Escape changes nothing', async () => {
    const { game, answerAll } = largeCase();
    game.press('f');
    game.type('binary:sh');
    game.press('enter');
    expect(game.rows()).toEqual(filtered('T', 'binary:sh').rows());
    game.press('F f');
    game.type('late');
    game.press('escape');
    await answerAll();
    expect(game.store.state().filter).toBeUndefined();
    expect(game.rows()).toEqual(filtered('T', '').rows());
  });

  it.each(['C', 'D', 'K', 'S'])('the list of view %s stays until what the filter leaves of it is known', async (viewKey) => {
    const { game, answerAll } = largeCase();
    game.press(viewKey);
    await answerAll();
    const whole = body(game);
    game.press('f');
    game.type('pod:resumes');
    expect(body(game)).toEqual(whole);
    await answerAll();
    expect(body(game).slice(3)).toEqual(body(filtered(viewKey, 'pod:resumes')).slice(3));
    game.press('escape');
    await answerAll();
    expect(body(game)).toEqual(whole);
  });

  it('a list that was asked for under another filter is not taken for the one in force', async () => {
    const { game, asked, answer, answerAll } = largeCase();
    game.press('D');
    await answerAll();
    const whole = body(game);
    game.press('f');
    game.type('late');
    await answer(asked.length - 1);
    const names = asked.findIndex(({ read }, place) => place > 0 && read.kind === 'readNames' && read.filter.terms.length > 0);
    game.press('escape');
    await answer(names);
    expect(frameOf(game.store.state()).pending.size).toBe(0);
    expect(body(game)).toEqual(whole);
  });

  it.each([
    ['all of them in another order', 'C t t t t s'],
    ['those of a group that is no process', 'C t t l'],
  ])('connections are read elsewhere: %s', async (_, keys) => {
    const { game, asked, answerAll } = largeCase();
    for (const key of keys.split(' ')) {
      game.press(key);
      await answerAll();
    }
    expect(asked.map(({ read }) => read.kind)).toContain('readConnectionIds');
    expect(body(game).slice(3)).toEqual(body(pressed(keys)).slice(3));
  });

  it('those of a process are read at once', async () => {
    const { game, asked, answerAll } = largeCase();
    game.press('C');
    await answerAll();
    game.press('l');
    expect(asked.map(({ read }) => read.kind)).not.toContain('readConnectionIds');
    expect(body(game).slice(3)).toEqual(body(pressed('C l')).slice(3));
  });

  it('a fuzzy search shows what it chooses from once that is read, and reads it anew when the case has moved on', async () => {
    const { game, asked, answerAll } = largeCase();
    game.press('F ~');
    expect(game.screen().join('\n')).toContain('reading processes');
    game.send({ kind: 'caseMoved' });
    await answerAll();
    expect(asked.filter(({ read }) => read.kind === 'readCandidates').length).toBeGreaterThan(0);
    game.type('crul');
    expect(game.screen().join('\n')).toContain('/usr/bin/curl');
    const before = asked.length;
    game.send({ kind: 'caseMoved' });
    expect(asked.slice(before).map(({ read }) => read.kind)).toContain('readCandidates');
  });
});
