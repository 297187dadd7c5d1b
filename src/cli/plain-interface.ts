import { createInterface } from 'node:readline';
import { printable } from '../model/printable.js';
import type { ImportProgress } from '../model/progress.js';
import { summaryTable } from '../tui/components/summary-table.js';
import { SPOKEN } from '../tui/drawing/look.js';
import type { InterfaceOptions } from '../tui/options.js';
import { plainSession } from '../tui/plain/plain-session.js';
import { programStore } from '../tui/program-store.js';
import { promised } from '../tui/promised.js';
import { runner } from '../tui/runner.js';
import { initialState, isImporting } from '../tui/state.js';

/** Wide enough that no row is cut, and as many rows as one listens to at a time. */
const SIZE = { columns: 400, rows: 30 };

/**
 * Shows a case as lines that follow each other: no screen, no signs that only an eye can tell, nothing that changes once it was written.
 * Resolves when the user leaves or standard input ends; throws what nobody expected.
 */
export async function runPlainInterface({ view, title, actions, progress, settings, lab }: InterfaceOptions): Promise<void> {
  const { stdin: input, stdout: output } = process;
  const write = (lines: readonly string[]): void => {
    for (const line of lines) output.write(`${printable(line)}\n`);
  };
  const { promise: ended, resolve, reject: crash } = promised();
  let isOver = false;
  const quit = (): void => {
    isOver = true;
    resolve();
  };
  const perform = runner({
    view,
    actions,
    noise: settings?.noise ?? [],
    ...(lab === undefined ? {} : { lab }),
    copy: (text) => {
      write([text]);
      return true;
    },
    suspend: () => process.kill(0, 'SIGTSTP'),
    repaint: () => undefined,
    switchMouse: () => undefined,
    quit,
    say: (message) => {
      store.dispatch(message);
      write(session.arrived());
      ask();
    },
    crash,
  });
  const store = programStore(initialState(title, SPOKEN, SIZE, settings), perform, setImmediate);
  const onProgress = (step: ImportProgress): void => {
    const wasImporting = isImporting(store.state());
    store.dispatch({ kind: 'importProgressed', progress: step });
    if (view.revision() !== store.state().facts.revision) store.dispatch({ kind: 'caseMoved' });
    if (wasImporting && !isImporting(store.state())) write(['the import has ended']);
  };
  const current = progress?.current();
  if (current !== undefined) store.dispatch({ kind: 'importProgressed', progress: current });
  store.dispatch({ kind: 'tablesCame', drawTable: summaryTable });
  store.dispatch({ kind: 'caseMoved' });
  if (settings?.isNoiseHidden === true) store.dispatch({ kind: 'userChose', commandId: 'tree.noise' });
  if (lab !== undefined) store.dispatch({ kind: 'labMoved', sheet: lab.sheet() });
  const unsubscribe = progress?.subscribe(onProgress);
  const session = plainSession(store);
  const lines = createInterface({ input, output, prompt: session.prompt() });
  const ask = (): void => {
    lines.setPrompt(session.prompt());
    lines.prompt();
  };
  write(session.greeting());
  ask();
  lines.on('line', (line) => {
    const answer = session.take(line);
    if (isOver) return;
    write(answer);
    ask();
  });
  lines.on('close', quit);
  lines.on('SIGINT', quit);
  try {
    await ended;
  } finally {
    lines.close();
    unsubscribe?.();
  }
}
