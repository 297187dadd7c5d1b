/** Alternate screen, no cursor, no line wrap, bracketed paste. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[0m\u001b[2J';
/** All of it undone, and what a program before us may have left: styles, mouse, hidden cursor. */
const LEAVE = '\u001b[?2026l\u001b[0m\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?2004l\u001b[?7h\u001b[?1049l\u001b[?25h';

/** The terminal's modes: ours while the interface is shown, its own otherwise. Both ways may be asked for any number of times. */
export interface TerminalModes {
  enter(): void;
  leave(): void;
  /** Whether they are ours now. */
  areOurs(): boolean;
}

/**
 * Modes of the terminal that `stdin` and `stdout` are. Leaving is one write, and writes to a terminal are synchronous, so it works on the
 * way out of a crash. *Source:* Node's documentation of process I/O: synchronous for terminals except on Windows.
 */
export function terminalModes(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): TerminalModes {
  let isOurs = false;
  return {
    areOurs: () => isOurs,
    enter: () => {
      if (isOurs) return;
      isOurs = true;
      stdin.setRawMode(true);
      stdout.write(ENTER);
    },
    leave: () => {
      if (!isOurs) return;
      isOurs = false;
      stdout.write(LEAVE);
      if (!stdin.destroyed) stdin.setRawMode(false);
    },
  };
}
