import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../src/model/match-pattern.js';

describe('matchesPattern', () => {
  it.each([
    ['substring', 'CURL', '/usr/bin/curl', true],
    ['substring', 'wget', '/usr/bin/curl', false],
    ['exact', 'curl', '/usr/bin/curl', false],
    ['exact', 'Curl', 'curl', false],
    ['exact', 'a*', 'a*', true],
    ['glob', '*/CURL', '/usr/bin/curl', true],
    ['glob', 'curl', '/usr/bin/curl', false],
    ['glob', '*', '', true],
    ['glob', '?', '', false],
    ['glob', '?', '😀', true],
    ['glob', 'a.c', 'abc', false],
  ] as const)('%s %j meets %j: %s', (match, text, value, expected) => {
    expect(matchesPattern({ match, text }, value)).toBe(expected);
  });

  it('says of every glob what a regular expression says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.') });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?') });
    fc.assert(
      fc.property(glob, letters, (text, value) => {
        const source = text.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesPattern({ match: 'glob', text }, value)).toBe(new RegExp(`^${source}$`, 's').test(value));
      }),
    );
  });

  it('is not slowed down by a glob of many stars', () => {
    expect(matchesPattern({ match: 'glob', text: `${'*a'.repeat(40)}b` }, 'a'.repeat(5000))).toBe(false);
  });
});
