import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GLOBAL_COMMANDS } from '../../src/tui/global-commands.js';
import { keyLabel } from '../../src/tui/keys.js';
import { frameOf } from '../../src/tui/state.js';
import type { OfferedCommand } from '../../src/tui/view.js';
import { VIEWS } from '../../src/tui/views/index.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

type Row = Pick<OfferedCommand, 'keys' | 'description' | 'pane'>;

function table(commands: readonly Row[]): string {
  const rows = commands.map(
    ({ keys, description }) => `| ${keys.map((key) => `\`${keyLabel(key, false)}\``).join(' ')} | ${description} |`,
  );
  return ['| keys | what they do |', '| --- | --- |', ...rows].join('\n').replaceAll('`\\`', '`` \\ ``');
}

const state = play(fakeCase(STORY)).store.state();
const tree = VIEWS[0]?.open().commands(frameOf(state)) ?? [];
const inPane = (pane: string | undefined): readonly Row[] => tree.filter((command) => command.pane === pane);

describe('docs/interface.md', () => {
  const page = readFileSync(new URL('../../docs/interface.md', import.meta.url), 'utf8');

  it('shows the screen as it is', () => {
    expect(page).toContain(readFileSync(new URL('golden/story-100x30.txt', import.meta.url), 'utf8'));
  });

  it.each([
    { what: 'everywhere', commands: GLOBAL_COMMANDS },
    { what: 'in every pane of the tree', commands: inPane(undefined) },
    { what: 'among processes', commands: inPane('tree') },
    { what: 'in the details', commands: inPane('details') },
    { what: 'among connections', commands: inPane('connections') },
  ])('has the keys $what as the key map has them', ({ commands }) => {
    expect(page).toContain(table(commands));
  });
});
