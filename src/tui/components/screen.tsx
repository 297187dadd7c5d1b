import { Box, useInput } from 'ink';
import { type ReactElement, useMemo, useSyncExternalStore } from 'react';
import type { Arrangement } from '../drawing/arrangement.js';
import { type Input, inputReader } from '../keys.js';
import type { ProgramStore } from '../program-store.js';
import { screenOf } from '../screen.js';
import { Lines } from './lines.js';

/** The whole screen: it draws the program's state and hands it what is typed. */
export function Screen({
  store,
  onInput,
}: {
  readonly store: ProgramStore;
  readonly onInput: (inputs: readonly Input[]) => void;
}): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const read = useMemo(() => inputReader(Date.now), []);
  useInput((input, key) => onInput(read(input, key)));
  return (
    <Box flexDirection="column" width={state.size.columns} height={state.size.rows}>
      <Arranged arrangement={screenOf(state)} />
    </Box>
  );
}

function Arranged({ arrangement }: { readonly arrangement: Arrangement }): ReactElement {
  if (arrangement.kind === 'block') {
    const { lines, columns } = arrangement;
    return (
      <Box flexDirection="column" width={columns} height={lines.length} flexShrink={0}>
        <Lines lines={lines} columns={columns} />
      </Box>
    );
  }
  return (
    <Box flexDirection={arrangement.kind === 'beside' ? 'row' : 'column'} flexShrink={0}>
      {Array.from(arrangement.parts.entries(), ([place, part]) => (
        <Arranged key={place} arrangement={part} />
      ))}
    </Box>
  );
}
