import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectionTable } from '../../src/model/link/connection-table.js';
import { openDatabase } from '../../src/store/database.js';
import { linkConnections } from '../../src/store/link/connections.js';
import { linkStreams } from '../../src/store/link/streams.js';
import { emptyCase, importInto } from './case-of.js';

/** What each connection says, in no order. */
function said(table: ConnectionTable): readonly string[] {
  const { columns, texts, names } = table;
  return [...table.rows()]
    .map((row) => {
      const fields = [columns.process, columns.direction, columns.localPort, columns.remotePort, columns.openedUs, columns.closedUs].map(
        (column) => column[row],
      );
      const told = [table.local(row)?.ip, table.remote(row)?.ip, ...names.of(columns.names[row] ?? 0).map(({ name }) => texts.text(name))];
      return [...fields, ...told, columns.bytesSent[row], columns.attempts[row], ...table.eventsOf(row)].join(' ');
    })
    .sort();
}

describe('socket facts that are read in parts', () => {
  it.each([
    ['with cookies', 'tenant-jobs'],
    ['without cookies', 'syscalls'],
  ])('give the same connections, %s', async (_how, lab) => {
    const store = emptyCase();
    await importInto(store, [join(import.meta.dirname, '../../fixtures/labs', lab, 'events.jsonl.gz')]);
    store.link({ lateAfterSeconds: 300 });
    const database = openDatabase(store.path, 'write');
    onTestFinished(() => {
      database.close();
    });
    linkStreams(database);
    const whole = said(linkConnections(database));
    expect(whole.length).toBeGreaterThan(100);
    expect(said(linkConnections(database, 37))).toEqual(whole);
  });
});
