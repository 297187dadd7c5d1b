import type { Effect } from '../effects.js';
import type { State } from '../state.js';
import type { OfferedCommand } from '../view.js';
import type { Overlay } from './overlay.js';

/** What a key in an overlay comes to: effects, or a command that was chosen. */
export type Outcome =
  | { readonly kind: 'effects'; readonly effects: readonly Effect[] }
  | { readonly kind: 'command'; readonly command: OfferedCommand };

/** The state after a key, and what it comes to. */
export type OverlayStep = readonly [State, Outcome];

const NOTHING: Outcome = { kind: 'effects', effects: [] };

/** The overlay stays, changed. */
export function stays(state: State, overlay: Overlay): OverlayStep {
  return [{ ...state, overlay }, NOTHING];
}

/** The overlay is closed, and something may follow. */
export function closes(state: State, ...effects: readonly Effect[]): OverlayStep {
  return [closed(state), { kind: 'effects', effects }];
}

/** The overlay is closed and a command is run. */
export function chooses(state: State, command: OfferedCommand): OverlayStep {
  return [closed(state), { kind: 'command', command }];
}

function closed(state: State): State {
  const { overlay: _, ...rest } = state;
  return rest;
}
