import { describe, expect, it } from 'vitest';
import { GLOBAL_COMMANDS } from '../../src/tui/global-commands.js';
import { keyLabel } from '../../src/tui/keys.js';
import { frameOf } from '../../src/tui/state.js';
import { type OfferedCommand, openView } from '../../src/tui/view.js';
import { VIEWS } from '../../src/tui/views/index.js';
import { treeView } from '../../src/tui/views/tree.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

const state = play(fakeCase(STORY)).store.state();

const commandsOf = VIEWS.map((entry) => ({ id: entry.id, commands: entry.open().commands(frameOf(state)) }));

describe('the key map', () => {
  it.each(commandsOf)('gives no key of $id two meanings in one pane', ({ commands }) => {
    const panes = new Set(commands.map(({ pane }) => pane ?? ''));
    for (const pane of panes) {
      const keys = commands.filter((command) => (command.pane ?? pane) === pane).flatMap((command) => command.keys);
      expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
    }
  });

  it('gives no key two meanings everywhere', () => {
    const keys = GLOBAL_COMMANDS.flatMap((command) => command.keys);
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
  });

  it('hides no command of the program behind one of a view, but for Escape and Enter', () => {
    const everywhere = new Set(GLOBAL_COMMANDS.flatMap((command) => command.keys));
    const shared = commandsOf.flatMap(({ commands }) => commands).flatMap((command) => command.keys.filter((key) => everywhere.has(key)));
    expect([...new Set(shared)]).toEqual(['escape']);
  });

  it('describes every command in words, without a capital and without a full stop', () => {
    const commands: readonly Pick<OfferedCommand, 'id' | 'description'>[] = [
      ...GLOBAL_COMMANDS,
      ...commandsOf.flatMap((one) => one.commands),
    ];
    expect(commands.filter(({ description }) => !/^[a-z].{5,}[^.]$/.test(description))).toEqual([]);
  });

  it('names every command once', () => {
    const ids = [...GLOBAL_COMMANDS.map(({ id }) => id), ...commandsOf.flatMap(({ commands }) => commands.map(({ id }) => id))];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of commands that are off why', () => {
    const off = openView(treeView)
      .commands(frameOf(state))
      .filter((command) => command.off !== undefined);
    expect(off.length).toBeGreaterThan(3);
    for (const command of off) expect(command.off).toMatch(/\w+ \w+/);
  });

  it.each([
    { name: 'ctrl+f', label: 'Ctrl-F' },
    { name: 'pageup', label: 'PgUp' },
    { name: 'up', label: '↑' },
    { name: '?', label: '?' },
  ])('prints $name as $label', ({ name, label }) => {
    expect(keyLabel(name, false)).toBe(label);
  });
});
