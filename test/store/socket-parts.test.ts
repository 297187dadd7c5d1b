import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownDetails } from '../../src/model/link/connection-details.js';
import { type CaseDatabase, openDatabase } from '../../src/store/database.js';
import { linkConnections } from '../../src/store/link/connections.js';
import { FinalDetails } from '../../src/store/link/detail-shelf.js';
import { linkStreams } from '../../src/store/link/streams.js';
import { emptyCase, importInto } from './case-of.js';

/** What each connection says, by row. */
function said(database: CaseDatabase, factsAtATime?: number): readonly unknown[] {
  const { table, details: shelf } = linkConnections(database, factsAtATime === undefined ? {} : { factsAtATime });
  const { columns, texts, owners, names } = table;
  const details = new FinalDetails(table, shelf);
  return [...table.rows()].map((row) => {
    const { node, origin, ...owner } = owners.get(columns.owner[row] ?? 0);
    return {
      row,
      process: columns.process[row],
      direction: columns.direction[row],
      times: [columns.openedUs[row], columns.closedUs[row]],
      ends: [table.local(row), table.remote(row)],
      names: names.of(columns.names[row] ?? 0).map(({ name, ...told }) => ({ ...told, name: texts.text(name) })),
      owner: { ...owner, node: texts.text(node), origin: texts.text(origin) },
      details: ownDetails(details.of(row)),
    };
  });
}

describe('socket facts that are read in parts', () => {
  it.each([
    ['with cookies', 'tenant-jobs'],
    ['without cookies', 'syscalls'],
  ])('give the same connections in the same rows, whatever the size of a part, %s', async (_how, lab) => {
    const store = emptyCase();
    await importInto(store, [join(import.meta.dirname, '../../fixtures/labs', lab, 'events.jsonl.gz')]);
    store.link({ lateAfterSeconds: 300 });
    const database = openDatabase(store.path, 'write');
    onTestFinished(() => {
      database.close();
    });
    // As linking does: facts are read while others are put aside.
    database.unsafeMode(true);
    linkStreams(database);
    const whole = said(database);
    expect(whole.length).toBeGreaterThan(100);
    for (const size of [7, 37, 100, 1000]) expect(said(database, size)).toEqual(whole);
  });
});
