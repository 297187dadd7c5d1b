import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.js';
import { EXIT } from '../../src/cli/exit-code.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** How README.md writes keys that have no character of their own. */
const NAMES: Readonly<Record<string, string>> = { '↑': 'up', '↓': 'down', PgUp: 'pageup', PgDn: 'pagedown', Esc: 'escape' };

describe('README.md', () => {
  it('names every command and no other', () => {
    expect(rowsOf('## Commands', /^\| `([a-z]+)` \|/).toSorted()).toEqual(COMMANDS.map((command) => command.name).toSorted());
  });

  it('names every exit code', () => {
    const codes = rowsOf('## Commands', /^\| ([\d, ]+) \|/).flatMap((codes) => codes.split(', ').map(Number));
    expect(codes).toEqual([...new Set(Object.values(EXIT))].toSorted((a, b) => a - b));
  });

  it('names only keys that mean something', () => {
    const written = [...README.matchAll(/<kbd>([^<]+)<\/kbd>/g)].map(([, key = '']) => NAMES[key] ?? keyName(key));
    expect(written.filter((key) => !boundKeys().has(key))).toEqual([]);
  });
});

function rowsOf(heading: string, row: RegExp): readonly string[] {
  const [, section = ''] = README.split(heading);
  return (
    section
      .split('\n## ')[0]
      ?.split('\n')
      .flatMap((line) => row.exec(line)?.[1] ?? []) ?? []
  );
}

/** `Ctrl-O` and `Tab` as the keymap writes them; a single letter keeps its case. */
function keyName(key: string): string {
  return key.length === 1 ? key : key.toLowerCase().replace('-', '+');
}

/** Keys that some command of the interface is bound to, read from its source. */
function boundKeys(): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, 'src/tui'), { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  const source = files.map((path) => readFileSync(join(ROOT, 'src/tui', path), 'utf8')).join('\n');
  const lists = [...source.matchAll(/\bkeys?: \[?((?:'[^']+'(?:, )?)+)\]?,/g)].map(([, list = '']) => list);
  return new Set(lists.flatMap((list) => [...list.matchAll(/'([^']+)'/g)].map(([, key = '']) => key)));
}
