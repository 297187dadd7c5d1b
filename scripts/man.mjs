// @ts-check
/**
 * Writes the manual pages in `docs/man/`, one for each command, out of the program's own commands. `--check` writes nothing and ends
 * with 1 when a committed page is not what the commands say.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundle.mjs';
import { sourceModules } from './source-modules.mjs';

const [{ COMMANDS }, { program }, { describedCommand, withSubcommands }, { manName, manPage }] = await sourceModules([
  'src/cli/commands/index.ts',
  'src/cli/program.ts',
  'src/cli/shell/described-command.ts',
  'src/cli/shell/man-page.ts',
]);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const FOLDER = join(ROOT, 'docs/man');

const world = { stdout: process.stdout, stderr: process.stderr };
const described = describedCommand(
  program(world, () => undefined),
  COMMANDS,
);
/** @type {Map<string, string>} */
const pages = new Map(withSubcommands(described).map((/** @type {any} */ command) => [`${manName(command)}.1`, manPage(command, version)]));

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
