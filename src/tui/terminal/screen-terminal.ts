import { clipboardSequence } from './clipboard.js';
import { frameStream } from './frame-stream.js';
import { painter } from './painter.js';
import { MOST_ACROSS, type StandIns, standIns } from './stand-ins.js';
import { terminalModes } from './terminal-modes.js';

/** The terminal as a screen that is ours for a while. */
export interface ScreenTerminal {
  /** What Ink writes its frames to. Frames that come while the screen isn't ours are not drawn. */
  readonly stream: NodeJS.WriteStream;
  /** What stands for lines in the frames of that stream. */
  readonly standIns: StandIns;
  /** Draws a whole frame. Nothing while the screen isn't ours. */
  paint(frame: string): void;
  size(): { readonly columns: number; readonly rows: number };
  /** Takes the screen. */
  enter(): void;
  /** Gives it back for good. Synchronous, and harmless when it was given back before. */
  leave(): void;
  /**
   * Takes it again after the process was stopped, however that came: whoever had it meanwhile may have changed anything. Nothing once the
   * screen was given back for good: we may be told twice that we go on, and be left in between.
   */
  takeBack(): void;
  /** Gives the screen back and stops the process, as Ctrl-Z does where nobody swallows it. */
  suspend(onGoingOn: () => void): void;
  /** Forgets what is drawn: the next frame is drawn whole. */
  forget(): void;
  /** Draws the last frame again, whole. */
  repaint(): void;
  /** Whether the mouse acts on us, or is the terminal's own. */
  setMouse(isOn: boolean): void;
  /** Puts text on the clipboard; false when it is too long for that. */
  copy(text: string): boolean;
}

/** The screen that the process's standard input and output are. */
export function screenTerminal(process: NodeJS.Process): ScreenTerminal {
  const { stdin, stdout } = process;
  const modes = terminalModes(stdin, stdout);
  const paint = painter(
    (text) => stdout.write(text),
    () => stdout.rows,
  );
  const lines = standIns();
  let isOver = false;
  const paintWhole = (frame: string): void => {
    if (modes.areOurs()) paint.paint(frame);
  };
  return {
    stream: frameStream(stdout, MOST_ACROSS, (frame) => paintWhole(lines.resolved(frame))),
    standIns: lines,
    paint: paintWhole,
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    enter: modes.enter,
    leave: () => {
      isOver = true;
      modes.leave();
    },
    setMouse: modes.setMouse,
    takeBack: () => {
      if (isOver) return;
      modes.leave();
      modes.enter();
      paint.repaint();
    },
    suspend: (onGoingOn) => {
      modes.leave();
      // The whole group, as the terminal itself would: a wrapper like npx must stop too. The timer runs once we go on, and at once when
      // nothing stopped us because there is no shell to go back to.
      process.kill(0, 'SIGTSTP');
      setTimeout(onGoingOn, 50);
    },
    forget: paint.forget,
    repaint: paint.repaint,
    copy: (text) => {
      const sequence = clipboardSequence(text);
      if (sequence !== undefined) stdout.write(sequence);
      return sequence !== undefined;
    },
  };
}
