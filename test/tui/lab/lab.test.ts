import { describe, expect, it } from 'vitest';
import { drawLine } from '../../../src/tui/drawing/line.js';
import { lookFor } from '../../../src/tui/drawing/look.js';
import { dockLines } from '../../../src/tui/lab/lab-dock.js';
import { plainSession } from '../../../src/tui/plain/plain-session.js';
import { frameOf, labDock } from '../../../src/tui/state.js';
import { fakeCase } from '../fake-case.js';
import { STORY } from '../fixtures/story.js';
import { ESCAPE, type Played, plain, play } from '../play.js';
import { type FakeDesk, fakeDesk } from './fake-desk.js';

const LOOK = lookFor({ isAscii: false, colour: 'none' });

function withLab(columns = 160, rows = 50): { readonly game: Played; readonly desk: FakeDesk } {
  const desk = fakeDesk();
  return { game: play(fakeCase(STORY), columns, rows, LOOK, desk), desk };
}

function dock(game: Played): readonly string[] {
  const state = game.store.state();
  const place = labDock(state);
  if (place === undefined || state.lab === undefined) return [];
  return dockLines(state.lab, place, LOOK).map((line) => plain(drawLine(line, place.columns, LOOK)));
}

describe('the lab beside the data', () => {
  it.each([
    [160, 50, 'right'],
    [120, 40, 'right'],
    [100, 30, 'below'],
    [80, 24, 'below'],
    [60, 12, undefined],
  ])('at %i x %i stands %s', (columns, rows, side) => {
    const { game } = withLab(columns, rows);
    const state = game.store.state();
    const place = labDock(state);
    const { room } = frameOf(state);
    expect(place?.side).toBe(side);
    if (place?.side === 'right') expect(room.columns + place.columns).toBe(columns);
    if (place !== undefined) expect(dockLines(state.lab ?? failed(), place, LOOK).length).toBeLessThanOrEqual(place.rows);
    expect(game.rows().length).toBeLessThanOrEqual(room.rows);
  });

  it('shows the question, what it asks for, and the text of its chapter as paragraphs', () => {
    const lines = dock(withLab().game).join('\n');
    for (const text of ['open  first  10 points', 'Who is first?', 'pid: (an integer, without quotes)', 'H: a hint for nothing', 'Head']) {
      expect(lines).toContain(text);
    }
    expect(lines).toContain('A paragraph of two lines');
  });

  it('can be put away and comes back', () => {
    const { game } = withLab();
    game.press('|');
    expect(dock(game)).toEqual([]);
    expect(frameOf(game.store.state()).room.columns).toBe(160);
    game.press('|');
    expect(dock(game)).not.toEqual([]);
  });
});

describe('working on a lab', () => {
  it('answers its question from the selected process with a', () => {
    const { game, desk } = withLab();
    game.press('a');
    expect(desk.deeds[0]).toMatch(/^first from row \d+/);
    expect(game.notice()).toBe('pid: 22931 is not it');
    expect(dock(game).join('\n')).toContain('pid: 22931  wrong');
  });

  it('answers from the connection that is chosen, in the tree and in the list of connections', () => {
    const { game, desk } = withLab();
    game.press('tab tab a');
    expect(desk.deeds[0]).toMatch(/ connection \d+$/);
    game.press('C a');
    expect(desk.deeds[1]).toMatch(/ connection \d+$/);
  });

  it('asks for a process where none is selected', () => {
    const { game, desk } = withLab();
    game.press('g a');
    expect(game.notice()).toBe('an answer is made from a process: select one');
    expect(desk.deeds).toEqual([]);
  });

  it('types an answer into the field that is open', () => {
    const { game, desk } = withLab();
    game.press('i');
    expect(game.store.state().overlay).toMatchObject({ kind: 'prompt', purpose: { kind: 'lab', questionId: 'first', field: 'pid' } });
    game.type('yes');
    game.press('enter');
    expect(desk.deeds).toEqual(['first.pid is yes']);
    expect(game.notice()).toBe('right');
    expect(dock(game).join('\n')).toContain('10 of 10 points');
    game.press('i');
    expect(game.notice()).toBe('first is answered right: } goes to the next question');
  });

  it('goes from question to question, round the end, and takes hints', () => {
    const { game, desk } = withLab();
    game.press('} } H { { { H');
    expect(desk.deeds).toEqual(['hint to third', 'hint to third']);
    game.press('}');
    expect(dock(game).join('\n')).toContain('Who is first?');
  });

  it('shows the summary and the badge after the last right answer, and writes the badge', () => {
    const { game, desk } = withLab();
    for (const _ of [1, 2, 3]) {
      game.press('i ctrl+u');
      game.type('yes');
      game.press('enter');
      if (game.store.state().viewId === 'tree') game.press('}');
    }
    expect(game.store.state().viewId).toBe('lab');
    expect(game.selected()).toContain('Solved');
    game.press('w');
    expect(desk.deeds.at(-1)).toBe('badge');
  });

  it('says without a lab how to open one', () => {
    const game = play(fakeCase(STORY));
    game.press('}');
    expect(game.notice()).toBe('no lab is open: workbench lab open NAME opens one');
    game.press('L');
    expect(game.rows().join(' ')).toContain('No lab is open.');
  });
});

describe('a lab without a screen', () => {
  it('is read aloud: rows, the question with all it asks for, and what an answer comes to', () => {
    const { game, desk } = withLab();
    const session = plainSession(game.store);
    expect(session.take('L').join('\n')).toContain('open, second, 10 points');
    expect(session.take('').join('\n')).toContain('Who is first?');
    session.take('i');
    expect(session.take('yes').join('\n')).toContain('right');
    expect(desk.deeds).toEqual(['first.pid is yes']);
  });
});

describe('the view of the lab', () => {
  it('lists chapters with their questions, at the question that is worked on', () => {
    const { game } = withLab();
    game.press('} L');
    expect(game.rows().map((row) => row.slice(1).trim())).toEqual([
      'One',
      'open     first  10 points',
      'open     second  10 points',
      'Two',
      'open     third  10 points',
      'So far  0 of 30 points',
    ]);
    expect(game.selected()).toContain('second');
  });

  it('goes from question to question with the keys that do so elsewhere', () => {
    const { game } = withLab();
    game.press('L } }');
    expect(game.selected()).toContain('third');
    game.press('{');
    expect(game.selected()).toContain('second');
  });

  it('works on the question that is selected there, also afterwards', () => {
    const { game, desk } = withLab();
    game.press('L G k');
    game.press('enter');
    game.type('yes');
    game.press('enter');
    expect(desk.deeds).toEqual(['third.pid is yes']);
    game.press('escape H');
    expect(desk.deeds.at(-1)).toBe('hint to third');
  });

  it.each([160, 80])('lets no control sequence of a lab through at %i columns', (columns) => {
    const { game } = withLab(columns, 40);
    game.press('i');
    game.type('yes');
    game.press('enter');
    const drawn = [...dock(game)];
    game.press('L');
    drawn.push(...game.rows());
    expect(drawn.join('\n')).not.toContain(ESCAPE);
  });
});

function failed(): never {
  throw new Error('there is no lab');
}
