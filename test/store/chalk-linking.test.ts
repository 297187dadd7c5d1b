import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/model/connection.js';
import { NO_FILTER } from '../../src/model/filter.js';
import { DEFAULT_LATE_AFTER_SECONDS } from '../../src/model/late.js';
import type { WritableCase } from '../../src/store/write.js';
import { published, type ReportInStory, reportObject } from '../chalk-reports.js';
import { type Actor, BOOTED_AT_US, execLine, hookAcceptLine, hookLine } from '../tetragon-lines.js';
import { caseOf, emptyCase, importInto, temporaryFolder } from './case-of.js';
import { dumpOf } from './dump.js';

const WEB = '3e331a296b5e';
const DB = '8f48bfa0d84d';
const IMAGE = { CHALK_ID: 'FVV2A1-Y8RW-V99B-MB2EFF' };

/** `10.0.0.1:40000 > 10.0.0.2:80`, with the direction before it. */
function inWords({ direction, local, remote }: Connection): string {
  const ends = [local, remote].flatMap((end) => (end === undefined ? [] : `${end.ip}:${end.port}`));
  return `${direction} ${ends.join(' > ')}`;
}

function connectionsIn({ view }: WritableCase): readonly Connection[] {
  return view.connections(NO_FILTER, { limit: 1000 }).rows;
}

async function caseOfReports(...reports: readonly ReportInStory[]): Promise<WritableCase> {
  return caseOf(reports.map((report) => published(report)));
}

/** The case of what two agents recorded, each in a file of its own. */
async function caseOfBoth(events: readonly string[], ...reports: readonly ReportInStory[]): Promise<WritableCase> {
  const folder = temporaryFolder();
  const store = emptyCase(folder);
  const files = { 'events.jsonl': events, 'chalk.log': reports.map((report) => published(report)) };
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  await importInto(
    store,
    Object.keys(files).map((name) => join(folder, name)),
  );
  store.link({ lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS });
  return store;
}

describe('instances', () => {
  const web = { hostname: WEB, chalks: [IMAGE], tcp: ['0.0.0.0:80 LISTEN #1'] };

  it('are told apart by host name, though they run one image', async () => {
    const { view } = await caseOfReports({ ...web, at: 0 }, { ...web, hostname: DB, at: 1 });
    expect(
      view
        .containers()
        .map(({ containerId }) => containerId)
        .sort(),
    ).toEqual([WEB, DB].sort());
  });

  it('are one when a run reports by several templates, of which only one tells the host', async () => {
    const { view } = await caseOfReports(
      { at: 0, operation: 'exec', runId: 'a1', hostname: WEB, chalks: [IMAGE] },
      { at: 10, runId: 'a1', chalks: [IMAGE], tcp: ['0.0.0.0:80 LISTEN #1'] },
      { at: 10.1, hostname: WEB, chalks: [IMAGE], tcp: ['0.0.0.0:80 LISTEN #1'] },
    );
    expect(view.containers()).toMatchObject([{ containerId: WEB }]);
    expect([...view.heartbeats()].map(({ operation }) => operation)).toEqual(['exec', 'heartbeat']);
    expect(view.connections(NO_FILTER, { limit: 10 }).rows.map(inWords)).toEqual(['listen 0.0.0.0:80']);
  });

  it('have a container of their own when nothing tells which they are', async () => {
    const { view } = await caseOfReports({ at: 0, runId: 'a1', tcp: [] }, { at: 0, runId: 'b2', tcp: [] });
    expect(view.containers()).toHaveLength(2);
  });

  it('are in the pod of their name', async () => {
    const pod = { id: 'a1b2c3d4'.repeat(8), name: 'web', pod: 'web-7d9f', namespace: 'shop' };
    const node: Actor = { pid: 200, at: 10, binary: '/bin/node', container: pod };
    const { view } = await caseOfBoth([execLine(node)], { at: 0, runId: 'a1', hostname: 'web-7d9f', tcp: ['0.0.0.0:80 LISTEN #1'] });
    expect(view.containers()).toMatchObject([{ pod: 'web-7d9f', name: 'web' }]);
    expect(view.servedPorts()).toMatchObject([{ port: 80, containerId: view.containers()[0]?.id }]);
  });
});

describe('sockets of heartbeats', () => {
  const CALL = '10.0.0.1:40000 > 203.0.113.66:4444 ESTABLISHED #7';

  it('are connections that say when they were not there yet, and when they were gone', async () => {
    const store = await caseOfReports(
      { at: 0, hostname: WEB, tcp: [] },
      { at: 10, hostname: WEB, tcp: [CALL] },
      { at: 20, hostname: WEB, tcp: [] },
    );
    const [call] = connectionsIn(store);
    expect(call).toMatchObject({ direction: 'outbound', scope: 'external', sources: ['chalk'] });
    expect(call?.sample?.absentAtUs).toBe((call?.openedAtUs ?? 0) - 10_000_000);
    expect(call?.closedAtUs).toBe((call?.openedAtUs ?? 0) + 10_000_000);
  });

  it('are the same for containers that share a network: each reports all of them', async () => {
    const store = await caseOfReports({ at: 0, hostname: WEB, tcp: [CALL] }, { at: 1, hostname: DB, tcp: [CALL] });
    expect(connectionsIn(store).map(inWords)).toEqual(['outbound 10.0.0.1:40000 > 203.0.113.66:4444']);
  });

  it('are not the same for containers of one address on two machines', async () => {
    const store = await caseOfReports({ at: 0, hostname: WEB, tcp: [CALL] }, { at: 1, hostname: DB, tcp: [CALL.replace('#7', '#8')] });
    expect(connectionsIn(store)).toHaveLength(2);
  });

  it('meet at both ends', async () => {
    const store = await caseOfReports(
      { at: 0, hostname: WEB, tcp: ['10.0.0.1:40000 > 10.0.0.2:5432 ESTABLISHED #7'] },
      { at: 0, hostname: DB, tcp: ['0.0.0.0:5432 LISTEN #8', '10.0.0.2:5432 > 10.0.0.1:40000 ESTABLISHED #9'] },
    );
    const { edges, nodes } = store.view.services(NO_FILTER, 'workload');
    expect(edges).toMatchObject([{ from: `container:${WEB}`, to: `container:${DB}`, port: 5432, connections: 1, seenBy: 'both' }]);
    expect(nodes).toHaveLength(2);
  });
});

/** Seconds after boot of a second in the heartbeats' story. */
const FROM_BOOT = (Date.UTC(2026, 10, 20, 15, 50) * 1000 - BOOTED_AT_US) / 1e6;

describe('together with a source that sees processes', () => {
  const pod = { id: `${WEB}${'0'.repeat(52)}`, name: 'web', pod: 'web-1', namespace: 'shop' };
  const at = (seconds: number): number => FROM_BOOT + seconds;
  const node: Actor = { pid: 200, at: at(-60), binary: '/bin/node', container: pod };

  it('a socket is evidence of the connection that the process opened, not a second one', async () => {
    const store = await caseOfBoth(
      [execLine(node), hookLine(node, 'tcp_connect', { at: at(3), local: '10.0.0.1:40000', remote: '203.0.113.66:4444', cookie: '5' })],
      { at: 10, hostname: WEB, tcp: ['10.0.0.1:40000 > 203.0.113.66:4444 ESTABLISHED #7'] },
    );
    const told = connectionsIn(store).map(({ sources, process }) => ({ sources: [...sources].sort(), by: process.binary }));
    expect(told).toEqual([{ sources: ['chalk', 'tetragon'], by: '/bin/node' }]);
    expect(store.view.processes(NO_FILTER, { limit: 10 }).rows.map(({ binary }) => binary)).toEqual(['/bin/node']);
  });

  it('a socket of the same ends is another connection when the first had ended long before', async () => {
    const socket = { local: '10.0.0.1:40000', remote: '203.0.113.66:4444', cookie: '5' };
    const store = await caseOfBoth(
      [execLine(node), hookLine(node, 'tcp_connect', { ...socket, at: at(3) }), hookLine(node, 'tcp_close', { ...socket, at: at(4) })],
      { at: 600, hostname: WEB, tcp: ['10.0.0.1:40000 > 203.0.113.66:4444 ESTABLISHED #7'] },
    );
    expect(connectionsIn(store)).toHaveLength(2);
  });

  it('a caller is filled in who was accepted without being named', async () => {
    const store = await caseOfBoth(
      [
        execLine(node),
        hookLine(node, 'inet_csk_listen_start', { at: at(-59), local: '0.0.0.0:80', cookie: '4' }),
        hookAcceptLine(node, { at: at(5), local: '0.0.0.0:80' }),
      ],
      { at: 0, hostname: WEB, tcp: ['0.0.0.0:80 LISTEN #6'] },
      { at: 10, hostname: WEB, tcp: ['0.0.0.0:80 LISTEN #6', '10.0.0.1:80 > 203.0.113.50:50000 ESTABLISHED #7'] },
    );
    expect(connectionsIn(store).map(inWords).sort()).toEqual(['inbound 10.0.0.1:80 > 203.0.113.50:50000', 'listen 0.0.0.0:80']);
  });

  it('a container is on the machine where its processes were seen', async () => {
    const { view } = await caseOfBoth([execLine(node)], {
      at: 10,
      hostname: WEB,
      tcp: ['10.0.0.1:40000 > 203.0.113.66:4444 ESTABLISHED #7'],
    });
    expect(view.containers()).toMatchObject([{ name: 'web', node: 'node-1' }]);
  });
});

describe('the commit', () => {
  const build = {
    ...IMAGE,
    METADATA_ID: 'SGQTEG-34X7-EK6A-H6AAPJ',
    COMMIT_ID: 'a033a528',
    ORIGIN_URI: 'https://git.example/web',
    AUTHOR: 'Ann <ann@example.com>',
  };
  const mark = { CHALK_ID: build.CHALK_ID, METADATA_ID: build.METADATA_ID };
  const digest = 'd'.repeat(64);

  it('comes from the build that the mark of a heartbeat names', async () => {
    const { view } = await caseOfReports(
      { at: 0, operation: 'build', chalks: [build] },
      { at: 10, hostname: WEB, chalks: [mark], tcp: ['0.0.0.0:80 LISTEN #6'] },
    );
    expect(view.containers()).toMatchObject([
      { commit: 'a033a528', repository: 'https://git.example/web', author: build.AUTHOR, chalkId: IMAGE.CHALK_ID },
    ]);
  });

  it('comes to a container that reports nothing, by the digest of its image', async () => {
    const pod = {
      id: 'a1b2c3d4'.repeat(8),
      name: 'web',
      pod: 'web-1',
      namespace: 'shop',
      image: `registry.example/web:1@sha256:${digest}`,
    };
    const { view } = await caseOfBoth([execLine({ pid: 200, at: 10, binary: '/bin/node', container: pod }).replace('@sha256:00', '')], {
      at: 0,
      operation: 'build',
      chalks: [{ ...build, _REPO_DIGESTS: { 'registry.example': { web: [digest] } } }],
    });
    expect(view.containers()).toMatchObject([{ name: 'web', commit: 'a033a528' }]);
  });

  it('is not named where reports of a container name builds that differ', async () => {
    const other = { CHALK_ID: 'OTHER1-Y8RW-V99B-MB2EFF', COMMIT_ID: 'ffff' };
    const { view } = await caseOfReports({ at: 0, operation: 'exec', hostname: WEB, runId: 'a1', chalks: [build, other], tcp: [] });
    expect(view.containers()[0]?.commit).toBeUndefined();
  });
});

it('an image that exposes other ports makes a used one undeclared', async () => {
  const { view } = await caseOfReports(
    { at: 0, operation: 'build', chalks: [{ ...IMAGE, _IMAGE_EXPOSED_PORTS: { '80/tcp': {}, '443/tcp': {} } }] },
    {
      at: 10,
      hostname: WEB,
      chalks: [IMAGE],
      tcp: ['0.0.0.0:80 LISTEN #6', '0.0.0.0:4444 LISTEN #8', '10.0.0.1:4444 > 203.0.113.9:50000 ESTABLISHED #9'],
    },
  );
  expect(view.servedPorts().map(({ port, isListening, isDeclared, useCount }) => [port, isListening, isDeclared, useCount])).toEqual([
    [80, true, true, 0],
    [443, false, true, 0],
    [4444, true, false, 1],
  ]);
});

it('missing heartbeats, moved bytes and new neighbours stand with the heartbeat after them', async () => {
  const counters = (received: number) => ({ _OP_IPV4_INTERFACES: [['eth0', ...new Array(16).fill(String(received))]] });
  const arp = (...ips: readonly string[]) => ({ _OP_ARP_TABLE: ips.map((ip) => [ip, '0x1', '0x2', '76:cf:bb:8c:25:df', '*', 'eth0']) });
  const { view } = await caseOfReports(
    ...[0, 10, 20, 30].map((at) => ({ at, hostname: WEB, tcp: [], more: { ...counters(100 + at), ...arp('10.0.0.2') } })),
    { at: 70, hostname: WEB, tcp: [], more: { ...counters(1000), ...arp('10.0.0.2', '10.0.0.3') } },
    { at: 80, hostname: WEB, tcp: [], more: counters(5) },
  );
  const heartbeats = [...view.heartbeats()];
  expect(heartbeats.map(({ missing }) => missing)).toEqual([0, 0, 0, 0, 3, 0]);
  expect(heartbeats.map(({ bytesReceived }) => bytesReceived)).toEqual([undefined, 10, 10, 10, 870, undefined]);
  expect(heartbeats[4]?.newNeighbours).toEqual(['10.0.0.3']);
});

it('the order in which files of reports come in changes nothing', async () => {
  const tables = [
    ['0.0.0.0:80 LISTEN #1'],
    ['10.0.0.1:80 > 10.0.0.2:50000 ESTABLISHED #2'],
    ['10.0.0.1:40000 > 203.0.113.6:443 ESTABLISHED #3'],
  ];
  const files = [WEB, DB].flatMap((hostname, host) =>
    [0, 10, 20].map((at, beat) =>
      JSON.stringify([
        reportObject({
          at: at + host,
          hostname,
          chalks: [IMAGE],
          ...(beat === 1 ? {} : { runId: `run-${host}` }),
          tcp: tables
            .slice(0, beat + 1)
            .flat()
            .map((row) => row.replaceAll('10.0.0.1', `10.0.0.${5 + host}`).replace('#', `#${host + 1}`)),
        }),
      ]),
    ),
  );
  const folder = temporaryFolder();
  const paths = files.map((_, at) => join(folder, `${at}.json`));
  for (const [at, path] of paths.entries()) writeFileSync(path, `${files[at]}\n`);
  const stateOf = async (order: readonly string[]) => {
    const store = emptyCase(temporaryFolder());
    await importInto(store, order);
    store.link({ lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS });
    return { dump: dumpOf(store), map: store.view.services(NO_FILTER, 'workload').edges };
  };
  const expected = await stateOf(paths);
  expect(expected.map.length).toBeGreaterThan(2);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(paths, { minLength: paths.length }), async (order) => {
      expect(await stateOf(order)).toEqual(expected);
    }),
    { numRuns: 6 },
  );
});

it('a report is read back from its place, though it is known again by its own id', async () => {
  const { view } = await caseOfReports({ at: 0, hostname: WEB, tcp: [], more: { _ACTION_ID: '53f915a880f3ef07' } });
  const [heartbeat] = [...view.heartbeats()];
  const raw = heartbeat === undefined ? undefined : await view.rawEvent(heartbeat.evidence);
  expect(raw).toMatchObject({ kind: 'line', text: expect.stringMatching(/^\{"_OPERATION":"heartbeat".*\}$/) });
});

it('bytes that a container moved between heartbeats are its use of the network', async () => {
  const counters = (received: number, sent: number) => ({
    _OP_IPV4_INTERFACES: {
      eth0: [
        [received, 0, 0, 0, 0, 0, 0, 0],
        [sent, 0, 0, 0, 0, 0, 0, 0],
      ],
    },
  });
  const { view } = await caseOfReports(
    { at: 0, hostname: WEB, tcp: [], more: counters(100, 1000) },
    { at: 10, hostname: WEB, tcp: [], more: counters(150, 6000) },
    { at: 20, hostname: WEB, tcp: [], more: counters(150, 6001) },
  );
  const { rows } = view.usage({ filter: NO_FILTER, by: 'container', intervalSeconds: 10, includesSystem: false });
  expect(rows.map(({ total }) => [total.networkBytesReceived, total.networkBytesSent])).toEqual([[50, 5001]]);
  expect(rows[0]?.buckets.map(({ networkBytesSent }) => networkBytesSent)).toEqual([5000, 1]);
});

it('a container that was inspected on its host has its name, image and commit, with or without heartbeats', async () => {
  const mark = {
    CHALK_ID: 'C',
    COMMIT_ID: 'f00d',
    DOCKER_TAGS: ['acme/web:1'],
    _INSTANCE_CONTAINER_ID: `${WEB}${'0'.repeat(52)}`,
    _INSTANCE_NAME: '/web-1',
    _INSTANCE_IMAGE_ID: `sha256:${'ab'.repeat(32)}`,
  };
  const extract = { at: 0, operation: 'extract', chalks: [mark] };
  const expected = [{ containerId: mark._INSTANCE_CONTAINER_ID, name: 'web-1', image: 'acme/web:1', commit: 'f00d', processCount: 1 }];
  const alone = await caseOfReports(extract);
  expect(alone.view.containers()).toMatchObject(expected);
  const reporting = await caseOfReports(extract, { at: 10, hostname: WEB, tcp: ['0.0.0.0:80 LISTEN #1'] });
  expect(reporting.view.containers()).toMatchObject(expected);
});
