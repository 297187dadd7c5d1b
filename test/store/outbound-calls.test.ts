import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { closeDatabase, openDatabase } from '../../src/store/database.js';
import { StoredDetectionCase } from '../../src/store/read/detection-view.js';
import { temporaryFolder } from './case-of.js';
import { RANDOM_CONNECTIONS, writeRandom } from './random-connections.js';

it('gathers the calls that rules would read of the connections written', () => {
  const database = openDatabase(join(temporaryFolder(), 'c.case'), 'write');
  let gathered = 0;
  fc.assert(
    fc.property(RANDOM_CONNECTIONS, (connections) => {
      database.exec(
        'delete from numbered_connection; delete from connection_text; delete from conversation; delete from conversation_left_out',
      );
      const calls = writeRandom(database, connections);
      const view = new StoredDetectionCase(database);
      const read = [...view.unorderedCalls()];
      if (calls !== undefined) view.knowCalls(calls);
      gathered += calls?.connection.length ?? 0;
      expect([...view.unorderedCalls()]).toEqual(read);
    }),
    { numRuns: 200 },
  );
  expect(gathered).toBeGreaterThan(0);
  closeDatabase(database);
});
