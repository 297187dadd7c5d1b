import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { openDatabase } from '../../src/store/database.js';
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/schema.js';
import { cookieText, storedCookie } from '../../src/store/socket-cookie.js';
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

describe('socket facts of an older case', () => {
  it('say the same once addresses are numbers', () => {
    const path = join(temporaryFolder(), 'old.case');
    const old = new Database(path);
    for (const { sql } of MIGRATIONS.slice(0, 3)) old.exec(sql);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma('user_version = 3');
    old.exec(`
      insert into source (id, path, absolute_path, format, size_bytes, modified_ms, head_hash) values (1, 'a', '/a', 'tetragon', 1, 1, '');
      insert into term values (7, 'process_connect');
      insert into image (id, exec_id, node, pid) values (1, 'x', 'n', 1);
      insert into event (id, source, line, byte_offset, byte_length, hash, kind, image) values (1, 1, 1, 0, 1, 1, 7, 1), (2, 1, 2, 2, 1, 2, 7, 1);
      insert into socket_fact values (1, 1, 0, 1, 'tcp', '192.0.2.1', 40000, '203.0.113.9', 443, '18446635877143596864', '["a.example"]', null, null, null, 1);
      insert into socket_fact values (2, 1, 3, 1, 'tcp', '192.0.2.1', 80, null, null, null, null, null, 5, 6, 2);`);
    old.close();
    const database = openDatabase(path, 'write');
    const rows = database
      .prepare(
        `select s.event, s.operation, p.text, l.text, s.local_port, r.text, s.remote_port, ${cookieText('s.cookie')}, n.text, s.bytes_sent, s.bytes_received, s.n
         from socket_fact s join term p on p.id = s.protocol left join term l on l.id = s.local_ip left join term r on r.id = s.remote_ip
           left join term n on n.id = s.remote_names order by s.event`,
      )
      .raw()
      .all();
    expect(rows).toEqual([
      [1, 0, 'tcp', '192.0.2.1', 40000, '203.0.113.9', 443, '18446635877143596864', '["a.example"]', null, null, 1],
      [2, 3, 'tcp', '192.0.2.1', 80, null, null, null, null, 5, 6, 2],
    ]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    database.close();
  });
});
