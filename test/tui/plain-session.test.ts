import { describe, expect, it } from 'vitest';
import { SPOKEN } from '../../src/tui/drawing/look.js';
import { plainSession } from '../../src/tui/plain/plain-session.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

function session() {
  const { store, deeds, arrived } = play(fakeCase(STORY), 400, 30, SPOKEN);
  return { ...plainSession(store), deeds, later: arrived };
}

describe('lines that are read aloud', () => {
  it('begin with the case, how to go on, and every row with its number', () => {
    const lines = session().greeting();
    expect(lines[0]).toContain('workbench - case');
    expect(lines).toContainEqual(expect.stringContaining('Type the name of a key'));
    expect(lines).toContainEqual('1. open node kind-worker');
    expect(lines.filter((line) => line.endsWith('(selected)'))).toHaveLength(1);
  });

  it.each([
    { line: 'j', said: 'row 8/18' },
    { line: 'jjj', said: 'row 10/18' },
    { line: 'g', said: 'row 1/18' },
    { line: 'down down', said: 'row 9/18' },
    { line: '3', said: 'row 3/18' },
    { line: 'e', said: 'finding 2 of 2' },
  ])('answer "$line" with $said', ({ line, said }) => {
    expect(session().take(line).join('\n')).toContain(said);
  });

  it('repeat the selection with all that is known of it for an empty line', () => {
    const lines = session().take('').join('\n');
    expect(lines).toContain('row 7/18');
    expect(lines).toContain('Reverse shell to c2.example');
    expect(lines).toContain('203.0.113.9:8531');
  });

  it('take the words after a key that asks for some', () => {
    const said = session().take('/ gunicorn').join('\n');
    expect(said).toContain('"gunicorn": 1 of 2');
  });

  it('ask for the words when there are none yet', () => {
    const one = session();
    one.take('f');
    expect(one.prompt()).toBe('filter (empty leaves): ');
    expect(one.take('binary:sh').join('\n')).toContain('Processes:');
  });

  it('let one choose from a menu by number', () => {
    const one = session();
    const menu = one.take('x');
    expect(menu).toContainEqual(expect.stringMatching(/^2\. j,? this view as JSON$/));
    one.take('2');
    expect(one.deeds).toEqual(['export Processes as json: processes']);
  });

  it('say every key at once, and are done with it', () => {
    const one = session();
    expect(one.take('?').length).toBeGreaterThan(40);
    expect(one.prompt()).toBe('> ');
  });

  it('hold no sign that acts on a terminal and no frame', () => {
    const one = session();
    const lines = [...one.greeting(), ...one.take('rows'), ...one.take(''), ...one.take('?'), ...one.take('! j')];
    expect(lines.filter((line) => [...line].some((character) => character < ' ' || /[│─▌█▾▸●]/.test(character)))).toEqual([]);
  });

  it('say a raw event once it was read, and are done with it', async () => {
    const one = session();
    one.take('r');
    await one.later();
    expect(one.arrived().join('\n')).toContain('9223372036854775807');
    expect(one.prompt()).toBe('> ');
  });

  it('leave with q', () => {
    const one = session();
    one.take('q');
    expect(one.deeds).toEqual(['quit']);
  });
});
