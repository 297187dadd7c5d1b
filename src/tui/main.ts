import type { ImportProgress } from '../model/progress.js';
import { arrangedRows } from './drawing/arrangement.js';
import { lookFor } from './drawing/look.js';
import type { Input } from './keys.js';
import type { Message } from './messages.js';
import type { InterfaceOptions } from './options.js';
import { keysOf } from './pointing.js';
import { programStore } from './program-store.js';
import { promised } from './promised.js';
import { rehearse } from './rehearsal.js';
import { isLarge, runner } from './runner.js';
import { screenOf } from './screen.js';
import { initialState, type State } from './state.js';
import { keyStream } from './terminal/key-stream.js';
import { screenTerminal } from './terminal/screen-terminal.js';
import { watchSignals } from './terminal/signals.js';

export type { ActionResult, ImportProgressFeed, InterfaceActions, InterfaceOptions, InterfaceStyle } from './options.js';

/**
 * Shows a case on the terminal that standard input and output are, until the user quits. Resolves once the terminal is as it was;
 * throws what nobody expected, after the terminal is as it was.
 */
export async function runInterface(options: InterfaceOptions): Promise<void> {
  const { view, actions, progress, style, settings = {}, lab, elsewhere, expectMatches, expectReads } = options;
  const terminal = screenTerminal(process);
  const { promise: ended, resolve: quit, reject: crash } = promised();
  const goOn = (): void => {
    store.dispatch({ kind: 'terminalResized', size: terminal.size() });
    terminal.takeBack();
  };
  const perform = runner({
    view,
    actions,
    noise: settings.noise ?? [],
    ...(lab === undefined ? {} : { lab }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(expectMatches === undefined ? {} : { expectMatches }),
    copy: terminal.copy,
    suspend: () => terminal.suspend(goOn),
    repaint: terminal.repaint,
    switchMouse: terminal.setMouse,
    quit,
    say: (message) => store.dispatch(message),
    crash,
  });
  const store = programStore(initialState(options.title, lookFor(style), terminal.size(), settings), perform, setImmediate);
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
  if (lab !== undefined) store.dispatch({ kind: 'labMoved', sheet: lab.sheet() });
  if (settings.isNoiseHidden === true) store.dispatch({ kind: 'userChose', commandId: 'tree.noise' });
  if (style.isFirstRun === true) store.dispatch({ kind: 'greeted' });

  const unwatch = watchSignals(process, { leave: terminal.leave, goOn, crash });
  const unsubscribe = progress?.subscribe(onProgress);
  process.stdout.on('resize', onResize);
  terminal.setMouse(settings.isMouseOn === true);
  terminal.enter();
  // Ink takes as long to load as all the rest: the screen is painted as it stands until Ink takes it over. What is typed meanwhile waits.
  const paint = (): void => terminal.paint(arrangedRows(screenOf(store.state())).join('\n'));
  paint();
  const unpaint = store.subscribe(paint);
  let close = (): void => undefined;
  try {
    const { inkScreen, summaryTable } = await import('./components/ink-screen.js');
    store.dispatch({ kind: 'tablesCame', drawTable: summaryTable });
    unpaint();
    const keys = keyStream(process.stdin);
    const take = (input: Input): void => messagesOf(input, store.state()).forEach(store.dispatch);
    const screen = inkScreen(store, terminal, { stdin: keys.stream, onInput: take });
    const endRehearsal = rehearse(store, perform, {
      redraw: () => store.dispatch({ kind: 'redrawn' }),
      wait: waited,
      whenDone: (state) => {
        if (isLarge(state)) expectReads?.();
      },
    });
    close = () => {
      endRehearsal();
      screen.close();
      keys.close();
    };
    await Promise.race([ended, screen.ended]);
  } finally {
    terminal.leave();
    close();
    unsubscribe?.();
    process.stdout.off('resize', onResize);
    unwatch();
  }
}

function waited(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

/** What input asks of the state that it is given to. */
function messagesOf(input: Input, state: State): readonly Message[] {
  switch (input.kind) {
    case 'key':
      return [{ kind: 'userPressed', key: input.key }];
    case 'paste':
      return [{ kind: 'userPasted', text: input.text }];
    case 'pointer':
      return keysOf(state, input.pointer).map((name) => ({ kind: 'userPressed', key: { name } }));
  }
}
