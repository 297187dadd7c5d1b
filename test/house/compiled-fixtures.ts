import { join } from 'node:path';
import { bundle, bundler, ROOT } from '../../scripts/bundle.mjs';

/** Bundles the interface with a program of `fixtures/`, which Node can't run as it is. The path of what Node can run. */
export async function compiledFixture(name: string): Promise<string> {
  const rolldown = await bundler();
  if (rolldown === undefined) throw new Error('the bundler is not installed');
  // Vitest runs files at the same time, each in a process of its own.
  const folder = join(ROOT, 'node_modules/.cache/workbench-screens', String(process.pid));
  await bundle(rolldown, { entries: { [name]: `test/tui/fixtures/${name}.ts` }, folder, withPackages: true });
  return join(folder, `${name}.js`);
}
