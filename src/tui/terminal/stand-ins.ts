import type { Block } from '../drawing/arrangement.js';

/**
 * Keeps drawn lines aside while Ink lays out and composes a frame. Ink takes every text apart into characters with their styles and puts it
 * together again, which took half the time of a key; a line is exact already, so one character passes through Ink in its place. Ink's frame is as
 * tall as the screen and no wider than blocks stand beside each other: every cell of it costs an object and a look.
 */
export interface StandIns {
  /** The character that stands for each line of a block in the frame being composed, where it takes so many of Ink's cells. */
  standFor(block: Block, cells: number): string;
  /** The frame with every line where its character stood, without blanks at the ends of rows. The next frame begins. */
  resolved(frame: string): string;
}

/** Cells that a frame of Ink's has across: no fewer than blocks stand beside each other. */
export const MOST_ACROSS = 8;

/** Ink knows without looking them up that these take one column. There are more than a screen has blocks. */
const FIRST = 0x21;
const LAST = 0x7e;

/** Stand-ins for one frame after the other. Throws for a frame of more blocks than there are characters, or cells for. */
export function standIns(): StandIns {
  let blocks: { readonly block: Block; readonly cells: number }[] = [];
  const resolved = (frame: string): string => {
    const taken = blocks.map(() => 0);
    const resolvedRow = (row: string): string => {
      let whole = '';
      let place = 0;
      while (place < row.length) {
        const at = row.charCodeAt(place) - FIRST;
        const found = blocks[at];
        const line = taken[at] ?? 0;
        // A block's lines follow each other from row to row, and Ink leaves the rest of their room blank.
        whole += found?.block.lines[line] ?? row[place];
        taken[at] = line + 1;
        place += found?.cells ?? 1;
      }
      return whole.trimEnd();
    };
    return frame.split('\n').map(resolvedRow).join('\n');
  };
  return {
    standFor: (block, cells) => {
      if (cells > MOST_ACROSS) throw new Error(`a frame of more than ${MOST_ACROSS} blocks beside each other`);
      const known = blocks.findIndex((one) => one.block === block);
      const at = known < 0 ? blocks.push({ block, cells }) - 1 : known;
      if (FIRST + at > LAST) throw new Error(`a frame of more than ${LAST - FIRST + 1} blocks of lines`);
      return String.fromCharCode(FIRST + at);
    },
    resolved: (frame) => {
      const whole = resolved(frame);
      blocks = [];
      return whole;
    },
  };
}
