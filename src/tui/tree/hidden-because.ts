import type { Frame } from '../view.js';

/** Why a row that exists is not shown, and the key that shows it. */
export function hiddenBecause(frame: Frame): string {
  return frame.filter === undefined
    ? 'hidden as noise: . shows it'
    : 'hidden by the filter or as noise: F clears the filter, . shows noise';
}
