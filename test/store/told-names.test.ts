import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { closeDatabase, openDatabase, withoutReferenceChecks } from '../../src/store/database.js';
import { addFilterFunctions } from '../../src/store/read/filter-sql.js';
import { messages, namedConnections } from '../../src/store/read/name-summaries.js';
import { allMessages, allNamedConnections } from '../../src/store/read/told-names.js';
import { temporaryFolder } from './case-of.js';
import { RANDOM_CONNECTIONS, writeRandom } from './random-connections.js';

const TERMS = ['["b.example"]', '["a.example"]', '["A"]', '["AAAA"]', '[]', 'NOERROR', 'NXDOMAIN'];

/** Images 1 and 2 are of process 1, 3 is of process 2, and 4 is of none. */
const PROCESS_OF_IMAGE = [1, 1, 2];

const MESSAGES = fc.array(
  fc.record({
    image: fc.integer({ min: 1, max: 4 }),
    names: fc.constantFrom(1, 2),
    types: fc.constantFrom(3, 4),
    ips: fc.constant(5),
    rcode: fc.constantFrom(null, 6, 7),
    isResponse: fc.integer({ min: 0, max: 1 }),
    us: fc.constantFrom(null, 1, 2, 3),
  }),
  { maxLength: 60 },
);

it('adds up messages and named connections on columns as a query over all of them does, in its order', () => {
  const database = openDatabase(join(temporaryFolder(), 'c.case'), 'write');
  addFilterFunctions(database);
  for (const id of [1, 2, 3])
    database.prepare("insert into process (id, exec_id, node, pid, known_from) values (?, ?, 'node', ?, 'exec')").run(id, `p${id}`, id);
  const write = database.prepare('insert into dns_message values (null, ?, ?, ?, ?, ?, ?, null, null, ?, 0)');
  withoutReferenceChecks(database, () => {
    for (const [at, term] of TERMS.entries()) database.prepare('insert into term (id, text) values (?, ?)').run(at + 1, term);
    for (const [at, process] of PROCESS_OF_IMAGE.entries())
      database.prepare('insert into process_image values (?, ?, 1)').run(at + 1, process);
  });
  fc.assert(
    fc.property(MESSAGES, RANDOM_CONNECTIONS, (told, connections) => {
      database.exec(
        'delete from numbered_connection; delete from connection_text; delete from conversation; delete from conversation_left_out',
      );
      withoutReferenceChecks(database, () => {
        database.exec('delete from dns_message');
        for (const { image, names, types, ips, rcode, isResponse, us } of told) write.run(image, isResponse, names, types, rcode, ips, us);
      });
      writeRandom(database, connections);
      expect(allMessages(database)).toEqual([...messages(database, NO_FILTER)]);
      expect(allNamedConnections(database)).toEqual([...namedConnections(database, NO_FILTER)]);
    }),
    { numRuns: 200 },
  );
  closeDatabase(database);
});
