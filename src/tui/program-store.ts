import type { Message } from './messages.js';
import { type RunnerEffect, update } from './program.js';
import type { State } from './state.js';

/** Holds the program's state: messages go in, the state comes out, and who draws it is told. */
export interface ProgramStore {
  readonly state: () => State;
  readonly dispatch: (message: Message) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Performs an effect and gives back what it says at once; later words come through `dispatch`. */
export type Perform = (effect: RunnerEffect, state: State) => readonly Message[];

/** More steps than any message can lead to: a view that asks for the same thing for ever is a bug, and must not hang the terminal. */
const MOST_STEPS = 10_000;

/**
 * A store over a first state. A message and all that its effects answer are worked off before anybody is told, so that no screen shows
 * half a step; several messages that arrive together are drawn once.
 */
export function programStore(first: State, perform: Perform, later: (task: () => void) => void): ProgramStore {
  let state = first;
  let isDrawPending = false;
  const listeners = new Set<() => void>();
  const draw = (): void => {
    isDrawPending = false;
    for (const listener of listeners) listener();
  };
  const work = (message: Message): void => {
    const queue: Message[] = [message];
    for (let steps = 0; queue.length > 0; steps++) {
      if (steps > MOST_STEPS) throw new Error(`no end to the effects of ${message.kind}`);
      const next = queue.shift();
      if (next === undefined) return;
      const [after, effects] = update(state, next);
      state = after;
      for (const effect of effects) queue.push(...perform(effect, state));
    }
  };
  return {
    state: () => state,
    dispatch: (message) => {
      work(message);
      if (isDrawPending) return;
      isDrawPending = true;
      later(draw);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
