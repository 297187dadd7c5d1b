// @ts-check
/** Writes the tables of keys in docs/interface.md anew, out of the built program's own key map. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keyTables, MARKS } from './docs/key-tables.mjs';

const DIST = process.env.WORKBENCH_DIST ?? new URL('../dist/', import.meta.url).href;
/** What was built, which need not be there when the types of this file are checked. @param {string} path @returns {Promise<any>} */
const built = (path) => import(new URL(path, DIST).href);
const { GLOBAL_COMMANDS } = await built('tui/global-commands.js');
const { lookFor } = await built('tui/drawing/look.js');
const { keyLabel } = await built('tui/keys.js');
const { frameOf, initialState } = await built('tui/state.js');
const { VIEWS } = await built('tui/views/index.js');

const frame = frameOf(initialState('', lookFor({ isAscii: false, colour: 'none' }), { columns: 160, rows: 50 }));
const views = VIEWS.map((/** @type {any} */ view) => ({ title: view.title, key: view.key, commands: view.open().commands(frame) }));
const tables = keyTables(GLOBAL_COMMANDS, views, (name) => keyLabel(name, false));

const page = fileURLToPath(new URL('../docs/interface.md', import.meta.url));
writeFileSync(
  page,
  readFileSync(page, 'utf8').replace(MARKS, (_, start, end) => `${start}${tables}\n${end}`),
);
