import { Text } from 'ink';
import type { ReactElement } from 'react';

/**
 * Drawn lines one below the other, each one text that fills its width: what Ink draws fastest. A line is known by its place on the
 * screen, since what stands there changes and the place doesn't.
 */
export function lineElements(lines: readonly string[]): readonly ReactElement[] {
  return Array.from(lines.entries(), ([place, line]) => (
    <Text key={place} wrap="truncate-end">
      {line}
    </Text>
  ));
}
