import type { RunnerEffect } from './program.js';
import type { Perform, ProgramStore } from './program-store.js';
import { programStore } from './program-store.js';
import { screenOf } from './screen.js';
import { isImporting, type State } from './state.js';

/** Keys that people begin with, in everything that the tree holds. */
const KEYS = ['+', ...Array.from({ length: 6 }, () => ['j', 'pagedown', 'pagedown', 'k', 'pageup', 'G', 'g', 'tab', 'tab', 'tab']).flat()];

/** Reads of the screenful: they change nothing, and are short. */
const REHEARSED: ReadonlySet<RunnerEffect['kind']> = new Set<RunnerEffect['kind']>(['readRows', 'readProcess', 'readContainer']);

/** Steps this far apart leave room for what is typed. */
const BETWEEN_MS = 4;
/** After a key somebody is at work, and while events are read the processor is. */
const AFTER_KEY_MS = 1000;

/**
 * Presses keys on a copy of the program while nobody types, and draws what they lead to for nobody: what runs for the first time takes several
 * times as long, and so would the first keys. The program's state stays as it is. Gives back what ends it.
 */
export function rehearse(
  store: ProgramStore,
  perform: Perform,
  {
    redraw,
    wait,
    whenDone,
  }: {
    readonly redraw: () => void;
    readonly wait: (task: () => void, ms: number) => () => void;
    /** Called once all keys were pressed. */
    readonly whenDone?: (state: State) => void;
  },
): () => void {
  const own: Perform = (effect, state) => (REHEARSED.has(effect.kind) ? perform(effect, state) : []);
  const keys = KEYS.values();
  let copy: ProgramStore | undefined;
  let seen = store.state();
  let cancel = (): void => undefined;
  const step = (): void => {
    if (store.state() !== seen || isImporting(seen)) {
      after(AFTER_KEY_MS);
      return;
    }
    copy ??= programStore(seen, own, () => undefined);
    const key = keys.next();
    if (key.done === true || copy.state().facts.revision !== seen.facts.revision) {
      whenDone?.(seen);
      return;
    }
    copy.dispatch({ kind: 'userPressed', key: { name: key.value } });
    screenOf(copy.state());
    redraw();
    after(BETWEEN_MS);
  };
  const after = (ms: number): void => {
    seen = store.state();
    cancel = wait(step, ms);
  };
  after(BETWEEN_MS);
  return () => cancel();
}
