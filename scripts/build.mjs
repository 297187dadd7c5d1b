// @ts-check
/** Bundles the program into `dist`. Types have a check of their own. */
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundler, notices, ROOT } from './bundle.mjs';

const DIST = join(ROOT, 'dist');
/** The program, and what it runs in threads of its own. A thread is started by the path of its file. */
const ENTRIES = {
  main: 'src/cli/main.ts',
  'import-thread': 'src/cli/import-thread.ts',
  'case-reader-thread': 'src/cli/case-reader-thread.ts',
  'reader-thread': 'src/ingest/parallel/reader-thread.ts',
  'judging-thread': 'src/cli/judging-thread.ts',
};

/**
 * Exit status of the build: 0 when `dist` is the program and nothing else. What it could not compile is printed.
 * @returns {Promise<number>}
 */
export async function build() {
  const rolldown = await bundler();
  if (rolldown === undefined) {
    console.error('workbench: the bundler is not installed, so nothing can be built. Run `npm install` with development packages.');
    return 1;
  }
  try {
    const packages = await bundle(rolldown, { entries: ENTRIES, folder: join(DIST, 'cli'), withPackages: true });
    for (const name of readdirSync(DIST)) if (name !== 'cli') rmSync(join(DIST, name), { recursive: true });
    writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), notices(packages));
    // npm sets the bit only when it links a package that it unpacked itself.
    chmodSync(join(DIST, 'cli/main.js'), 0o755);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await build();
