import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/bundle.mjs';

const DIST = join(ROOT, 'dist');
const chunks = readdirSync(join(DIST, 'cli')).map((name) => readFileSync(join(DIST, 'cli', name), 'utf8'));

/** Files of packages that went into the built program, as the bundler names them. */
const bundled = new Set(chunks.flatMap((code) => [...code.matchAll(/^\/\/ node_modules\/(\S+)$/gm)].map(([, path = '']) => path)));
const packages = new Set(
  [...bundled].map((path) =>
    path
      .split('/')
      .slice(0, path.startsWith('@') ? 2 : 1)
      .join('/'),
  ),
);

describe('the built program', () => {
  it('draws with the build of React that keeps no measures', () => {
    const builds = [...bundled].filter((path) => /^react(-reconciler)?\/cjs\//.test(path));
    expect(builds.length).toBeGreaterThan(2);
    expect(builds.filter((path) => path.includes('development'))).toEqual([]);
  });

  it('passes on the licence of every package that it contains', () => {
    const notices = readFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect([...packages]).toEqual(expect.arrayContaining(['commander', 'ink', 'react', 'yaml']));
    for (const name of [...packages].map(ownName)) expect(notices).toMatch(new RegExp(`^${name} \\d\\S* \\(\\S[^)]*\\)\\n\\n\\S`, 'm'));
  });

  it('leaves what is compiled for one machine where npm put it', () => {
    expect([...packages].filter((name) => name.startsWith('better-sqlite3'))).toEqual([]);
  });
});

/** What a package calls itself: it may be installed under another name. */
function ownName(installed: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', installed, 'package.json'), 'utf8')).name;
}
