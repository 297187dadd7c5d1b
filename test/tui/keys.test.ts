import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { inputReader } from '../../src/tui/keys.js';
import { ESCAPE } from './play.js';

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

function names(...calls: readonly (readonly [string, Partial<Key>?])[]): readonly string[] {
  const read = inputReader(() => 0);
  return calls
    .flatMap(([input, key = {}]) => read(input, { ...NO_KEY, ...key }))
    .filter((input) => input.kind !== 'pointer')
    .map((input) => (input.kind === 'paste' ? `paste ${JSON.stringify(input.text)}` : input.key.name));
}

describe('keys as Ink delivers them', () => {
  it.each([
    { what: 'a burst', calls: [['jjj']], keys: ['j', 'j', 'j'] },
    { what: 'text with Enter in one call', calls: [['ab\r']], keys: ['a', 'b', 'enter'] },
    { what: 'the key above Enter', calls: [['', { delete: true }]], keys: ['backspace'] },
    { what: 'Escape, which also sets meta', calls: [['', { escape: true, meta: true }]], keys: ['escape'] },
    { what: 'Alt with a letter', calls: [['f', { meta: true }]], keys: [] },
    { what: 'Ctrl with a letter', calls: [['z', { ctrl: true }]], keys: ['ctrl+z'] },
    { what: 'Ctrl-C in a burst', calls: [['j\u0003']], keys: ['j', 'ctrl+c'] },
    { what: 'Shift-Tab', calls: [['', { tab: true, shift: true }]], keys: ['shift+tab'] },
    { what: 'a wide character', calls: [['名']], keys: ['名'] },
    { what: 'an unknown sequence', calls: [['[5;9R', { meta: true }]], keys: [] },
  ] as const)('reads $what', ({ calls, keys }) => {
    expect(names(...calls)).toEqual(keys);
  });

  it('takes a paste as one text, whatever it holds', () => {
    expect(names(['[200~'], ['rm -rf'], ['\r', { return: true }], ['q'], ['[201~'], ['j'])).toEqual(['paste "rm -rf q"', 'j']);
  });

  it('takes a sequence within a paste as text', () => {
    expect(names(['[200~'], ['', { upArrow: true }], [`${ESCAPE}x`], ['[201~'])).toEqual([`paste ${JSON.stringify(`${ESCAPE}x`)}`]);
  });
});
