import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../src/tui/candidates.js';
import { completed, completions } from '../../src/tui/overlays/completion.js';
import { overlayPane } from '../../src/tui/overlays/overlay-pane.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { type Played, play } from './play.js';

const WORDS = { pod: ['crawler-7c7b', 'crawler-9f', 'resumes'], namespace: ['tenant jobs'] };

describe('completing a filter', () => {
  it.each([
    { typed: 'po', found: ['pod:', 'port:'] },
    { typed: 'late po', found: ['pod:', 'port:'] },
    { typed: '!prob', found: ['probe'] },
    { typed: 'pod:c', found: ['pod:crawler-7c7b', 'pod:crawler-9f'] },
    { typed: 'pod:resumes,c', found: ['pod:resumes,crawler-7c7b', 'pod:resumes,crawler-9f'] },
    { typed: 'ns:t', found: ['ns:"tenant jobs"'] },
    { typed: 'pid:1', found: [] },
    { typed: 'late', found: [] },
    { typed: '', found: [] },
    { typed: 'late ', found: expect.arrayContaining(['pod:', 'late']) },
  ])('offers after "$typed" what it may become', ({ typed, found }) => {
    expect(completions({ text: typed }, WORDS)).toEqual(typed.endsWith(' ') ? expect.anything() : found);
  });

  it.each([
    { typed: 'nam', line: 'namespace:' },
    { typed: 'pod:c', line: 'pod:crawler-' },
    { typed: 'pod:r', line: 'pod:resumes ' },
    { typed: 'late !exte', line: 'late !external ' },
    { typed: 'pod:x', line: 'pod:x' },
  ])('makes "$typed" "$line"', ({ typed, line }) => {
    expect(completed({ text: typed }, WORDS).text).toBe(line);
  });

  it('is Tab in the filter prompt, which shows what there is', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('pod:c');
    game.press('tab');
    expect(game.store.state().overlay).toMatchObject({ text: 'pod:crawler-7c7b ' });
  });
});

describe('filters typed before', () => {
  it('come back with the arrow up, newest first, and are kept for the next time', () => {
    const game = play(fakeCase(STORY));
    for (const filter of ['late', 'binary:sh']) {
      game.press('f ctrl+u');
      game.type(filter);
      game.press('enter');
    }
    expect(game.deeds).toEqual(['filter late', 'filter binary:sh']);
    const recalled = (): unknown => game.store.state().overlay;
    game.press('f up');
    expect(recalled()).toMatchObject({ text: 'binary:sh' });
    game.press('up up');
    expect(recalled()).toMatchObject({ text: 'late' });
    game.press('down down');
    expect(recalled()).toMatchObject({ text: '' });
  });
});

function found(game: Played): readonly string[] {
  const { overlay } = game.store.state();
  const pane = overlay === undefined ? undefined : overlayPane(game.store.state(), overlay);
  return (
    pane?.lines.slice(1).map(({ spans }) =>
      spans
        .map(({ text }) => text)
        .join('')
        .trim(),
    ) ?? []
  );
}

describe('a fuzzy search', () => {
  it('finds a process by letters that are not quite its own, and goes there', () => {
    const game = play(fakeCase(STORY));
    game.press('~');
    game.type('crul');
    expect(found(game)[0]).toContain('/usr/bin/curl');
    game.press('ctrl+u');
    game.type('gunicron');
    expect(found(game)[0]).toContain('gunicorn');
    game.press('enter');
    expect(game.selected()).toContain('gunicorn');
  });

  it('chooses from the processes of findings first, then late ones, then the others, each once', () => {
    const view = fakeCase(STORY);
    const asked: (string | undefined)[] = [];
    const { candidates, isPart } = candidatesOf({
      ...view,
      processes: (filter, page) => {
        const [term] = filter.terms;
        asked.push(term?.kind === 'flag' ? term.flag : undefined);
        return view.processes(filter, page);
      },
    });
    expect(asked).toEqual(['finding', 'late', undefined]);
    expect(new Set(candidates.map(({ processId }) => processId)).size).toBe(candidates.length);
    expect(isPart).toBe(false);
  });

  it('says when nothing is like what was typed', () => {
    const game = play(fakeCase(STORY));
    game.press('~');
    game.type('zzzzqqqq');
    expect(found(game)).toEqual(['No process is like "zzzzqqqq".']);
    game.press('enter escape');
    expect(game.store.state().overlay).toBeUndefined();
  });
});
