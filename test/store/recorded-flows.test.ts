import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { recording } from '../recordings.js';
import { emptyCase, importInto, temporaryFolder } from './case-of.js';

const FOLDER = 'hubble/hubble-otel-basic-sample-';

// These need the folder of recordings beside the project, and skip themselves without it.
describe.skipIf(recording(`${FOLDER}10-flows.jsonl`) === undefined)('recorded flows', () => {
  /** Flows, and the pairs of address and port between which they went: counted by other means. */
  it.each([
    ['10-flows', 10, 5],
    ['330-dns-flows', 330, 67],
    ['348-http-flows', 348, 39],
    ['400-icmpv4-flows', 18, 0],
    ['400-l7-redirected-flows', 400, 400],
    ['400-tcp-flows', 400, 57],
    ['400-udp-flows', 400, 111],
  ])('of %s are accounted for, and one connection for each pair of ends', async (name, flows, pairs) => {
    const store = emptyCase(temporaryFolder());
    const { sources } = await importInto(store, [recording(`${FOLDER}${name}.jsonl`) ?? '']);
    expect(
      sources.map(({ format, ledger }) => ({ format, lines: ledger.lines, records: ledger.records, malformed: ledger.malformed })),
    ).toEqual([{ format: 'hubble', lines: flows, records: flows, malformed: 0 }]);
    store.link({ lateAfterSeconds: 300 });
    const { rows } = store.view.connections(NO_FILTER, { limit: 1000 });
    expect(rows).toHaveLength(pairs);
    expect(rows.filter(({ node }) => node === '')).toEqual([]);
    const evidence = rows.reduce((sum, connection) => sum + connection.evidence.length, 0);
    if (flows <= 20 && pairs > 0) expect(evidence).toBe(flows);
  });

  it('tell names by services that were asked for, and requests with their answers', async () => {
    const store = emptyCase(temporaryFolder());
    await importInto(
      store,
      ['400-tcp', '400-udp', '400-l7-redirected', '348-http'].map((name) => recording(`${FOLDER}${name}-flows.jsonl`) ?? ''),
    );
    store.link({ lateAfterSeconds: 300 });
    const { rows } = store.view.connections(NO_FILTER, { limit: 1000 });
    const names = new Set(rows.flatMap(({ remoteNames }) => remoteNames.map(({ name, from }) => `${name} ${from}`)));
    expect([...names]).toEqual(expect.arrayContaining(['productpage.bookinfo.svc.cluster.local derived', 'ratings flow']));
    const requests = rows.flatMap((row) => row.requests ?? []);
    expect(requests.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(200);
    expect(new Set(requests.map(({ status }) => status))).toContain(200);
    expect(store.view.dnsMessages(NO_FILTER, { limit: 1000 }).rows).toHaveLength(148);
  });
});
