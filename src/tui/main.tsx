import { render } from 'ink';
import type { ImportProgress } from '../model/progress.js';
import { Screen } from './components/screen.js';
import { lookFor } from './drawing/look.js';
import type { Input } from './keys.js';
import type { Message } from './messages.js';
import { said } from './notice.js';
import type { InterfaceOptions } from './options.js';
import { programStore } from './program-store.js';
import { runner } from './runner.js';
import { initialState } from './state.js';
import { screenTerminal } from './terminal/screen-terminal.js';
import { watchSignals } from './terminal/signals.js';

export type { ActionResult, ImportProgressFeed, InterfaceActions, InterfaceOptions, InterfaceStyle } from './options.js';

const FIRST_HINT = said('welcome: e goes to the next finding, Tab to its connections, ? shows every key');

/**
 * Shows a case on the terminal that standard input and output are, until the user quits. Resolves once the terminal is as it was;
 * throws what nobody expected, after the terminal is as it was.
 */
export async function runInterface(options: InterfaceOptions): Promise<void> {
  const { view, actions, progress, style } = options;
  const terminal = screenTerminal(process);
  const { promise: ended, resolve: quit, reject: crash } = promised();
  const goOn = (): void => {
    store.dispatch({ kind: 'terminalResized', size: terminal.size() });
    terminal.takeBack();
  };
  const perform = runner({
    view,
    actions,
    copy: terminal.copy,
    suspend: () => terminal.suspend(goOn),
    repaint: terminal.repaint,
    quit,
    say: (message) => store.dispatch(message),
    crash,
  });
  const store = programStore(initialState(options.title, lookFor(style), terminal.size()), perform, setImmediate);
  const onProgress = (step: ImportProgress): void => {
    store.dispatch({ kind: 'importProgressed', progress: step });
    if (view.revision() !== store.state().facts.revision) store.dispatch({ kind: 'caseMoved' });
  };
  const onResize = (): void => {
    terminal.forget();
    store.dispatch({ kind: 'terminalResized', size: terminal.size() });
  };

  // The case is read before the first frame, so that this already shows it.
  const current = progress?.current();
  if (current !== undefined) store.dispatch({ kind: 'importProgressed', progress: current });
  store.dispatch({ kind: 'caseMoved' });
  if (style.isFirstRun === true) store.dispatch({ kind: 'actionFinished', notice: FIRST_HINT });

  const unwatch = watchSignals(process, { leave: terminal.leave, goOn, crash });
  const unsubscribe = progress?.subscribe(onProgress);
  process.stdout.on('resize', onResize);
  terminal.enter();
  // Whole frames to a stream of ours, which draws them: Ink's own writer loses its place when the process was stopped and goes on.
  const app = render(<Screen store={store} onInput={(inputs) => inputs.map(messageOf).forEach(store.dispatch)} />, {
    stdout: terminal.stream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  try {
    await Promise.race([ended, app.waitUntilExit()]);
  } finally {
    terminal.leave();
    app.unmount();
    unsubscribe?.();
    process.stdout.off('resize', onResize);
    unwatch();
  }
}

function messageOf(input: Input): Message {
  return input.kind === 'key' ? { kind: 'userPressed', key: input.key } : { kind: 'userPasted', text: input.text };
}

/** A promise that is settled from outside. */
function promised(): { readonly promise: Promise<void>; resolve(): void; reject(error: unknown): void } {
  let resolve = (): void => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}
