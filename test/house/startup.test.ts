import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Imports that run when the file is loaded: not types, not `await import()`. */
const STATIC_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm;

/** Everything that is loaded before the program looks at its arguments: files of the project, and packages. */
function loadedAtStart(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(STATIC_IMPORT)) {
    if (target.startsWith('.')) loadedAtStart(sourceOf(join(dirname(file), target)), seen);
    else seen.add(target);
  }
  return seen;
}

function sourceOf(compiled: string): string {
  const typescript = compiled.replace(/\.js$/, '.ts');
  return relative('', existsSync(join(ROOT, typescript)) ? typescript : `${typescript}x`);
}

describe('the program at its start', () => {
  // What commands there are is loaded unless the version alone is asked for.
  const loaded = [...loadedAtStart('src/cli/main.ts'), ...loadedAtStart('src/cli/program.ts')];

  it('loads the commands', () => {
    expect(loaded.filter((file) => file.startsWith('src/cli/commands/')).length).toBeGreaterThan(5);
  });

  it('loads neither Ink nor React nor the interface, which commands without a screen never need', () => {
    expect(loaded.filter((target) => /^(ink|ink-table|react|fuse\.js)(\/|$)|^src\/tui\//.test(target))).toEqual([]);
  });
});
