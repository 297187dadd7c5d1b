import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { countTotals, totalsOf } from '../../src/store/read/case-totals.js';
import { readOverview } from '../../src/store/read/overview.js';
import { emptyCase, importInto } from './case-of.js';

const LABS = ['shell-zoo', 'tenant-jobs'].map((lab) => `fixtures/labs/${lab}/events.jsonl.gz`);
const [FIRST = '', SECOND = ''] = LABS;

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});

function toWrite(path: string) {
  const database = openDatabase(path, 'write');
  opened.push(database);
  return database;
}

describe('the totals of a case', () => {
  it.each(LABS)('are those that its rows give, once it is linked: %s', async (lab) => {
    const store = emptyCase();
    await importInto(store, [lab]);
    store.link({ lateAfterSeconds: 300 });
    const database = toWrite(store.path);
    const kept = totalsOf(database);
    const overview = readOverview(database);
    expect(kept).toEqual(countTotals(database));
    expect(kept.processes).toBeGreaterThan(0);
    database.exec('update link_state set totals = null');
    expect(readOverview(database)).toEqual(overview);
  });

  it('are counted anew while there is more than was linked', async () => {
    const store = emptyCase();
    await importInto(store, [FIRST]);
    store.link({ lateAfterSeconds: 300 });
    const database = toWrite(store.path);
    const before = totalsOf(database);
    await importInto(store, [SECOND]);
    const now = totalsOf(database);
    expect(now).toEqual(countTotals(database));
    expect(now.dnsMessages).toBeGreaterThan(before.dnsMessages);
  });

  it('are those of a case that was never linked', () => {
    const { path } = emptyCase();
    expect(totalsOf(toWrite(path))).toMatchObject({ processes: 0, connections: 0, dnsMessages: 0, isNamedByFlowsAlone: false });
  });
});
