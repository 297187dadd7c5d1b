import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { closeDatabase, openDatabase } from '../../src/store/database.js';
import { temporaryFolder } from './case-of.js';
import { RANDOM_CONNECTIONS, writeRandom } from './random-connections.js';

it('says which connection each process is told by: what a query over all of them in order of how telling they are begins with', () => {
  const database = openDatabase(join(temporaryFolder(), 'c.case'), 'write');
  for (const id of [1, 2, 3])
    database.prepare("insert into process (id, exec_id, node, pid, known_from) values (?, ?, 'node', ?, 'exec')").run(id, `p${id}`, id);
  const told = database.prepare('select id, first_connection as first from process order by id');
  const asked = database.prepare(
    `select p.id, (select n.id from connection n where n.process = p.id and n.direction <> 'listen'
       order by n.direction <> 'outbound', n.remote_port = 53, coalesce(n.scope, '') <> 'external', coalesce(n.scope, '') = 'loopback', n.opened_us, n.id limit 1) as first
     from process p order by p.id`,
  );
  fc.assert(
    fc.property(RANDOM_CONNECTIONS, (connections) => {
      database.exec(
        'delete from numbered_connection; delete from connection_text; delete from conversation; delete from conversation_left_out; update process set first_connection = null',
      );
      writeRandom(database, connections);
      expect(told.all()).toEqual(asked.all());
    }),
    { numRuns: 200 },
  );
  closeDatabase(database);
});
