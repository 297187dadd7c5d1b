// @ts-check
/**
 * Records a short session of the real program on a real pseudo-terminal as a picture that moves by itself: docs/screens/session.svg. It
 * takes no clock's time: a screen stays as long as is written here, so the same program gives the same bytes. `--check` writes nothing
 * and ends with 1 when the committed picture is another one.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { animatedSvg } from './screen/animated-svg.mjs';
import { capture } from './screen/capture.mjs';
import { environment, greeted } from './screen/desk.mjs';

/** @import { Shot } from './screen/animated-svg.mjs' */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIZE = { columns: 100, rows: 30 };
const PICTURE = join(ROOT, 'docs/screens/session.svg');
const MOST_BYTES = 300_000;
const ENTER = '\r';
const ESCAPE = '\u001b';
const TAB = '\t';

/** What is waited for, how long it is looked at, and what is pressed then. */
const STEPS = [
  { awaits: /\d critical/, seconds: 3, keys: 'j' },
  { seconds: 0.7, keys: 'j' },
  { seconds: 0.7, keys: 'j' },
  { seconds: 1.5, keys: 'e' },
  { awaits: /finding \d of/, seconds: 3, keys: 'f' },
  { awaits: /filter:/, seconds: 0.8, keys: 'late ext' },
  { awaits: /Tab: external/, seconds: 1.2, keys: TAB },
  { awaits: /late external/, seconds: 1, keys: ENTER },
  { awaits: /F clears/, seconds: 3, keys: 'F' },
  { seconds: 1, keys: 'b' },
  { awaits: /bookmarked/, seconds: 2, keys: 'x' },
  { awaits: /Write to a file/, seconds: 2, keys: ESCAPE },
  { awaits: /Processes by pod/, seconds: 0.5, keys: '?' },
  { awaits: /Help/, seconds: 3, keys: '' },
];

const picture = animatedSvg(await shots(), { title: 'workbench open events.jsonl.gz', columns: SIZE.columns });
if (Buffer.byteLength(picture) > MOST_BYTES)
  throw new Error(`the picture has ${Buffer.byteLength(picture)} bytes, more than ${MOST_BYTES}`);
if (!process.argv.includes('--check')) writeFileSync(PICTURE, picture);
else if (readFileSync(PICTURE, 'utf8') !== picture) {
  console.error('docs/screens/session.svg is not what the program draws: run node scripts/recording.mjs');
  process.exitCode = 1;
}

async function shots() {
  const home = mkdtempSync(join(tmpdir(), 'workbench-recording-'));
  /** @type {Shot[]} */
  const taken = [];
  const steps = STEPS.map(({ seconds, ...step }) => ({
    ...step,
    onScreen: (/** @type {Shot['rows']} */ rows) => taken.push({ rows, seconds }),
  }));
  try {
    greeted(home);
    const program = process.env.WORKBENCH_PROGRAM ?? join(ROOT, 'dist/cli/main.js');
    const args = [program, 'open', 'fixtures/labs/tenant-jobs/events.jsonl.gz'];
    await capture({ ...SIZE, command: process.execPath, args, cwd: ROOT, env: environment(home), steps });
    return taken;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
