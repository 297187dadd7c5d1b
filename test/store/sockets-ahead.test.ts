import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type CaseDatabase, openDatabase } from '../../src/store/database.js';
import { linkConnections } from '../../src/store/link/connections.js';
import { socketCount, socketLists, socketStretches } from '../../src/store/link/socket-columns.js';
import { readSocketsAhead, SocketsAhead } from '../../src/store/link/sockets-ahead.js';
import { linkStreams } from '../../src/store/link/streams.js';
import { emptyCase, importInto, temporaryFolder } from './case-of.js';

let path: string;
beforeEach(async () => {
  const store = emptyCase();
  await importInto(store, [join(import.meta.dirname, '../../fixtures/labs/tenant-jobs/events.jsonl.gz')]);
  store.link({ lateAfterSeconds: 300 });
  path = store.path;
});

function opened(): CaseDatabase {
  const database = openDatabase(path, 'write');
  onTestFinished(() => {
    database.close();
  });
  return database;
}

function askedFor(count: number): SocketsAhead {
  const ahead = SocketsAhead.for(count, { least: 0, most: 1_000_000 });
  if (ahead === undefined) throw new Error('nothing is asked for');
  return ahead;
}

describe('socket facts that another thread reads', () => {
  it('are those that would be read here, and are linked as those', () => {
    const database = opened();
    const count = socketCount(database);
    expect(count).toBeGreaterThan(100);
    const ahead = askedFor(count);
    readSocketsAhead(path, ahead.memory);
    const lists = socketLists(count);
    expect([...socketStretches(database, lists, count)]).toEqual([count]);
    expect(ahead.take()).toEqual({ ...lists, length: count });

    database.unsafeMode(true);
    linkStreams(database);
    const again = askedFor(count);
    readSocketsAhead(path, again.memory);
    const [told, own] = [linkConnections(database, { sockets: again }).table, linkConnections(database).table];
    expect(told.last).toBe(own.last);
    expect(told.columns).toEqual(own.columns);
    expect(told.details).toEqual(own.details);
  });

  it('are read here where no thread has begun to, which then does not begin', () => {
    const count = socketCount(opened());
    const ahead = askedFor(count);
    expect(ahead.take()).toBeUndefined();
    const before = ahead.memory.slice(0);
    readSocketsAhead(path, ahead.memory);
    expect(new Uint8Array(ahead.memory)).toEqual(new Uint8Array(before));
  });

  it.each([
    ['fewer', -1],
    ['more', 1],
  ])('are read here where there turn out to be %s than were asked for', (_than, less) => {
    const ahead = askedFor(socketCount(opened()) - less);
    readSocketsAhead(path, ahead.memory);
    expect(ahead.take()).toBeUndefined();
  });

  it('are read here where the case can not be opened there', () => {
    const ahead = askedFor(10);
    readSocketsAhead(join(temporaryFolder(), 'none.db'), ahead.memory);
    expect(ahead.take()).toBeUndefined();
  });

  it.each([
    ['few', 9_999, false],
    ['not few', 10_000, true],
    ['as many as are worked on at once', 20_000, true],
    ['more than that', 20_001, false],
  ])('are asked for where they are %s: %s', (_what, count, isAsked) => {
    expect(SocketsAhead.for(count, { most: 20_000 }) !== undefined).toBe(isAsked);
  });
});
