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

/** @param {string} folder @returns {(source: string) => boolean} */
const within = (folder) => (source) => source.startsWith(folder);

/**
 * What is loaded together: by every command, to read the command line, to read a case, by commands that do, by the thread that answers
 * the interface, and to draw.
 * @type {readonly import('./bundle.mjs').Together[]}
 */
const TOGETHER = [
  {
    name: 'start',
    roots: ['src/cli/main.ts'],
    // The entry waits for what imports these.
    holds: (source) => source.startsWith('src/') && !['src/cli/main.ts', 'src/cli/run.ts'].includes(source),
  },
  {
    name: 'model',
    roots: ['src/cli/program.ts', 'src/store/open.ts', 'src/cli/session.ts', 'src/tui/main.ts'],
    holds: (source) => source.startsWith('src/model/') || source.startsWith('src/ingest/'),
  },
  { name: 'program', roots: ['src/cli/program.ts'], holds: (source) => !source.startsWith('src/store/') },
  { name: 'case', roots: ['src/store/open.ts'], holds: within('src/store/') },
  {
    name: 'command',
    roots: ['src/cli/session.ts', 'src/cli/actions/open.ts', 'src/cli/import/empty-case.ts', 'src/cli/case-title.ts'],
    holds: within('src/'),
  },
  {
    name: 'answers',
    roots: ['src/cli/case-reader-thread.ts'],
    holds: (source) => source.startsWith('src/') && source !== 'src/cli/case-reader-thread.ts',
  },
  {
    name: 'interface',
    roots: ['src/cli/interface.ts', 'src/tui/main.ts'],
    holds: (source) => source.startsWith('src/tui/') || source.startsWith('src/cli/interface'),
  },
];

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
    const packages = await bundle(rolldown, { entries: ENTRIES, folder: join(DIST, 'cli'), withPackages: true, together: TOGETHER });
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
