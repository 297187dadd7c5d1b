import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const VAGUE_NAME = /^(utils?|helpers?|managers?|data|info|misc|common)\b/;
const SILENCED = /biome-ignore|@ts-(ignore|nocheck|expect-error)/;
const CAST = /[\w\])}] as (?!const\b)([A-Z]\w*|unknown|never|string|number|object|\{)|<(any|unknown)>[\w(]/;
const IMPORT = /^(import|export)\b.*\bfrom\b|^\s*(type )?\w+ as \w+,?$/;
const COMMENT = /^\s*(\*|\/\*|\/\/)/;
const EXPORT = /^export (async )?(function|class|interface)\b/;

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path: `src/${path}`, lines: readFileSync(join(ROOT, 'src', path), 'utf8').split('\n') }));

/** What the linter has no rule for. */
describe('the source', () => {
  it('has no file named after nothing', () => {
    expect(sources.map(({ path }) => path).filter((path) => VAGUE_NAME.test(basename(path)))).toEqual([]);
  });

  it('silences no diagnostic', () => {
    expect(places((line) => SILENCED.test(line))).toEqual([]);
  });

  it('casts no value', () => {
    const isCast = (line: string) => !COMMENT.test(line) && !IMPORT.test(line) && CAST.test(withoutText(line));
    expect(places(isCast)).toEqual([]);
  });

  it('documents every function, class and interface that it exports', () => {
    expect(places((line, before) => EXPORT.test(line) && !before.trimEnd().endsWith('*/'))).toEqual([]);
  });
});

function places(isOffending: (line: string, before: string) => boolean): readonly string[] {
  return sources.flatMap(({ path, lines }) =>
    lines.flatMap((line, at) => (isOffending(line, lines[at - 1] ?? '') ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
}

function withoutText(line: string): string {
  return line.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, "''");
}
