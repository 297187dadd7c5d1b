import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/tui/drawing/line.js';
import { offeredCommands } from '../../src/tui/keymap.js';
import { frameOf, shownView } from '../../src/tui/state.js';
import { fakeCase } from './fake-case.js';
import { JOBS } from './fixtures/jobs.js';
import { STORY } from './fixtures/story.js';
import { type Played, plain, play } from './play.js';

const KEYS = [
  ...new Set([...offeredCommands(play(fakeCase(STORY)).store.state()).flatMap(({ keys }) => keys), 'enter', 'escape', 'x', '1', 'c']),
];

const step = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...KEYS).map((name) => ({ kind: 'key' as const, name })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('late', 'binary:sh', 'gunicorn', 'job/', 'pod:nothing').map((text) => ({ kind: 'text' as const, text })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) })
      .map((size) => ({ kind: 'size' as const, size })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'revision' as const }) },
);

describe('any keys in any order', () => {
  it('never throw, never lose the selection and never draw outside the room', () => {
    fc.assert(
      fc.property(fc.constantFrom(STORY, JOBS), fc.array(step, { maxLength: 60 }), (drawn, steps) => {
        const view = fakeCase(drawn);
        const game = play(view, 80, 24);
        for (const one of steps) {
          if (one.kind === 'key') game.press(one.name);
          else if (one.kind === 'text') game.type(one.text);
          else if (one.kind === 'size') game.send({ kind: 'terminalResized', size: one.size });
          else {
            view.become(drawn);
            game.send({ kind: 'caseMoved' });
          }
          expectSound(game);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function expectSound(game: Played): void {
  const state = game.store.state();
  const frame = frameOf(state);
  const rows = shownView(state).rows(frame);
  expect(rows.length).toBeLessThanOrEqual(Math.max(1, frame.room.rows));
  for (const row of rows) expect(textWidth(plain(row))).toBeLessThanOrEqual(frame.room.columns);
  // Where there is no room for more than an ellipsis, the selection can't be seen.
  const isTree = state.viewId === 'tree' && frame.room.columns > 2;
  const isAnythingShown = !rows.some((row) => plain(row).startsWith(' No process matches'));
  if (isTree && isAnythingShown) expect(rows.filter((row) => plain(row).startsWith('▌'))).toHaveLength(1);
}
