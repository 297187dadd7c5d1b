import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';
import { dumpOf } from '../store/dump.js';

const report = (index: number) =>
  `{ "_OPERATION" : "heartbeat", "_TIMESTAMP" : ${1_795_189_830_000 + index}, "_EXEC_ID" : "bfc230aed3568369", "_ACTION_ID" : "${index}", "_OP_TCP_SOCKET_INFO" : [["0.0.0.0", 5432, "0.0.0.0", 0, "LISTEN", 0, 173871]] }`;

/** Pieces of a log: reports in every form, and what is none. */
const piece = fc
  .nat(5)
  .chain((index) =>
    fc.constantFrom(
      `[ ${report(index)} ]\n`,
      `[ ${report(index)}, ${report(index + 10)} ][ ${report(index + 20)} ]\n`,
      `${JSON.stringify([JSON.parse(report(index + 30))], null, 2)}\r\n`,
      'GET /orders 200\n',
      `[ { "_OPERATION" : "heartbeat", "_TIME\n`,
      '\n',
    ),
  );

function stateOf(store: WritableCase) {
  const [source] = store.view.sources();
  const problems = store.view.problems({ limit: 1000 }).rows.map(({ id: _, ...problem }) => problem);
  return {
    records: source?.ledger.records,
    kinds: source?.ledger.kinds,
    malformed: source?.ledger.malformed,
    problems,
    dump: dumpOf(store),
  };
}

it('gives the case of a log that was read at once, wherever it was cut while it grew', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 5 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
      async (pieces, cuts) => {
        const first = `[ ${report(99)} ]\n`;
        const bytes = Buffer.from(first + pieces.join(''));
        const file = join(temporaryFolder(), 'chalk.log');
        const growing = emptyCase(temporaryFolder());
        const sizes = [
          ...cuts.sort((a, b) => a - b).map((part) => Math.floor(first.length + part * (bytes.length - first.length))),
          bytes.length,
        ];
        writeFileSync(file, '');
        for (const [at, size] of sizes.entries()) {
          appendFileSync(file, bytes.subarray(sizes[at - 1] ?? 0, size));
          await importInto(growing, [file]);
        }
        const atOnce = emptyCase(temporaryFolder());
        await importInto(atOnce, [file]);
        expect(stateOf(growing)).toEqual(stateOf(atOnce));
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});
