// @ts-check
/**
 * Takes the pictures of the pages from the real program on a real pseudo-terminal: the coloured one in `docs/screens/`, and the text in
 * README.md between its two marks. `--check` writes nothing and ends with 1 when a committed text is not what the program draws.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capture } from './screen/capture.mjs';
import { textOf } from './screen/cells.mjs';
import { environment, greeted } from './screen/desk.mjs';
import { svg } from './screen/svg.mjs';

/** @import { Step } from './screen/capture.mjs' */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIZE = { columns: 100, rows: 30 };
const EVENTS = 'fixtures/labs/tenant-jobs/events.jsonl.gz';
const BLOCK = /(<!-- screen:start -->\n)[\s\S]*?(<!-- screen:end -->)/;

/** @type {readonly { name: string, args: readonly string[], steps: readonly Step[] }[]} */
const SCREENS = [{ name: 'tree', args: ['open', EVENTS], steps: [{ awaits: /\d critical/ }] }];

const isCheck = process.argv.includes('--check');
for (const { name, args, steps } of SCREENS) {
  const rows = await screen(args, steps);
  if (name === 'tree') writeReadme(textOf(rows));
  if (isCheck) continue;
  mkdirSync(join(ROOT, 'docs/screens'), { recursive: true });
  writeFileSync(join(ROOT, `docs/screens/${name}.svg`), svg(rows, { title: `workbench ${args.join(' ')}`, columns: SIZE.columns }));
  console.error(`docs/screens/${name}.svg`);
}

/**
 * @param {readonly string[]} args
 * @param {readonly Step[]} steps
 */
async function screen(args, steps) {
  const home = mkdtempSync(join(tmpdir(), 'workbench-screen-'));
  try {
    greeted(home);
    const command = process.execPath;
    return await capture({ ...SIZE, command, args: [join(ROOT, 'dist/cli/main.js'), ...args], cwd: ROOT, env: environment(home), steps });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {string} text */
function writeReadme(text) {
  const path = join(ROOT, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const wanted = readme.replace(BLOCK, (_, start, end) => `${start}\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n\n${end}`);
  if (!isCheck) writeFileSync(path, wanted);
  else if (wanted !== readme) {
    console.error('README.md: the screen is not what the program draws: run npm run docs:screen');
    process.exitCode = 1;
  }
}
