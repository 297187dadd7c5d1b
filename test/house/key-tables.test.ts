import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyTables } from '../../scripts/docs/key-tables.mjs';
import { GLOBAL_COMMANDS } from '../../src/tui/global-commands.js';
import { keyLabel } from '../../src/tui/keys.js';
import { frameOf } from '../../src/tui/state.js';
import { VIEWS } from '../../src/tui/views/index.js';
import { fakeCase } from '../tui/fake-case.js';
import { STORY } from '../tui/fixtures/story.js';
import { play } from '../tui/play.js';

const frame = frameOf(play(fakeCase(STORY)).store.state());
const views = VIEWS.map((view) => ({ title: view.title, key: view.key, commands: view.open().commands(frame) }));

describe('docs/interface.md', () => {
  it('has every key as the key map has it (else: node scripts/keys.mjs)', () => {
    const page = readFileSync(new URL('../../docs/interface.md', import.meta.url), 'utf8');
    expect(page).toContain(keyTables(GLOBAL_COMMANDS, views, (name) => keyLabel(name, false)));
  });
});
