import { render } from 'ink';
import type { Input } from '../keys.js';
import type { ProgramStore } from '../program-store.js';
import type { ScreenTerminal } from '../terminal/screen-terminal.js';
import { LineStandIns } from './lines.js';
import { Screen } from './screen.js';

export { summaryTable } from './summary-table.js';

/** A screen that Ink draws. */
export interface InkScreen {
  /** Settles when Ink ends by itself; rejects with what it failed of. */
  readonly ended: Promise<unknown>;
  close(): void;
}

/** Has Ink draw the program's state on a terminal from now on, and tell what is typed. */
export function inkScreen(
  store: ProgramStore,
  { stream, standIns }: ScreenTerminal,
  { stdin, onInput }: { readonly stdin: NodeJS.ReadStream; readonly onInput: (input: Input) => void },
): InkScreen {
  const screen = (
    <LineStandIns value={standIns}>
      <Screen store={store} onInput={(inputs) => inputs.forEach(onInput)} />
    </LineStandIns>
  );
  // Whole frames to a stream of ours, which draws them: Ink's own writer loses its place when the process was stopped and goes on.
  const app = render(screen, { stdin, stdout: stream, debug: true, exitOnCtrlC: false, patchConsole: false });
  return { ended: app.waitUntilExit(), close: () => app.unmount() };
}
