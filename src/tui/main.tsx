import { render } from 'ink';
import { Screen } from './components/screen.js';
import { lookFor } from './drawing/look.js';
import type { Input } from './keys.js';
import type { InterfaceOptions } from './options.js';
import { programStore } from './program-store.js';
import { runner } from './runner.js';
import { initialState } from './state.js';
import { clipboardSequence } from './terminal/clipboard.js';
import { frameStream } from './terminal/frame-stream.js';
import { painter } from './terminal/painter.js';
import { watchSignals } from './terminal/signals.js';
import { terminalModes } from './terminal/terminal-modes.js';

export type { ActionResult, ImportProgressFeed, InterfaceActions, InterfaceOptions, InterfaceStyle } from './options.js';

/**
 * Shows a case on the terminal that standard input and output are, until the user quits. Resolves once the terminal is as it was;
 * throws what nobody expected, after the terminal is as it was.
 */
export async function runInterface(options: InterfaceOptions): Promise<void> {
  const { stdin, stdout } = process;
  const modes = terminalModes(stdin, stdout);
  const paint = painter((text) => stdout.write(text));
  const size = () => ({ columns: stdout.columns, rows: stdout.rows });

  const resume = (): void => {
    modes.enter();
    paint.forget();
    store.dispatch({ kind: 'terminalResized', size: size() });
    paint.repaint();
  };
  const suspend = (): void => {
    modes.leave();
    // The whole group, as the terminal itself would: a wrapper like npx must stop too. When nothing stops us (no shell to go back to),
    // or once we go on, the next turn of the loop takes the terminal again.
    process.kill(0, 'SIGTSTP');
    setTimeout(resume, 50);
  };
  const perform = runner({
    view: options.view,
    actions: options.actions,
    copy: (text) => {
      const sequence = clipboardSequence(text);
      if (sequence !== undefined) stdout.write(sequence);
      return sequence !== undefined;
    },
    suspend,
    repaint: () => paint.repaint(),
    quit: () => app.unmount(),
    say: (message) => store.dispatch(message),
    crash: (error) => crash(error),
  });
  const store = programStore(initialState(options.title, lookFor(options.style), size()), perform, setImmediate);

  let crashed: { readonly error: unknown } | undefined;
  const crash = (error: unknown): void => {
    crashed ??= { error };
    modes.leave();
    app.unmount();
  };
  const unwatch = watchSignals(process, { leave: modes.leave, resume, crash });
  const onResize = (): void => {
    paint.forget();
    store.dispatch({ kind: 'terminalResized', size: size() });
  };
  const onInput = (inputs: readonly Input[]): void => {
    for (const input of inputs)
      store.dispatch(input.kind === 'key' ? { kind: 'userPressed', key: input.key } : { kind: 'userPasted', text: input.text });
  };

  // Before the first frame, so that it already shows the case.
  const current = options.progress?.current();
  if (current !== undefined) store.dispatch({ kind: 'importProgressed', progress: current });
  store.dispatch({ kind: 'caseMoved' });
  modes.enter();
  const app = render(<Screen store={store} onInput={onInput} />, {
    stdin,
    stdout: frameStream(stdout, paint.paint),
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  stdout.on('resize', onResize);
  const unsubscribe = options.progress?.subscribe((progress) => {
    store.dispatch({ kind: 'importProgressed', progress });
    if (options.view.revision() !== store.state().facts.revision) store.dispatch({ kind: 'caseMoved' });
  });
  try {
    await app.waitUntilExit();
  } finally {
    unsubscribe?.();
    stdout.off('resize', onResize);
    unwatch();
    modes.leave();
  }
  if (crashed !== undefined) throw crashed.error;
}
