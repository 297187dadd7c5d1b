import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { execLine } from '../tetragon-lines.js';
import { CALM } from './events.js';
import { desk, PROGRAM } from './workbench.js';

const at = desk();
afterAll(() => at.clear());

const CASES = at.path('share/workbench/cases');

function keptFiles(): readonly string[] {
  return existsSync(CASES) ? readdirSync(CASES) : [];
}

function bytes(name: string, content: Uint8Array): string {
  writeFileSync(at.path(name), content);
  return name;
}

mkdirSync(at.path('folder'));
bytes('folder/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]));
bytes('folder/notes.txt', Buffer.from('just some words\n'));
at.file('empty', '');
bytes('words.gz', gzipSync('just some words\n'));
bytes('deep', Buffer.from('['.repeat(1_000_000)));
bytes('nul', Buffer.alloc(10_000));
bytes('latin', Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
bytes('not-gzip.gz', Buffer.from([0x1f, 0x8b, 0xff, 0xff, 0xff, 0xff]));

describe('an input of which nothing can be read', () => {
  it.each<[string, readonly string[], RegExp, string]>([
    ['an empty file', ['import', 'empty'], /empty was not read: it is empty/, ''],
    ['binary junk', ['detect', 'folder/picture.png'], /it is not text, so no format knows it/, ''],
    ['NUL bytes', ['processes', 'nul'], /it is not text/, ''],
    ['text of no format', ['import', 'folder/notes.txt'], /workbench formats lists those that are read; --as FORMAT names one/, ''],
    ['packed text of no format', ['tree', 'words.gz'], /--as FORMAT/, ''],
    ['deep JSON', ['import', 'deep'], /--as FORMAT/, ''],
    ['text that is not UTF-8', ['detect', 'latin'], /no(t text| format)/, ''],
    ['gzip that is none', ['import', 'not-gzip.gz'], /not-gzip\.gz was not read: the compressed data is damaged/, ''],
    ['a folder of such files', ['sources', 'folder'], /notes\.txt was not read[\s\S]*picture\.png was not read/, ''],
    ['nothing on standard input', ['detect', '-'], /was not read: it is empty/, ''],
    ['words on standard input', ['import', '-'], /--as FORMAT/, 'just some words\n'],
  ])('%s: says why and what to do, ends in 3, and leaves no case behind', (_what, words, says, input) => {
    const { code, stderr } = at.workbench(words, { input });
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringMatching(says) });
    expect(stderr).toMatch(/no events .*: this says nothing about what happened/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(keptFiles()).toEqual([]);
  });

  it('leaves a case alone that was there before', () => {
    at.file('calm.jsonl', CALM);
    at.workbench(['import', 'calm.jsonl', '--case', 'kept.db']);
    expect(at.workbench(['import', 'folder', '--case', 'kept.db']).code).toBe(3);
    expect(JSON.parse(at.workbench(['processes', '--case', 'kept.db', '--format', 'json']).stdout).processes).not.toEqual([]);
  });

  it('is no reason not to read the others', () => {
    const { code, stderr } = at.workbench(['detect', 'folder', 'calm.jsonl']);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/notes\.txt was not read/) });
    expect(at.workbench(['detect', 'folder', 'calm.jsonl', '--strict']).code).toBe(3);
  });
});

const MANY = Array.from({ length: 8_000 }, (_, n) =>
  execLine({ pid: 100 + n, at: 10 + n, binary: `/usr/bin/program-${n}`, arguments: `--number ${n} ${'x'.repeat(200)}` }),
);

describe('a disk that is full', () => {
  it('is said, with what to do, and the same command goes on once there is room', () => {
    at.file('many.jsonl', MANY);
    const env = { PATH: process.env.PATH, HOME: at.folder, XDG_DATA_HOME: at.path('share'), TZ: 'UTC' };
    // The shell counts in blocks of 512 or 1,024 bytes: 1 or 2 MB for each file.
    const limited = 'ulimit -f 2000; exec "$0" "$@"';
    const words = [process.execPath, PROGRAM, 'import', 'many.jsonl', '--case', 'full.db'];
    const run = spawnSync('sh', ['-c', limited, ...words], { cwd: at.folder, env, encoding: 'utf8' });
    expect({ code: run.status, stderr: run.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/full\.db[\s\S]*(Free space|Check the disk)/),
    });
    expect(run.stderr).not.toMatch(/^\s+at /m);
    const again = at.workbench(['import', 'many.jsonl', '--case', 'full.db', '--format', 'json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).totals).toMatchObject({ records: MANY.length, processes: MANY.length });
  });
});

describe('a file that vanishes while it is read', () => {
  it('is read to its end, since it is open', async () => {
    const file = at.file('vanishing.jsonl', MANY);
    const env = { PATH: process.env.PATH, HOME: at.folder, XDG_DATA_HOME: at.path('share'), TZ: 'UTC' };
    const child = spawn(process.execPath, [PROGRAM, 'import', 'vanishing.jsonl', '--case', 'vanished.db'], { cwd: at.folder, env });
    // Its journal grows once lines are kept: then the file is open.
    while (child.exitCode === null && !hasBegun('vanished.db')) await new Promise((resolve) => setImmediate(resolve));
    rmSync(file);
    const code = await new Promise((resolve) => (child.exitCode === null ? child.on('close', resolve) : resolve(child.exitCode)));
    expect(code).toBe(0);
    const { stdout } = at.workbench(['sources', '--case', 'vanished.db', '--format', 'json']);
    expect(JSON.parse(stdout).sources).toMatchObject([{ records: MANY.length }]);
  });
});

function hasBegun(name: string): boolean {
  return (statSync(at.path(`${name}-wal`), { throwIfNoEntry: false })?.size ?? 0) > 1_000_000;
}
