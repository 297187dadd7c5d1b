// @ts-check
/** Writes the tables of keys in docs/interface.md anew, out of the program's own key map. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keyTables, MARKS } from './docs/key-tables.mjs';
import { sourceModules } from './source-modules.mjs';

const [{ GLOBAL_COMMANDS }, { lookFor }, { keyLabel }, { frameOf, initialState }, { VIEWS }] = await sourceModules([
  'src/tui/global-commands.ts',
  'src/tui/drawing/look.ts',
  'src/tui/keys.ts',
  'src/tui/state.ts',
  'src/tui/views/index.ts',
]);

const frame = frameOf(initialState('', lookFor({ isAscii: false, colour: 'none' }), { columns: 160, rows: 50 }));
const views = VIEWS.map((/** @type {any} */ view) => ({ title: view.title, key: view.key, commands: view.open().commands(frame) }));
const tables = keyTables(GLOBAL_COMMANDS, views, (name) => keyLabel(name, false));

const page = fileURLToPath(new URL('../docs/interface.md', import.meta.url));
writeFileSync(
  page,
  readFileSync(page, 'utf8').replace(MARKS, (_, start, end) => `${start}${tables}\n${end}`),
);
