import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readsAcrossLines } from '../../src/ingest/format.js';
import { FORMATS } from '../../src/ingest/formats/index.js';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';
import { dumpOf } from '../store/dump.js';

const SOURCE_FORMATS = FORMATS.filter(readsAcrossLines);
/** Of each format's samples this many ways to be cut are tried, each after a line: of text that is no JSON nobody can tell a cut line. */
const CUTS = 12;

function ledgersOf(store: WritableCase) {
  return store.view
    .sources()
    .map(({ ledger }) => ({ lines: ledger.lines, kinds: ledger.kinds, ignored: ledger.ignored, malformed: ledger.malformed }));
}

async function importedAtOnce(bytes: Buffer): Promise<WritableCase> {
  const store = emptyCase();
  const file = join(temporaryFolder(), 'source');
  writeFileSync(file, bytes);
  await importInto(store, [file]);
  return store;
}

describe.each(SOURCE_FORMATS.map((format) => [format.name, format] as const))('a source of the format %s', (_name, format) => {
  const content = Buffer.from(format.samples.map(({ lines }) => `${lines.join('\n')}\n`).join(''));

  it.each<[string, (part: Buffer) => Buffer]>([
    ['as text', (part) => part],
    ['as gzip, to which members are added', (part) => gzipSync(part)],
  ])('that grew, %s, tells what it tells at once, wherever it ended before', async (_how, pack) => {
    const whole = await importedAtOnce(content);
    const [expectedLedger, expected] = [ledgersOf(whole), dumpOf(whole)];
    for (let cut = 1; cut <= CUTS; cut++) {
      const at = content.lastIndexOf('\n', Math.floor((content.length * cut) / CUTS)) + 1;
      const store = emptyCase();
      const file = join(temporaryFolder(), 'source');
      writeFileSync(file, pack(content.subarray(0, at)));
      const { sources } = await importInto(store, [file]);
      // Too little was there to tell what it is.
      if (sources.length === 0) continue;
      appendFileSync(file, pack(content.subarray(at)));
      await importInto(store, [file]);
      expect({ at, ledger: ledgersOf(store) }).toEqual({ at, ledger: expectedLedger });
      expect({ at, processes: dumpOf(store).processes.length }).toEqual({ at, processes: expected.processes.length });
    }
  });

  it('that is imported under two names is one case, and the copies are counted', async () => {
    const store = emptyCase();
    const folder = temporaryFolder();
    for (const name of ['a', 'b']) writeFileSync(join(folder, name), content);
    await importInto(store, [join(folder, 'a')]);
    const before = dumpOf(store);
    await importInto(store, [join(folder, 'b')]);
    const after = dumpOf(store);
    expect(after.connections.length).toBe(before.connections.length);
    for (const { ledger } of store.view.sources()) {
      const ignored = Object.values(ledger.ignored).reduce((sum, n) => sum + n, 0);
      expect(ledger.lines).toBe(ledger.records + ignored + ledger.malformed);
    }
  });
});
