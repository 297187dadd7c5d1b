import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONNECTION_ORDERS } from '../../src/model/connection-list.js';
import type { Filter, FilterTerm } from '../../src/model/filter.js';
import { closeDatabase, openDatabase, withoutReferenceChecks } from '../../src/store/database.js';
import type { CaseLists } from '../../src/store/lists/case-lists.js';
import { ProcessMatcher } from '../../src/store/matching/process-matcher.js';
import { connectionGroups, connectionIds } from '../../src/store/read/connection-list.js';
import { addedUp } from '../../src/store/read/conversations.js';
import { addFilterFunctions } from '../../src/store/read/filter-sql.js';
import { messages, namedConnections } from '../../src/store/read/name-summaries.js';
import type { ToldMessage } from '../../src/store/read/told-names.js';
import { temporaryFolder } from './case-of.js';
import { RANDOM_CONNECTIONS, SHOWN_BY_HEARTBEATS, writeRandom } from './random-connections.js';

const TERMS = ['["b.example"]', '["a.example","b.example"]', '["A"]', '["10.0.0.1"]', '[]', 'NOERROR', 'NXDOMAIN', '9.9.9.9'];

/** Images 1 and 2 are of process 1, 3 is of process 2, and 4 is of none. */
const PROCESS_OF_IMAGE = [1, 1, 2];

const MESSAGES = fc.array(
  fc.record({
    image: fc.integer({ min: 1, max: 4 }),
    names: fc.constantFrom(1, 2, 5),
    ips: fc.constantFrom(4, 5),
    rcode: fc.constantFrom(null, 6, 7),
    isResponse: fc.integer({ min: 0, max: 1 }),
    serverIp: fc.constantFrom(null, 8),
    serverPort: fc.constantFrom(null, 53),
    us: fc.constantFrom(null, 1, 2, 3),
  }),
  { maxLength: 40 },
);

const isNegated = fc.boolean();
const TERM: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom('port' as const, 'pid' as const),
    isNegated,
    ranges: fc.constantFrom([{ from: 53, to: 53 }], [{ from: 0, to: 2 }]),
  }),
  fc.record({
    kind: fc.constant('address' as const),
    field: fc.constantFrom('addr' as const, 'dst' as const),
    isNegated,
    blocks: fc.constantFrom(['10.0.0.0/8'], ['9.9.9.9']),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constantFrom('since' as const, 'until' as const),
    us: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ kind: fc.constant('flag' as const), flag: fc.constantFrom('external' as const, 'inferred' as const), isNegated }),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constantFrom('dns' as const, 'direction' as const, 'node' as const),
    isNegated,
    patterns: fc.constantFrom('a.', 'bound', 'node').map((text) => [{ match: 'substring' as const, text }]),
  }),
  fc.record({
    kind: fc.constant('word' as const),
    isNegated,
    pattern: fc.constantFrom('b.example', '10.', 'p2', 'web').map((text) => ({ match: 'substring' as const, text })),
  }),
);

/** SQL says nothing of the order of messages that one process was told first at the same time. */
function byFirst(told: Iterable<ToldMessage>): readonly ToldMessage[] {
  const key = ({ first, process, ...rest }: ToldMessage) => [String(first ?? -1), String(process), JSON.stringify(rest)].join(' ');
  return [...told].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

it('gives of any connections and messages, under any filter, the lists that SQL gives', () => {
  const database = openDatabase(join(temporaryFolder(), 'c.case'), 'write');
  addFilterFunctions(database);
  const process = database.prepare("insert into process (id, exec_id, node, pid, known_from) values (?, ?, 'node', ?, ?)");
  for (const id of [1, 2, 3]) process.run(id, `p${id}`, id, id === 3 ? 'inferred' : 'exec');
  const write = database.prepare('insert into dns_message values (null, ?, ?, ?, 3, ?, ?, ?, ?, ?, 0)');
  const shows = database.prepare("insert into instance_socket values (1, ?, 'tcp', ?, '10.0.0.1', 1, null, null, '', null, 0, ?, null, ?)");
  withoutReferenceChecks(database, () => {
    for (const [at, term] of TERMS.entries()) database.prepare('insert into term (id, text) values (?, ?)').run(at + 1, term);
    for (const [at, one] of PROCESS_OF_IMAGE.entries()) database.prepare('insert into process_image values (?, ?, 1)').run(at + 1, one);
  });
  const tables = ['instance_socket', 'conversation', 'conversation_left_out', 'numbered_connection', 'connection_text', 'dns_message'];
  let kept = 0;
  const check = (lists: CaseLists, filter: Filter): void => {
    for (const by of ['process', 'pod', 'name', 'address'] as const) {
      const groups = connectionGroups(database, filter, by);
      expect(lists.connections().groups(filter, by)).toEqual(groups);
      for (const within of groups.slice(0, 2).map(({ key }) => ({ by, key })))
        expect(lists.connections().ids({ filter, order: 'time', within })).toEqual(
          connectionIds(database, { filter, order: 'time', within }),
        );
      kept += groups.length;
    }
    for (const order of CONNECTION_ORDERS)
      expect(lists.connections().ids({ filter, order })).toEqual(connectionIds(database, { filter, order }));
    expect(byFirst(lists.messages(filter))).toEqual(byFirst(messages(database, filter)));
    expect(lists.namedConnections(filter)).toEqual([...namedConnections(database, filter)]);
    expect(lists.conversations().of(filter)).toEqual(addedUp(database, filter));
  };
  fc.assert(
    fc.property(RANDOM_CONNECTIONS, MESSAGES, SHOWN_BY_HEARTBEATS, fc.array(TERM, { maxLength: 2 }), (connections, told, shown, terms) => {
      withoutReferenceChecks(database, () => {
        for (const table of tables) database.exec(`delete from ${table}`);
        for (const { connection, direction, lastUs, heartbeats } of shown) shows.run(connection, direction, lastUs, heartbeats);
        for (const { image, isResponse, names, rcode, ips, serverIp, serverPort, us } of told)
          write.run(image, isResponse, names, rcode, ips, serverIp, serverPort, us);
      });
      writeRandom(database, connections);
      const matcher = new ProcessMatcher(database);
      for (const _ of matcher.listPreparations());
      const lists = matcher.lists();
      expect(lists).toBeDefined();
      if (lists !== undefined) check(lists, { terms });
    }),
    { numRuns: 300 },
  );
  expect(kept).toBeGreaterThan(300);
  closeDatabase(database);
}, 60_000);
