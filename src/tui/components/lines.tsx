import { Transform } from 'ink';
import type { ReactElement } from 'react';

/**
 * Drawn lines of `columns` one below the other. A line is known by its place on the screen, since what stands there changes and the
 * place doesn't. Ink measures every text that it is given and remembers it for ever, so it is given a text of the right width that
 * never changes, and the drawn line takes its place at the last moment.
 */
export function lineElements(lines: readonly string[], columns: number): readonly ReactElement[] {
  const measured = 'x'.repeat(columns);
  return Array.from(lines.entries(), ([place, line]) => (
    <Transform key={place} transform={() => line}>
      {measured}
    </Transform>
  ));
}
