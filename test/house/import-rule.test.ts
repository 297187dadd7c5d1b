import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A file in some folder, and a module that it imports. */
type Probe = readonly [file: string, imports: string];

const REFUSED: readonly Probe[] = [
  ['src/model/probe.ts', 'node:fs'],
  ['src/model/probe.ts', 'fs'],
  ['src/model/probe.ts', 'yaml'],
  ['src/model/probe.ts', '../store/open.js'],
  ['src/model/link/probe.ts', '../../tui/theme.js'],
  ['src/model/link/probe.ts', 'better-sqlite3'],
  ['src/ingest/probe.ts', '../store/open.js'],
  ['src/ingest/formats/probe.ts', '../../detections/engine.js'],
  ['src/ingest/formats/probe.ts', 'better-sqlite3'],
  ['src/ingest/probe.ts', 'tinyglobby'],
  ['src/store/probe.ts', '../ingest/pipeline.js'],
  ['src/store/probe.ts', 'react'],
  ['src/detections/rules/probe.ts', '../../store/open.js'],
  ['src/detections/rules/probe.ts', 'node:fs'],
  ['src/detections/probe.ts', '../cli/main.js'],
  ['src/labs/probe.ts', '../detections/engine.js'],
  ['src/export/probe.ts', '../store/open.js'],
  ['src/export/probe.ts', 'node:fs/promises'],
  ['src/tui/probe.ts', '../store/open.js'],
  ['src/tui/views/probe.tsx', '../../store/open.js'],
  ['src/tui/views/probe.tsx', '../../ingest/pipeline.js'],
  ['src/tui/views/probe.tsx', '../../export/yaml.js'],
  ['src/tui/components/probe.tsx', 'better-sqlite3'],
  ['src/tui/components/probe.tsx', 'yaml'],
];

const ALLOWED: readonly Probe[] = [
  ['src/model/probe.ts', './time.js'],
  ['src/model/link/probe.ts', '../time.js'],
  ['src/model/link/probe.ts', './fold-images.js'],
  ['src/ingest/formats/probe.ts', '../../model/time.js'],
  ['src/ingest/formats/probe.ts', '../lines.js'],
  ['src/ingest/probe.ts', 'node:stream/promises'],
  ['src/ingest/probe.ts', 'fzstd'],
  ['src/store/probe.ts', '../model/filter.js'],
  ['src/store/probe.ts', 'better-sqlite3'],
  ['src/store/probe.ts', 'better-sqlite3-13'],
  ['src/store/probe.ts', 'ipaddr.js'],
  ['src/detections/rules/probe.ts', '../../model/finding.js'],
  ['src/detections/rules/probe.ts', '../engine.js'],
  ['src/labs/probe.ts', 'yaml'],
  ['src/export/probe.ts', 'yaml'],
  ['src/tui/views/probe.tsx', '../../model/case-view.js'],
  ['src/tui/views/probe.tsx', '../components/row.js'],
  ['src/tui/views/probe.tsx', 'ink'],
  ['src/tui/probe.ts', 'fuse.js'],
  ['src/cli/commands/probe.ts', '../../store/open.js'],
  ['src/cli/commands/probe.ts', '../../tui/program.js'],
];

/** Every way to import: none may slip through. */
const WAYS: Readonly<Record<string, (from: string) => string>> = {
  value: (from) => `import { thing } from '${from}';\nexport const kept = thing;\n`,
  type: (from) => `import type { Thing } from '${from}';\nexport const kept: Thing | undefined = undefined;\n`,
  export: (from) => `export { thing } from '${from}';\n`,
  dynamic: (from) => `export const kept = await import('${from}');\n`,
};

describe('the import rule', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'workbench-import-rule-'));
  let refused: ReadonlySet<string>;
  beforeAll(() => {
    cpSync(join(ROOT, 'biome.json'), join(scratch, 'biome.json'));
    for (const probe of [...REFUSED, ...ALLOWED]) {
      for (const [way, text] of Object.entries(WAYS)) write(join(scratch, placeOf(probe, way)), text(probe[1]));
    }
    refused = refusedIn(scratch);
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(REFUSED)('refuses that %s imports %s', (...probe) => {
    expect(waysRefused(probe)).toEqual(Object.keys(WAYS));
  });

  it.each(ALLOWED)('lets %s import %s', (...probe) => {
    expect(waysRefused(probe)).toEqual([]);
  });

  function waysRefused(probe: Probe): readonly string[] {
    return Object.keys(WAYS).filter((way) => refused.has(placeOf(probe, way)));
  }
});

/** Each probe has a file of its own, in the folder that it names. */
function placeOf([file, imports]: Probe, way: string): string {
  return file.replace('probe', `${imports.replaceAll(/[^a-z0-9]+/g, '-')}-${way}`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function refusedIn(folder: string): ReadonlySet<string> {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const flags = ['--only=style/noRestrictedImports', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
  const run = spawnSync(process.execPath, [biome, 'lint', ...flags, 'src'], { cwd: folder, encoding: 'utf8' });
  const report: { diagnostics: readonly { location: { path: string } }[] } = JSON.parse(run.stdout);
  return new Set(report.diagnostics.map((diagnostic) => diagnostic.location.path));
}
