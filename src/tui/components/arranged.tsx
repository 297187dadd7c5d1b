import { Box } from 'ink';
import { type ReactElement, useContext } from 'react';
import { type Arrangement, blocksAcross } from '../drawing/arrangement.js';
import { LineStandIns, Lines } from './lines.js';

/** Blocks where they stand: as wide as they are, or a cell each where a character stands for a line of one. */
export function Arranged({ arrangement, cells }: { readonly arrangement: Arrangement; readonly cells: number }): ReactElement {
  const isStoodFor = useContext(LineStandIns) !== undefined;
  if (arrangement.kind === 'block') {
    const across = isStoodFor ? cells : arrangement.columns;
    return (
      <Box flexDirection="column" width={across} height={arrangement.lines.length} flexShrink={0}>
        <Lines block={arrangement} cells={across} />
      </Box>
    );
  }
  const isBeside = arrangement.kind === 'beside';
  const across = isBeside ? cellsOf(arrangement.parts, cells) : undefined;
  return (
    <Box flexDirection={isBeside ? 'row' : 'column'} flexShrink={0}>
      {Array.from(arrangement.parts.entries(), ([place, part]) => (
        <Arranged key={place} arrangement={part} cells={across?.[place] ?? cells} />
      ))}
    </Box>
  );
}

/** Cells of each part, left to right: the last one's are all that are left, so that none between blocks is empty. */
function cellsOf(parts: readonly Arrangement[], cells: number): readonly number[] {
  const least = parts.map(blocksAcross);
  const left = cells - least.reduce((sum, one) => sum + one, 0);
  return least.map((one, place) => (place === least.length - 1 ? one + left : one));
}
