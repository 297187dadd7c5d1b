import { Box, useInput } from 'ink';
import { type ReactElement, useContext, useMemo, useSyncExternalStore } from 'react';
import { blocksAcross } from '../drawing/arrangement.js';
import { type Input, inputReader } from '../keys.js';
import type { ProgramStore } from '../program-store.js';
import { screenOf } from '../screen.js';
import { Arranged } from './arranged.js';
import { LineStandIns } from './lines.js';

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
  const arrangement = screenOf(state);
  const cells = useContext(LineStandIns) === undefined ? state.size.columns : blocksAcross(arrangement);
  return (
    <Box flexDirection="column" width={cells} height={state.size.rows}>
      <Arranged arrangement={arrangement} cells={cells} />
    </Box>
  );
}
