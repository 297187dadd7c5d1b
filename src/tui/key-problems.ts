import { nearest } from '../model/nearest.js';
import { lookFor } from './drawing/look.js';
import { GLOBAL_COMMANDS } from './global-commands.js';
import { type KeySettings, keysFor } from './key-settings.js';
import { isKeyName } from './keys.js';
import { frameOf, initialState } from './state.js';
import type { OfferedCommand } from './view.js';
import { VIEWS } from './views/index.js';

type Keyed = Pick<OfferedCommand, 'id' | 'keys' | 'pane'> & { readonly view?: string };

/** What is wrong with the keys that were set: a command or key that is not there, one key for two commands. Empty when nothing is. */
export function keyProblems(settings: KeySettings): readonly string[] {
  const commands = everyCommand();
  const keyed = commands.map((command): Keyed => ({ ...command, keys: keysFor(command, settings) }));
  return [...unknownCommands(settings, commands), ...unknownKeys(settings), ...twofold(keyed, settings)];
}

function everyCommand(): readonly Keyed[] {
  const frame = frameOf(initialState('', lookFor({ isAscii: false, colour: 'none' }), { columns: 80, rows: 24 }));
  return [
    ...GLOBAL_COMMANDS.map(({ id, keys }) => ({ id, keys })),
    ...VIEWS.flatMap((view) =>
      view
        .open()
        .commands(frame)
        .map((command) => ({ ...command, view: view.id })),
    ),
  ];
}

function unknownCommands(settings: KeySettings, commands: readonly Keyed[]): readonly string[] {
  const ids = commands.map(({ id }) => id);
  return Object.keys(settings)
    .filter((id) => !ids.includes(id))
    .map((id) => {
      const meant = nearest(id, ids);
      return `there is no command "${id}"${meant === undefined ? '; docs/interface.md lists them' : `: did you mean ${meant}?`}`;
    });
}

function unknownKeys(settings: KeySettings): readonly string[] {
  return Object.entries(settings).flatMap(([id, keys]) =>
    keys
      .filter((key) => !isKeyName(key))
      .map((key) => `${id}: there is no key "${key}": write a character, or a name like ctrl+g, pageup, enter`),
  );
}

/** Keys that would mean two things in one place, where a person set one of the two. */
function twofold(commands: readonly Keyed[], settings: KeySettings): readonly string[] {
  const isSet = ({ id }: Keyed): boolean => Object.hasOwn(settings, id);
  return commands.flatMap((one, at) =>
    commands
      .slice(at + 1)
      .filter((other) => (isSet(one) || isSet(other)) && meet(one, other))
      .flatMap((other) => shared(one, other).map((key) => `"${key}" would be a key of ${one.id} and of ${other.id}`)),
  );
}

function shared(one: Keyed, other: Keyed): readonly string[] {
  return one.keys.filter((key) => other.keys.includes(key));
}

function meet(one: Keyed, other: Keyed): boolean {
  if (one.view === undefined || other.view === undefined) return true;
  return one.view === other.view && (one.pane === undefined || other.pane === undefined || one.pane === other.pane);
}
