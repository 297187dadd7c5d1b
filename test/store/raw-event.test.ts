import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RawEvent } from '../../src/model/case-view.js';
import { zstdFrame } from '../ingest/zstd-frame.js';
import { execLine } from '../tetragon-lines.js';
import { emptyCase, importInto, temporaryFolder } from './case-of.js';

const LINES = Array.from({ length: 40 }, (_, index) =>
  execLine({ pid: 100 + index, at: 10 + index, binary: '/bin/é', arguments: 'x'.repeat(index * 50) }),
);
const TEXT = LINES.map((line) => `${line}\n`).join('');

/** Imports a file, does something to it, and reads lines back. */
async function readBack(
  content: string | Buffer,
  lines: readonly number[],
  change: (file: string) => void = () => undefined,
): Promise<readonly RawEvent[]> {
  const folder = temporaryFolder();
  const file = join(folder, 'events');
  writeFileSync(file, content);
  const store = emptyCase(folder);
  await importInto(store, [file]);
  change(file);
  return Promise.all(lines.map((line) => store.view.rawEvent({ source: file, line })));
}

const asRead = (numbers: readonly number[]) => numbers.map((number) => ({ kind: 'line', text: LINES[number - 1] }));

describe('the raw event behind a fact', () => {
  it.each<[string, string | Buffer]>([
    ['a plain file', TEXT],
    ['a file with carriage returns', TEXT.replaceAll('\n', '\r\n')],
    ['a file without a last line feed', TEXT.slice(0, -1)],
    ['gzip', gzipSync(TEXT)],
  ])('is the very line of %s', async (_what, content) => {
    expect(await readBack(content, [1, 2, 20, 40])).toEqual(asRead([1, 2, 20, 40]));
  });

  it('is the very line of gzip that was cut off, up to the last line before the cut', async () => {
    const packed = gzipSync(TEXT);
    const numbers = LINES.map((_, index) => index + 1);
    const events = await readBack(packed.subarray(0, Math.floor(packed.length * 0.8)), numbers);
    const read = events.filter(({ kind }) => kind === 'line');
    expect(read.length).toBeGreaterThan(10);
    expect(events).toEqual([
      ...asRead(numbers.slice(0, read.length)),
      ...events.slice(read.length).map(() => ({ kind: 'gone', reason: expect.stringMatching(/holds no event/) })),
    ]);
  });

  it('is still there when the file grew', async () => {
    expect(await readBack(TEXT, [40], (file) => appendFileSync(file, TEXT))).toEqual(asRead([40]));
  });

  it.each<[string, string | Buffer, (file: string) => void, RegExp]>([
    ['the file is gone', TEXT, (file) => rmSync(file), /can't be read/],
    ['the line was changed', TEXT, (file) => writeFileSync(file, TEXT.replaceAll('/bin/é', '/bin/e')), /has changed/],
    ['the file is shorter now', TEXT, (file) => writeFileSync(file, LINES[0] ?? ''), /has changed/],
    ['it is a folder now', TEXT, (file) => rmSync(file), /./],
    ['the file is packed by zstd, which can not be read at a place', zstdFrame(Buffer.from(TEXT)), () => undefined, /zstd/],
  ])('says so when %s', async (_what, content, change, reason) => {
    expect(await readBack(content, [20], change)).toEqual([{ kind: 'gone', reason: expect.stringMatching(reason) }]);
  });

  it('says so of a line that is no event', async () => {
    expect(await readBack(TEXT, [41])).toEqual([{ kind: 'gone', reason: expect.stringMatching(/holds no event/) }]);
  });

  it('is never the line that now stands where another file stood', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'events');
    const store = emptyCase(folder);
    for (const lines of [LINES.slice(0, 10), LINES.slice(20, 30)]) {
      writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
      await importInto(store, [file]);
    }
    store.link({ lateAfterSeconds: 300 });
    const { rows } = store.view.processes({ terms: [] }, { limit: 100 });
    const read = await Promise.all(
      rows.map(async ({ evidence: [place] }) => (place === undefined ? undefined : store.view.rawEvent(place))),
    );
    const expected = rows.map(({ pid }) =>
      pid < 120 ? { kind: 'gone', reason: expect.stringMatching(/has changed/) } : { kind: 'line', text: LINES[pid - 100] },
    );
    expect(read).toEqual(expected);
  });
});
