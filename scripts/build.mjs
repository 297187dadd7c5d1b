// @ts-check
/** Compiles `src` to `dist` and makes the program executable. `--no-check` skips the types: they have a check of their own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');

/**
 * Path of the installed TypeScript compiler, or `undefined` when development packages were left out.
 * @returns {string | undefined}
 */
export function compiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  } catch {
    return undefined;
  }
}

/**
 * Exit status of the compiler: 0 when `dist` is whole and holds nothing that has no source any more.
 * @param {{ isChecked: boolean }} options
 * @returns {number}
 */
export function build({ isChecked }) {
  const tsc = compiler();
  if (tsc === undefined) {
    console.error('workbench: TypeScript is not installed, so nothing can be built. Run `npm install` with development packages.');
    return 1;
  }
  const flags = isChecked ? [] : ['--noCheck'];
  const run = spawnSync(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), ...flags], { stdio: 'inherit' });
  removeOrphans();
  // tsc writes 0644, and npm sets the bit only when it links a package that it unpacked itself.
  if (existsSync(PROGRAM)) chmodSync(PROGRAM, 0o755);
  return run.status ?? 1;
}

/** A file whose source is gone would still be packed, and still be found by an import that should fail. */
function removeOrphans() {
  const dist = join(ROOT, 'dist');
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js') && !file.endsWith('.js.map')) continue;
    const source = join(ROOT, 'src', file.replace(/\.js(\.map)?$/, ''));
    if (!file.endsWith('.map') && (existsSync(`${source}.ts`) || existsSync(`${source}.tsx`))) continue;
    rmSync(join(dist, file));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build({ isChecked: !process.argv.includes('--no-check') });
