import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runProgram } from './measure.mjs';
import { Unmeasured } from './unmeasured.mjs';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git']);
/** How npm names the time of a script that a package runs when it is installed. */
const SCRIPT = /^build:run:(?:preinstall|install|postinstall|prepare):(.*)$/;

/** Seconds that each package's own scripts take in an installation from nothing: no packages kept, no compiler cache. */
export async function installation({ workshop, root }) {
  const folder = workshop.path('install');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project = join(folder, 'project');
  cpSync(root, project, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  const cache = join(folder, 'cache');
  const words = ['ci', '--timing', '--no-audit', '--no-fund', '--cache', cache, '--logs-dir', join(folder, 'logs')];
  try {
    const { seconds } = await runProgram('npm', words, { cwd: project, env: { CCACHE_DISABLE: '1', SCCACHE_DISABLE: '1' } });
    return { seconds, scripts: scriptTimes(join(folder, 'logs')) };
  } catch (error) {
    throw new Unmeasured(`npm ci did not end well: ${error.message.split('\n').at(-1)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From the file of times that npm leaves beside its log: slowest first. */
function scriptTimes(logs) {
  const file = readdirSync(logs).find((name) => name.endsWith('-timing.json'));
  if (file === undefined) throw new Unmeasured('npm left no file of times');
  const { timers } = JSON.parse(readFileSync(join(logs, file), 'utf8'));
  const times = new Map();
  for (const [name, ms] of Object.entries(timers)) {
    const [, path] = SCRIPT.exec(name) ?? [];
    if (path === undefined) continue;
    const owner = path.split('node_modules/').at(-1) || 'workbench';
    times.set(owner, (times.get(owner) ?? 0) + ms / 1000);
  }
  return [...times].map(([name, seconds]) => ({ name, seconds })).sort((a, b) => b.seconds - a.seconds);
}
