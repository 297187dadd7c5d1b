import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import type { OutboundCall } from '../../src/model/detection-case.js';
import { NO_FILTER } from '../../src/model/filter.js';
import { Database } from '../../src/store/binding.js';
import { openCase } from '../../src/store/open.js';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from './case-of.js';

const LAB = 'fixtures/labs/tenant-jobs/events.jsonl.gz';
const OPTIONS = { lateAfterSeconds: 300 };

async function unlinked(): Promise<WritableCase> {
  const store = emptyCase(temporaryFolder());
  await importInto(store, [LAB]);
  return store;
}

/** Every row of every table, but for the seed that each case chooses for itself. */
function everything(path: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new Database(path, { readonly: true });
  const tables = database.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  const told = tables
    .filter((name) => name !== 'setting' && name !== 'fact_page' && !name.startsWith('sqlite_'))
    .map((name) => [name, database.prepare(`select * from "${name}"`).raw().all()] as const);
  database.close();
  return Object.fromEntries(told);
}

describe('a case that is linked while rules judge it', () => {
  it('is the case that is linked at once, row by row', async () => {
    const [one, other] = [await unlinked(), await unlinked()];
    let called = 0;
    one.link(OPTIONS);
    other.link({ ...OPTIONS, whenJudgeable: () => (called += 1) });
    expect(called).toBe(1);
    expect(everything(other.path)).toEqual(everything(one.path));
  });

  it('tells another reader all that rules ask before it is linked as a whole', async () => {
    const store = await unlinked();
    const early: unknown[] = [];
    store.link({
      ...OPTIONS,
      whenJudgeable: () => {
        const reader = openCase(store.path);
        early.push(detect(reader.detection).findings, reader.view.revision(), reader.needsLinking(OPTIONS));
        reader.close();
      },
    });
    const { findings } = detect(store.detection);
    expect(findings.length).toBeGreaterThan(0);
    expect(early).toEqual([findings, 0, true]);
    expect(store.view.revision()).toBe(1);
    expect(store.needsLinking(OPTIONS)).toBe(false);
  });

  it('hands over the calls that rules would read', async () => {
    const store = await unlinked();
    const both: (readonly OutboundCall[])[] = [];
    store.link({
      ...OPTIONS,
      whenJudgeable: (calls) => {
        const reader = openCase(store.path);
        both.push([...reader.detection.unorderedCalls()]);
        reader.knowCalls(calls);
        both.push([...reader.detection.unorderedCalls()]);
        reader.close();
      },
    });
    const [read = [], known] = both;
    expect(read.length).toBeGreaterThan(10);
    expect(known).toEqual(read);
  });

  it('is linked anew when that was broken off in between', async () => {
    const store = await unlinked();
    const breaksOff = () => {
      throw new Error('broken off');
    };
    expect(() => store.link({ ...OPTIONS, whenJudgeable: breaksOff })).toThrow('broken off');
    expect(store.needsLinking(OPTIONS)).toBe(true);
    store.link(OPTIONS);
    const whole = await unlinked();
    whole.link(OPTIONS);
    expect(everything(store.path)).toEqual(everything(whole.path));
  });

  it('keeps its old revision for readers until the new one is whole', async () => {
    const store = await unlinked();
    store.link(OPTIONS);
    const reader = openCase(store.path);
    const before = reader.view.processes(NO_FILTER, { limit: 10 }).rows;
    let called = 0;
    store.link({ lateAfterSeconds: 1, whenJudgeable: () => (called += 1) });
    expect(called).toBe(0);
    expect(before.length).toBe(10);
    expect(reader.view.revision()).toBe(2);
    reader.close();
  });
});
