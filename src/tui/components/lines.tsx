import { Transform } from 'ink';
import { createContext, type ReactElement, useContext, useMemo } from 'react';
import type { Block } from '../drawing/arrangement.js';
import type { StandIns } from '../terminal/stand-ins.js';

/** What stands for lines while a frame is composed. Without it they pass through Ink themselves. */
export const LineStandIns = createContext<StandIns | undefined>(undefined);

/**
 * Drawn lines one below the other, in so many of Ink's cells across. Ink measures every text that it is given and remembers it for ever, so
 * it is given a text of the right size that never changes, and what is drawn takes its place at the last moment.
 */
export function Lines({ block, cells }: { readonly block: Block; readonly cells: number }): ReactElement | null {
  const standIns = useContext(LineStandIns);
  const { lines } = block;
  const width = standIns === undefined ? cells : 1;
  const measured = useMemo(() => Array.from({ length: lines.length }, () => 'x'.repeat(width)).join('\n'), [lines.length, width]);
  if (lines.length === 0) return null;
  return (
    <Transform transform={(own, row) => (standIns === undefined ? (lines[row] ?? own) : standIns.standFor(block, cells))}>
      {measured}
    </Transform>
  );
}
