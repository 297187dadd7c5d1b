import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ScreenTerminal, screenTerminal } from '../../../src/tui/terminal/screen-terminal.js';
import { ESCAPE } from '../play.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A terminal that keeps what is written to it, and no process behind it that would stop. */
function recorded(): { readonly terminal: ScreenTerminal; readonly written: () => string } {
  let written = '';
  const stdout = {
    rows: 24,
    columns: 80,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  const stdin = { destroyed: false, setRawMode: () => undefined };
  const terminal = screenTerminal({ stdin, stdout, kill: () => true } as unknown as NodeJS.Process);
  return { terminal, written: () => written };
}

/** Whether the alternate screen is the last that was asked for. */
function isTaken(written: string): boolean {
  return written.lastIndexOf(`${ESCAPE}[?1049h`) > written.lastIndexOf(`${ESCAPE}[?1049l`);
}

describe('a screen that was stopped', () => {
  it('is taken again once the process goes on', () => {
    const { terminal, written } = recorded();
    terminal.enter();
    terminal.suspend(terminal.takeBack);
    expect(isTaken(written())).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(isTaken(written())).toBe(true);
  });

  it('stays given back when it was left before that was known', () => {
    const { terminal, written } = recorded();
    terminal.enter();
    terminal.suspend(terminal.takeBack);
    // SIGCONT is told of first, and the user leaves at once.
    terminal.takeBack();
    expect(isTaken(written())).toBe(true);
    terminal.leave();
    vi.advanceTimersByTime(1000);
    expect(isTaken(written())).toBe(false);
  });
});
