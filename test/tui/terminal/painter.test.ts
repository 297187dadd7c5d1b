import { describe, expect, it } from 'vitest';
import { clipboardSequence } from '../../../src/tui/terminal/clipboard.js';
import { painter } from '../../../src/tui/terminal/painter.js';
import { ESCAPE } from '../play.js';

function painted(rows = 10): { readonly paint: ReturnType<typeof painter>; readonly last: () => string } {
  const written: string[] = [];
  const paint = painter(
    (text) => written.push(text),
    () => rows,
  );
  return { paint, last: () => (written.pop() ?? '').replaceAll(ESCAPE, '^') };
}

describe('the painter', () => {
  it('clears the screen once and then writes only lines that differ', () => {
    const { paint, last } = painted();
    paint.paint('a\nb\nc');
    expect(last()).toBe('^[?2026h^[0m^[2J^[1;1H^[2Ka^[2;1H^[2Kb^[3;1H^[2Kc^[?2026l');
    paint.paint('a\nB\nc');
    expect(last()).toBe('^[?2026h^[2;1H^[2KB^[?2026l');
    paint.paint('a\nB\nc');
    expect(last()).toBe('');
  });

  it('clears lines that are gone', () => {
    const { paint, last } = painted();
    paint.paint('a\nb');
    last();
    paint.paint('a');
    expect(last()).toBe('^[?2026h^[2;1H^[2K^[?2026l');
  });

  it('writes everything again after it was told to forget', () => {
    const { paint, last } = painted();
    paint.paint('a');
    paint.forget();
    last();
    paint.paint('a');
    expect(last()).toContain('^[2J^[1;1H^[2Ka');
    paint.repaint();
    expect(last()).toContain('^[2J^[1;1H^[2Ka');
  });

  it('never addresses a line that the terminal does not have', () => {
    const { paint, last } = painted(2);
    paint.paint('a\nb\nc\nd');
    expect(last()).not.toContain('^[3;1H');
  });
});

describe('the clipboard', () => {
  it('takes text as base64', () => {
    expect(clipboardSequence('a\u0007b')).toBe(`${ESCAPE}]52;c;${Buffer.from('a\u0007b').toString('base64')}\u0007`);
  });

  it('refuses what terminals would cut', () => {
    expect(clipboardSequence('x'.repeat(56_244))).toBeDefined();
    expect(clipboardSequence('x'.repeat(56_250))).toBeUndefined();
  });
});
