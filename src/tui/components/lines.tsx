import { Transform } from 'ink';
import { createContext, type ReactElement, useContext } from 'react';
import type { Block } from '../drawing/arrangement.js';
import type { StandIns } from '../terminal/stand-ins.js';

/** What stands for lines while a frame is composed. Without it they pass through Ink themselves. */
export const LineStandIns = createContext<StandIns | undefined>(undefined);

/**
 * Drawn lines of `columns` one below the other. Ink measures every text that it is given and remembers it for ever, so it is given a text
 * of the right size that never changes, and what is drawn takes its place at the last moment.
 */
export function Lines({ lines, columns }: Block): ReactElement | null {
  const standIns = useContext(LineStandIns);
  if (lines.length === 0) return null;
  const block = { lines, columns };
  return (
    <Transform transform={(measured, row) => standIns?.standFor(block) ?? lines[row] ?? measured}>
      {lines.map(() => 'x'.repeat(columns)).join('\n')}
    </Transform>
  );
}
