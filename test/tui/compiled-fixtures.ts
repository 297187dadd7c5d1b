import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, 'node_modules/.cache/workbench-screens');

/** Compiles the interface with the programs of `fixtures/`, which Node can't run as they are. The path of one of them, compiled. */
export function compiledFixture(name: string): string {
  const config = join(OUT, 'tsconfig.json');
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'package.json'), '{"type":"module"}');
  const compilerOptions = { noEmit: false, rootDir: ROOT, outDir: OUT, typeRoots: [join(ROOT, 'node_modules/@types')] };
  writeFileSync(
    config,
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: [join(ROOT, 'test/tui/fixtures')] }),
  );
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config], { stdio: 'pipe' });
  } catch {
    // Types are checked elsewhere, and a mistake in a file that isn't ours must not fail these tests: what was written is run.
  }
  return join(OUT, 'test/tui/fixtures', name);
}
