import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';
import { dumpOf } from '../store/dump.js';
import { type Actor, execLine, exitLine } from '../tetragon-lines.js';

const init: Actor = { pid: 1, at: 1, binary: '/sbin/init' };
const actor = (index: number): Actor => ({ pid: 100 + index, at: 10 + index, binary: '/bin/é', parent: init });

/** Lines of a file: events, what is none, and every way to end a line. */
const content = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.nat(9).map((index) => execLine(actor(index))),
        fc.nat(9).map((index) => exitLine(actor(index), 100 + index)),
        fc.constantFrom('', 'junk', '{"process_exec":{"process":', '{}', '[1]', '{"next_year":{}}'),
      ),
      fc.constantFrom('\n', '\n', '\r\n'),
    ),
    { minLength: 1, maxLength: 15 },
  )
  .map((lines) => Buffer.from(`${execLine(actor(0))}\n${lines.map(([line, end]) => line + end).join('')}`));

function stateOf(store: WritableCase) {
  const [source] = store.view.sources();
  const problems = store.view.problems({ limit: 1000 }).rows.map(({ id: _, ...problem }) => problem);
  return { ledger: source?.ledger, problems, dump: dumpOf(store) };
}

describe('a file that is imported while it grows', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['as text', (part) => part],
    ['as gzip, to which members are added', (part) => gzipSync(part)],
  ])('%s, gives the case of one that was read at once, wherever it was cut', async (_how, pack) => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
        async (bytes, cuts) => {
          const file = join(temporaryFolder(), 'events');
          const growing = emptyCase(temporaryFolder());
          const firstLine = bytes.indexOf('\n') + 1;
          const sizes = [
            ...cuts.sort((a, b) => a - b).map((part) => Math.floor(firstLine + part * (bytes.length - firstLine))),
            bytes.length,
          ];
          writeFileSync(file, '');
          for (const [at, size] of sizes.entries()) {
            appendFileSync(file, pack(bytes.subarray(sizes[at - 1] ?? 0, size)));
            await importInto(growing, [file]);
          }
          const atOnce = emptyCase(temporaryFolder());
          await importInto(atOnce, [file]);
          const { ledger } = stateOf(growing);
          expect(ledger?.lines).toBe((ledger?.records ?? 0) + (ledger?.malformed ?? 0) + (ledger?.ignored.blank ?? 0));
          expect(stateOf(growing)).toEqual(stateOf(atOnce));
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
