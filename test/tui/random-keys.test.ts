import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/tui/drawing/line.js';
import { GLOBAL_COMMANDS } from '../../src/tui/global-commands.js';
import { offeredCommands } from '../../src/tui/keymap.js';
import { keysOf } from '../../src/tui/pointing.js';
import { frameOf, shownView } from '../../src/tui/state.js';
import { VIEWS } from '../../src/tui/views/index.js';
import { drawnScreen } from './drawn-screen.js';
import { fakeCase } from './fake-case.js';
import { JOBS } from './fixtures/jobs.js';
import { RICH } from './fixtures/rich.js';
import { STORY } from './fixtures/story.js';
import { hostileCase } from './hostile-case.js';
import { type Played, plain, play } from './play.js';

/** Every key of every view. */
const KEYS = [
  ...new Set([
    ...VIEWS.flatMap(({ key }) => {
      const game = play(fakeCase(RICH));
      game.press(key);
      return offeredCommands(game.store.state()).flatMap(({ keys }) => keys);
    }),
    'enter',
    'escape',
    'x',
    '1',
    'c',
  ]),
];

const step = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...KEYS).map((name) => ({ kind: 'key' as const, name })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('late', 'binary:sh', 'gunicorn', 'job/', 'pod:nothing', 'external')
      .map((text) => ({ kind: 'text' as const, text })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) })
      .map((size) => ({ kind: 'size' as const, size })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'revision' as const }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => ({ kind: 'paste' as const, text })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('click' as const, 'double-click' as const, 'wheel-up' as const, 'wheel-down' as const),
        column: fc.integer({ min: 0, max: 210 }),
        row: fc.integer({ min: 0, max: 65 }),
      })
      .map((pointer) => ({ kind: 'pointer' as const, pointer })),
  },
);

type Taken = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What one step does to the game; `change` makes another revision of its case. */
function take(one: Taken, game: Played, change: () => void): void {
  switch (one.kind) {
    case 'key':
      game.press(one.name);
      break;
    case 'text':
      game.type(one.text);
      break;
    case 'size':
      game.send({ kind: 'terminalResized', size: one.size });
      break;
    case 'paste':
      game.send({ kind: 'userPasted', text: one.text });
      break;
    case 'pointer':
      for (const name of keysOf(game.store.state(), one.pointer)) game.press(name);
      break;
    case 'revision':
      change();
      game.send({ kind: 'caseMoved' });
      break;
  }
}

/** Each case as it is, and with every text of it spoiled. */
const CASES = [STORY, JOBS, RICH].flatMap((drawn) => [
  { drawn, view: () => fakeCase(drawn) },
  { drawn, view: () => hostileCase(fakeCase(drawn)) },
]);

describe('any keys in any order', () => {
  it('never throw, never lose the selection, never draw outside the room and never let data act', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CASES), fc.array(step, { maxLength: 60 }), ({ drawn, view: begin }, steps) => {
        const view = begin();
        const game = play(view, 80, 24);
        for (const one of steps) {
          take(one, game, () => view.become(drawn));
          expectSound(game);
        }
        expect(drawnScreen(game)).not.toMatch(CONTROLS);
      }),
      { numRuns: 80 },
    );
  });

  it.each(VIEWS)('show $id after each of its keys as a screen that no data acts on', ({ key }) => {
    const game = play(hostileCase(fakeCase(RICH)), 80, 24);
    game.press(key);
    const own = offeredCommands(game.store.state()).filter(({ id }) => GLOBAL_COMMANDS.every((command) => command.id !== id));
    for (const command of own) {
      game.press(`${key} ${command.keys[0]}`);
      expectSound(game);
      expect(drawnScreen(game)).not.toMatch(CONTROLS);
      game.press('escape escape');
    }
  });
});

/** Characters that act on a terminal or mislead a reader; lines end in a line feed. */
const CONTROLS = /[\p{Cc}\p{Cf}](?<!\n)/u;

function expectSound(game: Played): void {
  const state = game.store.state();
  const frame = frameOf(state);
  const rows = shownView(state).rows(frame);
  expect(rows.length).toBeLessThanOrEqual(Math.max(1, frame.room.rows));
  for (const row of rows) {
    expect(textWidth(plain(row))).toBeLessThanOrEqual(frame.room.columns);
    expect(plain(row)).not.toMatch(CONTROLS);
  }
  const marked = rows.filter((row) => plain(row).startsWith('▌'));
  // Where there is no room for more than an ellipsis, the selection can't be seen.
  const isTree = state.viewId === 'tree' && frame.room.columns > 2;
  const isAnythingShown = !shownView(state).place(frame).count.startsWith('row 0/0');
  if (isTree && isAnythingShown) expect(marked).toHaveLength(1);
  else expect(marked.length).toBeLessThanOrEqual(1);
}
