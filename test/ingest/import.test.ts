import { appendFileSync, chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { Source } from '../../src/model/source.js';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';
import { dumpOf } from '../store/dump.js';
import { type Actor, execLine, exitLine } from '../tetragon-lines.js';
import { zstdFrame } from './zstd-frame.js';

const parent: Actor = { pid: 1, at: 1, binary: '/sbin/init' };
const actor = (index: number): Actor => ({ pid: 100 + index, at: 10 + index, binary: '/bin/sh', arguments: `-c ${index}`, parent });
const lineOf = (index: number) => execLine(actor(index));
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `${lineOf(from + index)}\n`).join('');

function adds({ ledger }: Source): boolean {
  return ledger.lines === ledger.records + Object.values(ledger.ignored).reduce((sum, n) => sum + n, 0) + ledger.malformed;
}

function problemsOf(store: WritableCase) {
  return store.view.problems({ limit: 1000 }).rows;
}

/** A file in a folder of its own, and an empty case beside it. */
function fileWith(content: string | Buffer, name = 'events.jsonl'): { file: string; folder: string; store: WritableCase } {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, content);
  return { file, folder, store: emptyCase(folder) };
}

async function sourceOf(store: WritableCase, file: string): Promise<Source> {
  const { sources, refused } = await importInto(store, [file]);
  const [source] = sources;
  if (source === undefined) throw new Error(refused.map(({ reason }) => reason).join());
  return source;
}

describe('the ledger', () => {
  it('adds up over everything that a file may hold', async () => {
    const nested = `{"process_exec":{"process":{"exec_id":"bm9kZS0xOjU6NQ==","pid":5,"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}`;
    const twice = '{"process_exec":{"process":{"exec_id":"bm9kZS0xOjY6Ng==","pid":6},"process":{"exec_id":"bm9kZS0xOjc6Nw==","pid":7}}}';
    const large = '{"process_exec":{"process":{"exec_id":"bm9kZS0xOjg6OA==","pid":8,"uid":99999999999999999999}},"node_name":"n"}';
    const content = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(`${lineOf(0)}\r\n`),
      Buffer.from('\n   \n\r\n'),
      Buffer.from('{"process_exec":{"process"\n'),
      Buffer.from('junk\n'),
      Buffer.from('level=info msg=x\n'),
      Buffer.from([0x00, 0x00, 0x00, 0x0a]),
      Buffer.concat([
        Buffer.from('{"process_exec":{"process":{"exec_id":"bm9kZS0xOjQ6NA==","pid":4,"binary":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}}}\n'),
      ]),
      Buffer.from(`${nested}\n${twice}\n${large}\n`),
      Buffer.from('{"next_year":{"process":{"exec_id":"bm9kZS0xOjk6OQ==","pid":9}}}\n'),
      Buffer.from('{"test":{}}\n[]\n{}\n'),
      Buffer.from(lineOf(1)),
    ]);
    const { file, store } = fileWith(content);
    const source = await sourceOf(store, file);
    expect(source.ledger).toEqual({
      lines: 17,
      records: 8,
      ignored: { blank: 3, 'agent-log': 1 },
      malformed: 5,
      kinds: { process_exec: 6, next_year: 1, test: 1 },
    });
    expect(adds(source)).toBe(true);
    store.link({ lateAfterSeconds: 300 });
    expect(
      store.view
        .processes({ terms: [] }, { limit: 100 })
        .rows.map(({ pid }) => pid)
        .sort((a, b) => a - b),
    ).toEqual([1, 4, 5, 7, 8, 9, 100, 101]);
  });

  it('names line, offset, reason and beginning of each line that was refused', async () => {
    const { file, store } = fileWith(`${lineOf(0)}\n{"process_exec":{"pro\n\n${lineOf(1)}\nno\n`);
    await sourceOf(store, file);
    const offset = Buffer.byteLength(`${lineOf(0)}\n`);
    expect(problemsOf(store)).toMatchObject([
      {
        source: file,
        line: 2,
        byteOffset: offset,
        severity: 'refused',
        reason: expect.stringMatching(/cut off/),
        excerpt: '{"process_exec":{"pro',
      },
      { source: file, line: 5, severity: 'refused', reason: 'not valid JSON', excerpt: 'no' },
    ]);
  });

  it('keeps a line that is not UTF-8, with a warning', async () => {
    const bytes = Buffer.from(`${lineOf(0)}\n`);
    bytes[bytes.indexOf('/bin/sh') + 6] = 0xff;
    const { file, store } = fileWith(bytes);
    expect((await sourceOf(store, file)).ledger).toMatchObject({ records: 1, malformed: 0 });
    expect(problemsOf(store)).toMatchObject([{ line: 1, severity: 'warning', reason: expect.stringMatching(/UTF-8/) }]);
  });

  it('counts equal lines of one file as events of their own', async () => {
    const { file, store } = fileWith(`${lineOf(0)}\n${lineOf(0)}\n`);
    expect((await sourceOf(store, file)).ledger).toMatchObject({ records: 2, ignored: {} });
  });
});

describe('a packed file', () => {
  it.each<[string, (content: string) => Buffer]>([
    ['gzip', (content) => gzipSync(content)],
    ['zstd', (content) => zstdFrame(Buffer.from(content))],
  ])('is read from %s whatever it is called', async (_what, pack) => {
    const { file, store } = fileWith(pack(lines(0, 50)), 'events.txt');
    expect((await sourceOf(store, file)).ledger).toMatchObject({ lines: 50, records: 50 });
    expect(problemsOf(store)).toEqual([]);
  });

  it('that was cut off gives every line before the cut, and says so', async () => {
    const whole = lines(0, 3000);
    const packed = gzipSync(whole);
    const { file, store } = fileWith(packed.subarray(0, Math.floor(packed.length * 0.6)));
    const source = await sourceOf(store, file);
    expect(adds(source)).toBe(true);
    expect(source.ledger.records).toBeGreaterThan(1000);
    expect(source.ledger.malformed).toBeLessThanOrEqual(1);
    expect(problemsOf(store).map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/cut off; what came before it was kept/));
  });

  it('that was cut off and is whole now gives what was missing, and the problems are gone', async () => {
    const packed = gzipSync(lines(0, 3000));
    const { file, store } = fileWith(packed.subarray(0, Math.floor(packed.length * 0.6)));
    await sourceOf(store, file);
    writeFileSync(file, packed);
    expect((await sourceOf(store, file)).ledger).toMatchObject({ lines: 3000, records: 3000, malformed: 0 });
    expect(problemsOf(store)).toEqual([]);
  });
});

describe('importing again', () => {
  it('the same file adds nothing and reads nothing', async () => {
    const { file, store } = fileWith(lines(0, 20));
    const first = await sourceOf(store, file);
    // Unreadable as an event file now, but with the same size and time: whoever reads it is found out.
    const size = readFileSync(file).length;
    const time = new Date(1_700_000_000_000);
    utimesSync(file, time, time);
    await sourceOf(store, file);
    writeFileSync(file, 'x'.repeat(size));
    utimesSync(file, time, time);
    const again = await importInto(store, [file]);
    expect(again).toMatchObject({ kind: 'done', hasNewFacts: false, refused: [] });
    expect(again.sources).toEqual([{ ...first }]);
  });

  it('a file that was only touched adds nothing', async () => {
    const { file, store } = fileWith(lines(0, 20));
    await sourceOf(store, file);
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    expect(await importInto(store, [file])).toMatchObject({ hasNewFacts: false, sources: [{ ledger: { lines: 20, records: 20 } }] });
    expect(store.storedSources()).toHaveLength(1);
  });

  it('a copy under another name adds nothing: every line of it is a duplicate', async () => {
    const { file, folder, store } = fileWith(lines(0, 20));
    await sourceOf(store, file);
    copyFileSync(file, join(folder, 'copy.jsonl'));
    const outcome = await importInto(store, [join(folder, 'copy.jsonl')]);
    expect(outcome).toMatchObject({ hasNewFacts: false, sources: [{ ledger: { lines: 20, records: 0, ignored: { duplicate: 20 } } }] });
  });

  it('a copy with more equal lines than the original adds only those', async () => {
    const { file, folder, store } = fileWith(`${lineOf(0)}\n${lineOf(0)}\n`);
    await sourceOf(store, file);
    const copy = join(folder, 'copy.jsonl');
    writeFileSync(copy, `${lineOf(0)}\n`.repeat(3));
    expect((await sourceOf(store, copy)).ledger).toMatchObject({ records: 1, ignored: { duplicate: 2 } });
  });

  it('a file that grew, three times, reads only what is new each time', async () => {
    const { file, store } = fileWith(lines(0, 3));
    for (const [from, to] of [
      [3, 5],
      [5, 400],
      [400, 401],
    ] as const) {
      await sourceOf(store, file);
      appendFileSync(file, lines(from, to));
      const source = await sourceOf(store, file);
      expect(source.ledger).toMatchObject({ lines: to, records: to, ignored: {}, malformed: 0 });
    }
    expect(store.storedSources()).toHaveLength(1);
  });

  it.each<[string, number]>([
    ['in the middle of a line', 30],
    ['in the middle of its last character', 1],
    ['before the line feed', 0],
  ])('a file that ended %s and grew is as if it had been read at once', async (_where, missing) => {
    const whole = lines(0, 6);
    const cutAt = Buffer.byteLength(lines(0, 3)) - 1 - missing;
    const { file, folder, store } = fileWith(whole.slice(0, cutAt));
    await sourceOf(store, file);
    writeFileSync(file, whole);
    const grown = await sourceOf(store, file);
    expect(grown.ledger).toMatchObject({ lines: 6, records: 6, ignored: {}, malformed: 0 });
    expect(problemsOf(store)).toEqual([]);
    const atOnce = emptyCase(temporaryFolder());
    await sourceOf(atOnce, file);
    expect(dumpOf(store)).toEqual(dumpOf(atOnce));
    expect(placesOf(store)).toEqual(placesOf(atOnce));
    expect(folder).not.toBe('');
  });

  it('a file that was rewritten is another source', async () => {
    const { file, store } = fileWith(lines(0, 5));
    await sourceOf(store, file);
    writeFileSync(file, lines(50, 60));
    expect((await sourceOf(store, file)).ledger).toMatchObject({ lines: 10, records: 10 });
    expect(store.storedSources()).toHaveLength(2);
  });

  it('a file that became shorter is another source, and its lines are duplicates', async () => {
    const { file, store } = fileWith(lines(0, 5));
    await sourceOf(store, file);
    truncateSync(file, Buffer.byteLength(lines(0, 2)));
    expect((await sourceOf(store, file)).ledger).toMatchObject({ lines: 2, ignored: { duplicate: 2 } });
  });
});

/** Exec ids with the line that each was read in. */
function placesOf(store: WritableCase): readonly string[] {
  store.link({ lateAfterSeconds: 300 });
  return store.view
    .processes({ terms: [] }, { limit: 1000 })
    .rows.map(({ execId, evidence }) => `${execId} ${evidence.map(({ line }) => line)}`);
}

describe('a file that can not be a source', () => {
  it.each<[string, (folder: string) => string, RegExp]>([
    ['a missing file', (folder) => join(folder, 'missing'), /no such file/],
    ['a folder', (folder) => folder, /folder/],
    ['an empty file', (folder) => written(folder, ''), /empty/],
    ['blank lines', (folder) => written(folder, '\n\n'), /no lines/],
    ['a picture', (folder) => written(folder, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff])), /not text/],
    ['other text', (folder) => written(folder, 'hello\n'), /no format knows its lines/],
    ['a file within a file', (folder) => join(written(folder, 'x'), 'y'), /./],
  ])('%s is refused with a reason, and the others are read', async (_what, make, reason) => {
    const { file, folder, store } = fileWith(lines(0, 2));
    mkdirSync(join(folder, 'bad'));
    const bad = make(join(folder, 'bad'));
    const { sources, refused } = await importInto(store, [bad, file]);
    expect(refused).toEqual([{ path: bad, reason: expect.stringMatching(reason) }]);
    expect(sources.map((source) => source.ledger.records)).toEqual([2]);
  });

  it('a file that is gone between two looks at it is refused, and the others are read', async () => {
    const { file, folder, store } = fileWith(lines(0, 2));
    const gone = join(folder, 'gone.jsonl');
    writeFileSync(gone, lines(5, 7));
    const addSource = store.addSource.bind(store);
    vi.spyOn(store, 'addSource').mockImplementation((identity) => {
      rmSync(gone, { force: true });
      return addSource(identity);
    });
    const { sources, refused } = await importInto(store, [gone, file]);
    expect(refused).toEqual([{ path: gone, reason: 'there is no such file' }]);
    expect(sources.map((source) => source.ledger.records)).toEqual([2]);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read is refused with the reason (not for root, who may)', async () => {
    const { file, store } = fileWith(lines(0, 2));
    chmodSync(file, 0);
    expect((await importInto(store, [file])).refused).toMatchObject([{ reason: 'permission denied' }]);
  });
});

function written(folder: string, content: string | Buffer): string {
  const file = join(folder, 'file');
  writeFileSync(file, content);
  return file;
}

it('reads a file of one line with a byte order mark and no line feed', async () => {
  const { file, store } = fileWith(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(exitLine(actor(0), 20))]));
  expect((await sourceOf(store, file)).ledger).toMatchObject({ lines: 1, records: 1 });
});
