import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { showsAsciiOnly } from '../../src/cli/terminal-abilities.js';
import { textStyle } from '../../src/cli/text/style.js';

describe('a terminal', () => {
  it.each([
    { env: { TERM: 'linux' }, isAscii: true },
    { env: { TERM: 'linux', LANG: 'en_US.UTF-8' }, isAscii: true },
    { env: { TERM: 'xterm-256color', LANG: 'C' }, isAscii: true },
    { env: { LC_ALL: 'de_DE.ISO-8859-1', LANG: 'C.UTF-8' }, isAscii: true },
    { env: { LC_ALL: '', LANG: 'en_US.utf8' }, isAscii: false },
    { env: { LC_CTYPE: 'C.UTF-8', LANG: 'C' }, isAscii: false },
    { env: { TERM: 'xterm-256color' }, isAscii: false },
  ])('with $env shows no more than ASCII: $isAscii', ({ env, isAscii }) => {
    expect(showsAsciiOnly(env)).toBe(isAscii);
  });

  it.each([
    { option: true, env: {}, isTTY: true, isAscii: true },
    { option: false, env: { TERM: 'linux' }, isTTY: true, isAscii: false },
    { option: undefined, env: { TERM: 'linux' }, isTTY: true, isAscii: true },
    { option: undefined, env: { TERM: 'linux' }, isTTY: false, isAscii: false },
  ])('is drawn on in ASCII when the flag, else what is known of it says so: $option $env $isTTY', ({ option, env, isTTY, isAscii }) => {
    const stdout = Object.assign(new PassThrough(), { isTTY });
    expect(textStyle({ stdout, env }, { color: true, ...(option !== undefined && { ascii: option }) }).isAscii).toBe(isAscii);
  });
});
