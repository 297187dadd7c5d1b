import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { type CaseDatabase, closeDatabase, openDatabase } from '../../src/store/database.js';
import { lineHashScheme } from '../../src/store/line-hash-scheme.js';
import { EventPages } from '../../src/store/pages/event-pages.js';
import { SOCKET_COLUMNS } from '../../src/store/pages/page-schema.js';
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/schema.js';
import { cookieOfBits, cookieText, storedCookie } from '../../src/store/socket-cookie.js';
import { temporaryFolder } from './case-of.js';

describe('a stored cookie', () => {
  const database = new Database(':memory:');
  database.exec('create table t (c any) strict');
  const read = database.prepare(`select ${cookieText('c')} as c from t`).pluck();
  const readBack = (cookie: string | null): unknown => {
    database.exec('delete from t');
    database.prepare('insert into t values (?)').run(cookie === null ? null : storedCookie(cookie));
    return read.get();
  };

  it.each(['1', '9223372036854775807', '9223372036854775808', '18446744073709551615', '18446744073709551616', '007', '-1', '', 'a b'])(
    'of %j is read as it was told',
    (cookie) => expect(readBack(cookie)).toBe(cookie),
  );

  it('is read as it was told, whatever it is', () => {
    expect(readBack(null)).toBeNull();
    fc.assert(
      fc.property(fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 65n }).map(String), fc.string()), (cookie) => readBack(cookie) === cookie),
    );
  });

  it('takes no more than a number where it is one', () => {
    expect(storedCookie('18446635877143596864')).toBe(18446635877143596864n - 2n ** 64n);
  });
});

/** Every socket fact of a case: event, image, operation, protocol, ends, cookie, names, bytes and count. */
function socketRows(database: CaseDatabase): readonly unknown[] {
  const text = database.prepare<[number], string>('select text from term where id = ?').pluck();
  const pages = new EventPages(database);
  const told = (value: number) => (Number.isNaN(value) ? undefined : value);
  return [...pages.socketPages()].flatMap((page) => {
    const columns = Object.fromEntries(
      SOCKET_COLUMNS.map((name) => {
        const list = new Float64Array(page.count);
        page.columnInto(name, list);
        return [name, list];
      }),
    );
    return Array.from({ length: page.count }, (_, at) => {
      const value = (name: string) => columns[name]?.[at] ?? Number.NaN;
      const event = page.events.first + value('event');
      const term = (name: string) => text.get(value(name));
      return [
        event,
        page.events.value('image', value('event')),
        value('operation'),
        term('protocol'),
        term('localIp'),
        told(value('localPort')),
        term('remoteIp'),
        told(value('remotePort')),
        value('cookieKind') === 0 ? undefined : BigInt.asUintN(64, cookieOfBits(value('cookieHigh'), value('cookieLow'))).toString(),
        term('remoteNames'),
        told(value('bytesSent')),
        told(value('bytesReceived')),
        value('count'),
      ];
    });
  });
}

describe('facts of an older case', () => {
  it('and its other facts say the same in pages of columns', () => {
    const path = join(temporaryFolder(), 'old.case');
    const old = new Database(path);
    for (const { sql } of MIGRATIONS.slice(0, 3)) old.exec(sql);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma('user_version = 3');
    old.exec(`
      insert into source (id, path, absolute_path, format, size_bytes, modified_ms, head_hash) values (1, 'a', '/a', 'tetragon', 1, 1, '');
      insert into term values (7, 'process_connect');
      insert into image (id, exec_id, node, pid) values (1, 'x', 'n', 1);
      insert into event (id, source, line, byte_offset, byte_length, hash, kind, image, time_us, time_ns)
        values (1, 1, 1, 0, 1, 1, 7, 1, null, 0), (2, 1, 2, 2, 1, 2, 7, 1, 20, 0), (3, 1, 3, 4, 1, 3, 7, 1, 30, 7);
      insert into dns_fact values (3, 1, 1, '["a.example"]', '["A"]', 'NOERROR', '["203.0.113.9"]', '192.0.2.53', 53);
      insert into socket_fact values (1, 1, 0, 1, 'tcp', '192.0.2.1', 40000, '203.0.113.9', 443, '18446635877143596864', '["a.example"]', null, null, null, 1);
      insert into socket_fact values (2, 1, 3, 1, 'tcp', '192.0.2.1', 80, null, null, null, null, null, 5, 6, 2);`);
    old.close();
    const database = openDatabase(path, 'write');
    expect(socketRows(database)).toEqual([
      [1, 1, 0, 'tcp', '192.0.2.1', 40000, '203.0.113.9', 443, '18446635877143596864', '["a.example"]', undefined, undefined, 1],
      [2, 1, 3, 'tcp', '192.0.2.1', 80, undefined, undefined, undefined, undefined, 5, 6, 2],
    ]);
    const message = database.prepare('select event, names, ips, rcode, server_ip, server_port, time_us, time_ns from dns_fact').raw().get();
    expect(message).toEqual([3, '["a.example"]', '["203.0.113.9"]', 'NOERROR', '192.0.2.53', 53, 30, 7]);
    expect(
      database
        .prepare('select event_line(2), event_us(2), event_byte_offset(2), event_hash(2), event_source(2), event_us(1), event_line(9)')
        .raw()
        .get(),
    ).toEqual([2, 20, 2, 2, 1, null, null]);
    // Its lines were hashed without a seed, and are compared with what is added.
    expect(lineHashScheme(database)).toBe('sha256');
    expect(database.pragma('foreign_key_check')).toEqual([]);
    closeDatabase(database);
  });
});
