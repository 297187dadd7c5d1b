import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { closeDatabase, openDatabase, withoutReferenceChecks } from '../../src/store/database.js';
import { addedUp, Conversations } from '../../src/store/read/conversations.js';
import { addFilterFunctions } from '../../src/store/read/filter-sql.js';
import { temporaryFolder } from './case-of.js';
import { RANDOM_CONNECTIONS, SHOWN_BY_HEARTBEATS, writeRandom } from './random-connections.js';

it('keeps in the case the conversations that a query over all connections adds up, in its order', () => {
  const database = openDatabase(join(temporaryFolder(), 'c.case'), 'write');
  addFilterFunctions(database);
  for (const id of [1, 2, 3])
    database.prepare("insert into process (id, exec_id, node, pid, known_from) values (?, ?, 'node', ?, 'exec')").run(id, `p${id}`, id);
  const shows = database.prepare("insert into instance_socket values (1, ?, 'tcp', ?, '10.0.0.1', 1, null, null, '', null, 0, ?, null, ?)");
  const tables = ['instance_socket', 'conversation', 'conversation_left_out', 'numbered_connection', 'connection_text'];
  fc.assert(
    fc.property(RANDOM_CONNECTIONS, SHOWN_BY_HEARTBEATS, (connections, shown) => {
      for (const table of tables) database.exec(`delete from ${table}`);
      withoutReferenceChecks(database, () => {
        for (const { connection, direction, lastUs, heartbeats } of shown) shows.run(connection, direction, lastUs, heartbeats);
      });
      writeRandom(database, connections);
      expect(new Conversations(database).of(NO_FILTER)).toEqual(addedUp(database, NO_FILTER));
    }),
    { numRuns: 200 },
  );
  closeDatabase(database);
});
