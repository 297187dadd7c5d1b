/**
 * Alternate screen, no cursor, no line wrap, bracketed paste, and cells in the order in which they are written: a terminal that turns
 * text round for languages written from right to left would turn whole rows round. *Source:* "BiDi in Terminal Emulators", explicit mode
 * (ECMA-48 BDSM); terminals that know nothing of it ignore the mode.
 */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[8l\u001b[0m\u001b[2J';
/** All of it undone, and what a program before us may have left: styles, mouse, hidden cursor. */
const LEAVE =
  '\u001b[?2026l\u001b[0m\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?2004l\u001b[8h\u001b[?7h\u001b[?1049l\u001b[?25h';
/** Presses and the wheel, in the form that has no limit to its columns. */
const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
const MOUSE_OFF = '\u001b[?1000l\u001b[?1006l';

/** The terminal's modes: ours while the interface is shown, its own otherwise. Both ways may be asked for any number of times. */
export interface TerminalModes {
  enter(): void;
  leave(): void;
  /** Whether the mouse is ours too, now if the modes are, and whenever they become so. */
  setMouse(isOn: boolean): void;
  /** Whether they are ours now. */
  areOurs(): boolean;
}

/**
 * Modes of the terminal that `stdin` and `stdout` are. Leaving is one write, and writes to a terminal are synchronous, so it works on the
 * way out of a crash. *Source:* Node's documentation of process I/O: synchronous for terminals except on Windows.
 */
export function terminalModes(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): TerminalModes {
  let isOurs = false;
  let hasMouse = false;
  return {
    areOurs: () => isOurs,
    setMouse: (isOn) => {
      hasMouse = isOn;
      if (isOurs) stdout.write(isOn ? MOUSE_ON : MOUSE_OFF);
    },
    enter: () => {
      if (isOurs) return;
      isOurs = true;
      stdin.setRawMode(true);
      stdout.write(hasMouse ? ENTER + MOUSE_ON : ENTER);
    },
    leave: () => {
      if (!isOurs) return;
      isOurs = false;
      stdout.write(LEAVE);
      if (!stdin.destroyed) stdin.setRawMode(false);
    },
  };
}
