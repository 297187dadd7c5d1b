import { describe, expect, it } from 'vitest';
import { lookFor } from '../../../src/tui/drawing/look.js';
import { THEMES, type Theme } from '../../../src/tui/drawing/theme.js';

/** xterm's own sixteen, as red, green, blue. *Source:* xterm's XTerm-col.ad. */
const PALETTE = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
] as const;
const BLACK = [0, 0, 0] as const;
const WHITE = [255, 255, 255] as const;

type Colour = readonly [number, number, number];

/** Ink and ground of a style on a ground of its own. */
function coloursOf(sgr: string, ink: Colour, ground: Colour): readonly [Colour, Colour] {
  let [front, back] = [ink, ground];
  for (const code of sgr.split(';').map(Number)) {
    if (code >= 30 && code <= 37) front = PALETTE[code - 30] ?? front;
    if (code >= 90 && code <= 97) front = PALETTE[code - 82] ?? front;
    if (code >= 40 && code <= 47) back = PALETTE[code - 40] ?? back;
    if (code >= 100 && code <= 107) back = PALETTE[code - 92] ?? back;
  }
  return [front, back];
}

/** *Source:* WCAG 2.2, "contrast ratio". */
function contrast(a: Colour, b: Colour): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number): number => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function leastContrast({ sgr }: Theme, ink: Colour, ground: Colour): number {
  return Math.min(...Object.values(sgr).map((style) => contrast(...coloursOf(style, ink, ground))));
}

describe('themes', () => {
  it.each([
    { name: 'light', ink: BLACK, ground: WHITE, least: 3.9 },
    { name: 'dark', ink: WHITE, ground: BLACK, least: 4.4 },
    { name: 'high-contrast', ink: BLACK, ground: WHITE, least: 5.8 },
    { name: 'high-contrast', ink: WHITE, ground: BLACK, least: 5.8 },
    { name: 'mono', ink: BLACK, ground: WHITE, least: 21 },
  ] as const)('$name can be read: contrast $least at least', ({ name, ink, ground, least }) => {
    expect(leastContrast(THEMES[name], ink, ground)).toBeGreaterThanOrEqual(least);
  });

  it('use the sixteen colours and attributes alone', () => {
    const codes = Object.values(THEMES).flatMap(({ sgr }) =>
      Object.values(sgr).flatMap((style) =>
        style
          .split(';')
          .filter((code) => code !== '')
          .map(Number),
      ),
    );
    const isNamed = (code: number): boolean => code <= 7 || (code >= 30 && code <= 37) || (code >= 40 && code <= 47) || code >= 90;
    expect(codes.filter((code) => !isNamed(code) || code > 107)).toEqual([]);
  });

  it('that have no colour have none', () => {
    expect(
      Object.values(THEMES.mono.sgr)
        .flatMap((style) => style.split(';'))
        .filter((code) => Number(code) > 7),
    ).toEqual([]);
  });

  it('are all the one without colour where there is to be none', () => {
    expect(lookFor({ isAscii: false, colour: 'none', theme: 'dark' }).theme).toBe(THEMES.mono);
  });
});
