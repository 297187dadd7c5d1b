// @ts-check
/** Modules of `src` for scripts that measure the program, or write documents out of what it knows. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, bundler, ROOT } from './bundle.mjs';

/**
 * What these files export, as the sources are now. Throws where development packages are not installed.
 * @param {readonly string[]} files their paths from the project's folder
 * @returns {Promise<readonly any[]>}
 */
export async function sourceModules(files) {
  const rolldown = await bundler();
  if (rolldown === undefined) throw new Error('the bundler is not installed: run `npm install` with development packages');
  const names = files.map((file) => file.replaceAll(/[^a-z0-9]+/gi, '-'));
  // As deep in the project as the program itself, which finds its own files by that, and where packages are found.
  const folder = join(ROOT, `node_modules/.${names[0]}`);
  const entries = Object.fromEntries(names.map((name, at) => [name, files[at] ?? '']));
  await bundle(rolldown, { entries, folder, withPackages: false });
  return Promise.all(names.map((name) => import(pathToFileURL(join(folder, `${name}.js`)).href)));
}
