/** Writes frames to the terminal. */
export interface Painter {
  /** Draws a frame: only the lines that differ from the one before. */
  paint(frame: string): void;
  /** Forgets what is on the screen: the next frame is drawn whole. */
  forget(): void;
  /** Draws the last frame again, whole. */
  repaint(): void;
}

/** Around a frame: terminals that know synchronized output show it at once, the others ignore the mode. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

/**
 * A painter over `write`. Every line is placed by its absolute position and cleared before it is written (clearing after would take
 * the last column's character on some terminals), so a frame is right whatever the screen held: after a resize, a suspend, or somebody
 * else's output. Lines past `rows()` are left out: a terminal takes their position for its last line.
 */
export function painter(write: (text: string) => void, rows: () => number): Painter {
  let drawn: readonly string[] | undefined;
  let last = '';
  const paint = (frame: string): void => {
    last = frame;
    const lines = frame.split('\n').slice(0, rows());
    const changes = drawn === undefined ? ['\u001b[0m\u001b[2J'] : [];
    for (let row = 0; row < Math.min(rows(), Math.max(lines.length, drawn?.length ?? 0)); row++) {
      const line = lines[row] ?? '';
      if (drawn === undefined ? line !== '' : line !== drawn[row]) changes.push(`\u001b[${row + 1};1H\u001b[2K${line}`);
    }
    drawn = lines;
    if (changes.length > 0) write(`${BEGIN}${changes.join('')}${END}`);
  };
  return {
    paint,
    forget: () => {
      drawn = undefined;
    },
    repaint: () => {
      drawn = undefined;
      paint(last);
    },
  };
}
