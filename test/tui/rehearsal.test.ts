import { expect, it } from 'vitest';
import type { CaseView } from '../../src/model/case-view.js';
import { rehearse } from '../../src/tui/rehearsal.js';
import { screenOf } from '../../src/tui/screen.js';
import { fakeCase } from './fake-case.js';
import { JOBS } from './fixtures/jobs.js';
import { play } from './play.js';

const CASE = fakeCase(JOBS);

/** A rehearsal whose time passes when the test says so. */
function rehearsed(view: CaseView) {
  const game = play(view);
  const waiting: { task: () => void; ms: number }[] = [];
  let redrawn = 0;
  let done = 0;
  const performed: string[] = [];
  const end = rehearse(
    game.store,
    (effect) => {
      performed.push(effect.kind);
      return [];
    },
    {
      redraw: () => redrawn++,
      whenDone: () => done++,
      wait: (task, ms) => {
        const one = { task, ms };
        waiting.push(one);
        return () => waiting.splice(waiting.indexOf(one), 1);
      },
    },
  );
  return { game, waiting, performed, end, redrawn: () => redrawn, done: () => done, next: () => waiting.shift()?.task() };
}

it('leaves the state and the screen as they are, and comes to an end', () => {
  const { game, next, waiting, redrawn, performed, done } = rehearsed(CASE);
  const before = game.store.state();
  const screen = JSON.stringify(screenOf(before));
  expect(done()).toBe(0);
  for (let steps = 0; waiting.length > 0 && steps < 1000; steps++) next();
  expect(waiting).toEqual([]);
  expect(done()).toBe(1);
  expect(redrawn()).toBeGreaterThan(10);
  expect(game.store.state()).toBe(before);
  expect(JSON.stringify(screenOf(game.store.state()))).toBe(screen);
  expect(game.deeds).toEqual([]);
  expect(performed.filter((kind) => !kind.startsWith('read'))).toEqual([]);
});

it('waits for a second once somebody presses a key', () => {
  const { game, next, waiting, redrawn } = rehearsed(CASE);
  next();
  game.press('j');
  next();
  expect(redrawn()).toBe(1);
  expect(waiting.map(({ ms }) => ms)).toEqual([1000]);
});

it('waits while events are read', () => {
  const { game, next, waiting, redrawn } = rehearsed(CASE);
  game.send({
    kind: 'importProgressed',
    progress: { phase: 'reading', bytesRead: 1, bytesTotal: 2, events: 1, problems: 0, elapsedMs: 1 },
  });
  next();
  next();
  expect(redrawn()).toBe(0);
  expect(waiting.map(({ ms }) => ms)).toEqual([1000]);
});

it('ends when the screen is given back', () => {
  const { next, waiting, end } = rehearsed(CASE);
  next();
  end();
  expect(waiting).toEqual([]);
});
