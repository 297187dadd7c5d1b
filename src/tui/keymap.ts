import { GLOBAL_COMMANDS } from './global-commands.js';
import { keptFor } from './kept.js';
import { keysFor } from './key-settings.js';
import { frameOf, type State, shownView } from './state.js';
import { type OfferedCommand, offered } from './view.js';

/** Every command that the view shown and the program offer, the view's own first. Worked out once a state: the footer and the next key ask. */
export const offeredCommands = keptFor((state: State): readonly OfferedCommand[] => {
  const frame = frameOf(state);
  const commands = [...shownView(state).commands(frame), ...GLOBAL_COMMANDS.map((command) => offered(command, state, frame, ''))];
  return commands.map((command) => ({ ...command, keys: keysFor(command, state.keys) }));
});

/** Commands of the views that are not shown, but for those of moving in a pane: choosing one goes there first. */
export function commandsElsewhere(state: State): readonly OfferedCommand[] {
  const frame = frameOf(state);
  return state.views
    .filter(({ id }) => id !== state.viewId)
    .flatMap((view) =>
      view
        .commands(frame)
        .filter(({ pane }) => pane === undefined)
        .map(({ off: _, ...command }) => ({ ...command, description: `${command.description} (in ${view.title})` })),
    );
}

/**
 * The command that a key stands for here: the first that can be done, else the first that can't, so that its reason is said.
 * `undefined` for a key that means nothing here.
 */
export function commandFor(state: State, keyName: string): OfferedCommand | undefined {
  const meant = offeredCommands(state).filter((command) => command.isHere && command.keys.includes(keyName));
  return meant.find((command) => command.off === undefined) ?? meant.at(-1);
}
