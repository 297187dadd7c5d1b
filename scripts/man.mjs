// @ts-check
/**
 * Writes the manual pages in `docs/man/`, one for each command, out of the built program's own commands. `--check` writes nothing and ends
 * with 1 when a committed page is not what the commands say.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = process.env.WORKBENCH_DIST ?? new URL('../dist/', import.meta.url).href;
/** What was built, which need not be there when the types of this file are checked. @param {string} path @returns {Promise<any>} */
const built = (path) => import(new URL(path, DIST).href);
const { COMMANDS } = await built('cli/commands/index.js');
const { program } = await built('cli/program.js');
const { describedCommand, withSubcommands } = await built('cli/shell/described-command.js');
const { manName, manPage } = await built('cli/shell/man-page.js');
const { version } = await built('cli/version.js');

const FOLDER = fileURLToPath(new URL('../docs/man/', import.meta.url));

const world = { stdout: process.stdout, stderr: process.stderr };
const described = describedCommand(
  program(world, () => undefined),
  COMMANDS,
);
/** @type {Map<string, string>} */
const pages = new Map(
  withSubcommands(described).map((/** @type {any} */ command) => [`${manName(command)}.1`, manPage(command, version())]),
);

mkdirSync(FOLDER, { recursive: true });
const there = readdirSync(FOLDER).filter((name) => name.endsWith('.1'));
const isCheck = process.argv.includes('--check');
for (const name of there.filter((one) => !pages.has(one))) {
  if (isCheck) complain(`docs/man/${name} is the page of no command`);
  else rmSync(join(FOLDER, name));
}
for (const [name, text] of pages) {
  if (!isCheck) writeFileSync(join(FOLDER, name), text);
  else if (!there.includes(name) || readFileSync(join(FOLDER, name), 'utf8') !== text)
    complain(`docs/man/${name} is not what the command says: run node scripts/man.mjs`);
}

/** @param {string} text */
function complain(text) {
  console.error(text);
  process.exitCode = 1;
}
