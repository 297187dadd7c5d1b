import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importSources } from '../../src/ingest/import.js';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';
import { type Actor, execLine, exitLine } from '../tetragon-lines.js';

const line = (index: number) => execLine({ pid: 100 + index, at: 10 + index, binary: '/bin/sh' } satisfies Actor);
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `${line(from + at)}\n`).join('');

describe('many files that grow at once', () => {
  it('keep telling of the processes that they told of before', async () => {
    const folder = temporaryFolder();
    const store = emptyCase(folder);
    const actors = Array.from(
      { length: 20 },
      (_, at): Actor => ({ pid: 300 + at, at: 10 + at, binary: `/bin/p${at}`, node: `node-${at}` }),
    );
    const inputs = actors.map((actor, at) => {
      const file = join(folder, `events-${at}.jsonl`);
      writeFileSync(file, `${execLine(actor)}\n`);
      return { path: file, file };
    });
    const stop = new AbortController();
    const add = () => {
      for (const [at, actor] of actors.entries())
        appendFileSync(
          join(folder, `events-${at}.jsonl`),
          `${exitLine(actor, 100 + at, { status: at })}
`,
        );
    };
    const steps = [add, () => stop.abort()];
    await importSources({
      store,
      inputs,
      signal: stop.signal,
      onProgress: () => undefined,
      follow: { onCaughtUp: () => steps.shift()?.() },
    });
    store.link({ lateAfterSeconds: 300 });
    const exited = store.view.processes({ terms: [] }, { limit: 100 }).rows.filter(({ binary }) => binary?.startsWith('/bin/p') === true);
    expect(exited.map(({ binary, exitStatus }) => `${binary} ${exitStatus}`).sort()).toEqual(
      actors.map((_, at) => `/bin/p${at} ${at}`).sort(),
    );
  });
});

/** Follows a file; each time all is read the next step is made, and after the last one it is stopped. */
async function follow(store: WritableCase, file: string, steps: readonly (() => void)[], hasEnded?: () => boolean) {
  const stop = new AbortController();
  const left = [...steps];
  const outcome = await importSources({
    store,
    inputs: [{ path: file, file }],
    signal: stop.signal,
    onProgress: () => undefined,
    follow: {
      onCaughtUp: () => {
        const step = left.shift();
        if (step === undefined) stop.abort();
        else step();
      },
      ...(hasEnded === undefined ? {} : { hasEnded }),
    },
  });
  return outcome.sources.map(({ path, ledger, isComplete }) => ({
    path,
    records: ledger.records,
    malformed: ledger.malformed,
    isComplete,
  }));
}

describe('a file that is followed', () => {
  it('is read on as it grows, a line that came in two pieces included', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, lines(0, 2));
    const half = Math.floor(line(2).length / 2);
    const steps = [
      () => appendFileSync(file, line(2).slice(0, half)),
      () => appendFileSync(file, `${line(2).slice(half)}\n${lines(3, 5)}`),
    ];
    expect(await follow(emptyCase(), file, steps)).toEqual([{ path: file, records: 5, malformed: 0, isComplete: true }]);
  });

  it('that another takes the name of is read to its end, and the other is a source of its own', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, lines(0, 2));
    const rotate = () => {
      appendFileSync(file, lines(2, 3));
      renameSync(file, `${file}.1`);
      writeFileSync(file, lines(3, 7));
    };
    const sources = await follow(emptyCase(), file, [rotate]);
    expect(sources.map(({ records, isComplete }) => [records, isComplete])).toEqual([
      [3, true],
      [4, true],
    ]);
  });

  it('that was cut short and written anew is another source', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, lines(0, 6));
    const sources = await follow(emptyCase(), file, [() => writeFileSync(file, lines(10, 12))]);
    expect(sources.map(({ records }) => records)).toEqual([6, 2]);
  });

  it('that is empty when another takes its name is read once something stands in it', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, lines(0, 2));
    const rotate = () => {
      renameSync(file, `${file}.1`);
      writeFileSync(file, '');
    };
    const sources = await follow(emptyCase(), file, [rotate, () => appendFileSync(file, lines(2, 5))]);
    expect(sources.map(({ records }) => records)).toEqual([2, 3]);
  });

  it('that is empty at first is waited for', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, '');
    expect(await follow(emptyCase(), file, [() => appendFileSync(file, lines(0, 2))])).toEqual([
      { path: file, records: 2, malformed: 0, isComplete: true },
    ]);
  });

  it('that can not be read is refused, and nothing is waited for', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, 'hello\n');
    expect(await follow(emptyCase(), file, [])).toEqual([]);
  });

  it('is let go once nothing will be added', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    writeFileSync(file, lines(0, 2));
    expect(await follow(emptyCase(), file, [], () => true)).toEqual([{ path: file, records: 2, malformed: 0, isComplete: true }]);
  });

  it('goes on where it was, when it is followed again', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    const store = emptyCase();
    writeFileSync(file, lines(0, 2));
    await follow(store, file, []);
    appendFileSync(file, lines(2, 4));
    const [source] = await follow(store, file, [() => appendFileSync(file, lines(4, 5))]);
    expect(source).toEqual({ path: file, records: 5, malformed: 0, isComplete: true });
  });

  it('is read once when it is packed, since packed files are not written to while they are read', async () => {
    const file = join(temporaryFolder(), 'events.jsonl.gz');
    writeFileSync(file, gzipSync(lines(0, 3)));
    expect(await follow(emptyCase(), file, [])).toEqual([{ path: file, records: 3, malformed: 0, isComplete: true }]);
  });
});

describe('a file that was renamed between two imports', () => {
  it('is the source that it was, and what was added to it is read', async () => {
    const file = join(temporaryFolder(), 'events.jsonl');
    const store = emptyCase();
    writeFileSync(file, lines(0, 3));
    await importInto(store, [file]);
    renameSync(file, `${file}.1`);
    appendFileSync(`${file}.1`, lines(3, 4));
    writeFileSync(file, lines(4, 6));
    const { sources } = await importInto(store, [file, `${file}.1`]);
    expect(sources.map(({ path, ledger }) => [path, ledger.records])).toEqual([
      [file, 2],
      [`${file}.1`, 4],
    ]);
  });
});
