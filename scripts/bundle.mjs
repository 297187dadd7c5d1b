// @ts-check
/** Puts TypeScript sources and the packages that they need together into few files that Node runs. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Compiled for one machine and one Node, so they stay where npm put them. */
const NATIVE = /^better-sqlite3(-13)?$/;
/** Ink's, for developers of Ink programs; it is not installed, and only asked for with DEV=true. */
const ABSENT = /^react-devtools-core$/;
/** What is no path: a package, or a part of Node. */
const PACKAGE = /^[^./]/;

/**
 * The compiler of the sources, or `undefined` when development packages were left out.
 * @returns {Promise<typeof import('rolldown') | undefined>}
 */
export async function bundler() {
  try {
    return await import('rolldown');
  } catch {
    return undefined;
  }
}

/**
 * Bundles sources: an entry becomes a file of its name in the folder, which is emptied before. Types are not checked. Gives back the
 * folders of the packages whose code is now in those files. Throws what the bundler could not compile.
 * @param {typeof import('rolldown')} bundler
 * @param {{ entries: Readonly<Record<string, string>>, folder: string, withPackages: boolean, together?: readonly Together[] }} order
 * @returns {Promise<readonly string[]>}
 */
export async function bundle({ rolldown }, { entries, folder, withPackages, together = [] }) {
  const files = new FilesTogether(together);
  const made = await rolldown({
    input: { ...entries },
    cwd: ROOT,
    platform: 'node',
    external: withPackages ? [NATIVE, ABSENT] : PACKAGE,
    resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
    transform: {
      define: {
        // React's development build keeps a measure of every component that it draws, for ever, and a key takes three times as long.
        'process.env.NODE_ENV': '"production"',
        // Ink's layout would unpack itself by it, for which Node loads its client for HTTP: 50 ms. Nothing here calls anybody.
        fetch: 'undefined',
      },
    },
    logLevel: 'warn',
    plugins: [withoutSubprograms(), ...(together.length === 0 ? [] : [files.plugin])],
    ...(together.length === 0 ? {} : { preserveEntrySignatures: 'allow-extension' }),
  });
  try {
    // Compiling them took longer than all else of loading. What licences say stands in a file of its own.
    const { output } = await made.generate({ format: 'esm', comments: false, ...(together.length === 0 ? {} : files.output) });
    const chunks = output.filter((file) => file.type === 'chunk');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code);
    return packagesOf(chunks.flatMap(({ moduleIds }) => moduleIds));
  } finally {
    await made.close();
  }
}

const NOTHING = '\0nothing';

/**
 * commander can run subcommands that are programs of their own, which no command here is. What it would start them with takes six milliseconds to load.
 * @returns {import('rolldown').Plugin}
 */
function withoutSubprograms() {
  return {
    name: 'without-subprograms',
    resolveId: (id, importer) => (id === 'node:child_process' && importer?.includes(`${sep}commander${sep}`) === true ? NOTHING : null),
    load: (id) => (id === NOTHING ? 'module.exports = {};' : null),
  };
}

/**
 * Modules that make one file: those that any of the roots imports, directly or by others, and that none before claimed, as far as `holds` says so. Roots are
 * sources of the project, and `holds` is asked of such as `src/cli/run.ts`.
 * @typedef {{ name: string, roots: readonly string[], holds: (source: string) => boolean }} Together
 */

/** Modules are put together by what is loaded at the same time: a file of its own for each that several import costs a millisecond to load, and there were sixty. */
class FilesTogether {
  /** @type {Map<string, string>} */
  #names = new Map();
  /** @type {readonly Together[]} */
  #together;

  /** @param {readonly Together[]} together */
  constructor(together) {
    this.#together = together;
  }

  /** @returns {import('rolldown').Plugin} */
  get plugin() {
    const names = this.#names;
    const together = this.#together;
    return {
      name: 'files-together',
      buildEnd() {
        for (const { name, roots, holds } of together) {
          const waiting = roots.map((root) => join(ROOT, root));
          const seen = new Set();
          for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
            if (seen.has(id)) continue;
            seen.add(id);
            if (!names.has(id) && holds(relative(ROOT, id).replaceAll(sep, '/'))) names.set(id, name);
            waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
          }
        }
      },
    };
  }

  /** @returns {import('rolldown').OutputOptions} */
  get output() {
    return {
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: (id) => this.#names.get(id) ?? null, debugName: 'together' }],
      },
    };
  }
}

/**
 * What the licences of packages ask to be passed on with their code.
 * @param {readonly string[]} packages their folders
 */
export function notices(packages) {
  const parts = packages.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const text = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
    return `${name} ${version} (${license})\n\n${text || 'The package holds no text of it.'}\n`;
  });
  return `This program contains these packages, each under its own licence.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

/**
 * @param {readonly string[]} files
 * @returns {readonly string[]}
 */
function packagesOf(files) {
  const folders = files.filter((file) => file.includes(`${sep}node_modules${sep}`)).map(packageFolder);
  return [...new Set(folders)].sort();
}

/** @param {string} file @returns {string} */
function packageFolder(file) {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    // Parts of a package may have a manifest of their own, without a name.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name !== undefined) return folder;
    if (folder === dirname(folder)) throw new Error(`${file} belongs to no package`);
  }
}
