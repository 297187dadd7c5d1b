import type { OfferedCommand } from './view.js';

/** Names of keys by the id of the command that they stand for, instead of its own. */
export interface KeySettings {
  readonly [commandId: string]: readonly string[];
}

/** The keys of a command: those that were set for it, else its own. */
export function keysFor({ id, keys }: Pick<OfferedCommand, 'id' | 'keys'>, settings: KeySettings): readonly string[] {
  return Object.hasOwn(settings, id) ? (settings[id] ?? keys) : keys;
}
