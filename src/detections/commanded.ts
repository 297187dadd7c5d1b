import type { Level } from '../model/finding.js';
import type { Story } from './draft.js';
import { isSerious } from './reach.js';

/** Rows of the processes that somebody at a commanded shell ran, the shells included. */
export function commandedRows(stories: readonly Story[]): ReadonlySet<number> {
  return new Set(stories.filter(isSerious).flatMap((story) => story.commanded.map((process) => process.id)));
}

/** High for what runs below a commanded shell, where work no longer explains it; else the level given. */
export function levelBelow(commanded: ReadonlySet<number>, processId: number, otherwise: Level): Level {
  return commanded.has(processId) ? 'high' : otherwise;
}
