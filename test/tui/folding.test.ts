import { describe, expect, it } from 'vitest';
import { lookFor } from '../../src/tui/drawing/look.js';
import { fakeCase } from './fake-case.js';
import { JOBS } from './fixtures/jobs.js';
import { type Played, play } from './play.js';

/** The rows below the worker: the last number of each command, and `×4` where a row stands for four. */
function jobs(game: Played): readonly string[] {
  return game
    .rows()
    .filter((row) => /curl|\bid\b/.test(row))
    .map((row) => {
      const [, job = 'id', times = ''] = /job\/(\d+).*?(×\d+|$)/.exec(row) ?? [];
      return job + times;
    });
}

const FOLDED = ['1×4', '5', '6×2', '8×2', 'id', '10'];

describe('equal siblings', () => {
  it('are one row that says how many it stands for, but never a finding', () => {
    const game = play(fakeCase(JOBS));
    expect(jobs(game)).toEqual(FOLDED);
    expect(game.rows().find((row) => row.includes('job/1 '))).toContain(
      '▸ curl -s http://queue/job/1  exit 0  pid 3001  ×4, the first shown',
    );
  });

  it('are told apart from what is late', () => {
    const game = play(fakeCase(JOBS));
    expect(game.rows().find((row) => row.includes('job/8'))).toContain('⏱ +5m08s');
  });

  it('are shown with →, gone into, left and folded again with ←', () => {
    const game = play(fakeCase(JOBS));
    game.press('k right');
    expect(jobs(game)).toEqual(['1', '2', '3', '4', ...FOLDED.slice(1)]);
    game.press('right j');
    expect(game.selected()).toContain('job/3');
    game.press('left');
    expect(game.selected()).toContain('job/1');
    game.press('left');
    expect(jobs(game)).toEqual(FOLDED);
    expect(game.selected()).toContain('job/1');
  });

  it('open and close with Space', () => {
    const game = play(fakeCase(JOBS));
    game.press('k space');
    expect(jobs(game)[1]).toBe('2');
    game.press('space');
    expect(jobs(game)).toEqual(FOLDED);
  });

  it('are each shown when folding is off or everything is open', () => {
    const each = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'id', '10'];
    const game = play(fakeCase(JOBS));
    game.press('*');
    expect(jobs(game)).toEqual(each);
    game.press('*');
    expect(jobs(game)).toEqual(FOLDED);
    game.press('=');
    expect(jobs(game)).toEqual(each);
    game.press('0');
    expect(jobs(game)).toEqual(FOLDED);
  });

  it('never take away the row that one stands on', () => {
    const game = play(fakeCase(JOBS));
    game.press('* j j *');
    expect(game.selected()).toContain('job/7');
    expect(jobs(game)).toEqual(['1×4', '5', '6', '7', '8×2', 'id', '10']);
  });

  it('never take away what a search found, until it is over', () => {
    const game = play(fakeCase(JOBS));
    game.press('/');
    game.type('job/3');
    game.press('enter');
    expect(game.selected()).toContain('job/3');
    game.press('E');
    expect(jobs(game)).toContain('3');
    game.press('escape');
    expect(game.selected()).toContain('job/5');
  });

  it('stay as they were opened in a new revision', () => {
    const view = fakeCase(JOBS);
    const game = play(view);
    game.press('k right j');
    view.become(JOBS);
    game.send({ kind: 'caseMoved' });
    expect(game.selected()).toContain('job/2');
    expect(jobs(game)).toEqual(['1', '2', '3', '4', ...FOLDED.slice(1)]);
  });

  it('are counted without those that a filter hides', () => {
    const view = fakeCase(JOBS);
    const game = play(view);
    game.press('f');
    game.type('job/1');
    game.press('enter');
    expect(jobs(game)).toEqual(['1', '10']);
  });

  it('are said in ASCII too', () => {
    const game = play(fakeCase(JOBS), 160, 50, lookFor({ isAscii: true, colour: 'none' }));
    expect(game.rows().find((row) => row.includes('job/1 '))).toContain('x4, the first shown');
  });
});
