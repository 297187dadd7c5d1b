import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/model/printable.js';

const ESC = '\u001b';
const BEL = '\u0007';

/** What an attacker would put into a command line: each acts on a terminal or lies to a reader. */
const HOSTILE = [
  `${ESC}[2J${ESC}[H`,
  `${ESC}[1A`,
  `${ESC}]0;owned${BEL}`,
  `${ESC}]52;c;cm0gLXJm${ESC}\\`,
  `${ESC}P+q544e${ESC}\\`,
  `${ESC}c`,
  `${ESC}[?1049h`,
  '\u009b2J',
  '\u009d0;owned\u009c',
  '\r',
  '\n',
  '\b\b\b',
  '\t',
  '\v',
  '\f',
  '\u0085',
  '\u202egpj.exe',
  '\u2066\u2069',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\udc00x',
  '\u{e0041}',
] as const;

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ unit: controlCharacter() })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

function controlCharacter(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code));
}

/** Control, format and lone surrogate characters, line and paragraph separators: by Unicode's own categories. */
const ACTS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const HIDES = /\p{Default_Ignorable_Code_Point}/u;

describe('printable text', () => {
  it('leaves printable ASCII as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => printable(text) === text));
  });

  it('leaves letters of other scripts as they are', () => {
    for (const text of ['naïve café', 'Привет', '日本語', 'שלום', '👾']) expect(printable(text)).toBe(text);
  });

  it.each([
    [`${ESC}[31m`, '\\x1b[31m'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u202egpj', '\\u{202e}gpj'],
    ['\u009b', '\\x9b'],
    ['\ud83d', '\\u{d83d}'],
    ['\ude00\ud83d', '\\u{de00}\\u{d83d}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\u00ad\u200d\ufeff', '\\xad\\u{200d}\\u{feff}'],
  ])('spells %j as %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('spells everything outside ASCII where only ASCII is wanted', () => {
    expect(printable('é 日 👾', { isAscii: true })).toBe('\\xe9 \\u{65e5} \\u{1f47e}');
    fc.assert(fc.property(hostileText, (text) => /^[\x20-\x7e]*$/.test(printable(text, { isAscii: true }))));
  });

  it('never holds a character that acts or hides', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const safe = printable(text);
        return !ACTS.test(safe) && !HIDES.test(safe);
      }),
      { numRuns: 500 },
    );
  });

  it('is not changed by a second pass', () => {
    fc.assert(fc.property(hostileText, (text) => printable(printable(text)) === printable(text)));
  });

  it('spells every single unsafe code point of the Basic Multilingual Plane', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      if (ACTS.test(character) || HIDES.test(character)) expect(printable(character)).toMatch(/^\\/);
    }
  });
});

describe('a terminal fed with printable text', () => {
  it('keeps its cursor on the line, its title, its clipboard and its screen', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const seen = await terminalAfter(printable(text));
        expect(seen).toEqual({ line: 0, isAlternate: false, acted: [], rest: '' });
      }),
      { numRuns: 150 },
    );
  });

  it('is harmed by the same text when it is not made printable', async () => {
    const acted = (await Promise.all(HOSTILE.map(terminalAfter))).flatMap((seen) => seen.acted);
    expect(acted).toContain('title');
    expect(acted).toContain('clipboard');
  });
});

interface Seen {
  readonly line: number;
  readonly isAlternate: boolean;
  /** What the terminal was made to do besides showing text. */
  readonly acted: readonly string[];
  /** Text on any line but the first. */
  readonly rest: string;
}

async function terminalAfter(text: string): Promise<Seen> {
  const terminal = new xterm.Terminal({ cols: 8000, rows: 5, allowProposedApi: true });
  const acted: string[] = [];
  terminal.onTitleChange(() => acted.push('title'));
  terminal.onBell(() => acted.push('bell'));
  terminal.onData(() => acted.push('reply'));
  terminal.onLineFeed(() => acted.push('line feed'));
  terminal.parser.registerOscHandler(52, () => acted.push('clipboard') > 0);
  await new Promise<void>((done) => terminal.write(text, done));
  const buffer = terminal.buffer.active;
  let rest = '';
  for (let line = 1; line < buffer.length; line++) rest += buffer.getLine(line)?.translateToString(true) ?? '';
  const seen = { line: buffer.cursorY + buffer.baseY, isAlternate: buffer.type === 'alternate', acted, rest };
  terminal.dispose();
  return seen;
}
