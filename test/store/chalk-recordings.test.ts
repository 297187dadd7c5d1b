import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { DEFAULT_LATE_AFTER_SECONDS } from '../../src/model/late.js';
import type { ServiceEdge, ServiceMap } from '../../src/model/service-map.js';
import type { WritableCase } from '../../src/store/write.js';
import { recording } from '../recordings.js';
import { emptyCase, importInto } from './case-of.js';

const folder = recording('chalk/port/');

async function caseOfRecordings(...names: readonly string[]): Promise<WritableCase> {
  const store = emptyCase();
  await importInto(
    store,
    names.map((name) => recording(name) ?? ''),
  );
  store.link({ lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS });
  return store;
}

/** The last part of each address stands for the container: it is all that every form of report shows. */
const BY_ADDRESS: Readonly<Record<string, string>> = {
  '172.30.0.10': 'web',
  '172.30.0.11': 'api',
  '172.30.0.12': 'db',
  '172.30.0.13': 'cache',
  '172.30.0.14': 'worker',
};

function nameOf({ nodes }: ServiceMap, id: string): string {
  const address = nodes.find((node) => node.id === id)?.addresses[0] ?? '';
  return BY_ADDRESS[address] ?? address;
}

/** `web → api:8080 24+24`: rows of heartbeats at each end, and `new` for what began after the first. */
function edgesOf(map: ServiceMap): readonly string[] {
  const inWords = ({ from, to, port, heartbeats, isNew }: ServiceEdge) =>
    `${nameOf(map, from)} → ${nameOf(map, to)}:${port} ${heartbeats.caller}+${heartbeats.server}${isNew === true ? ' new' : ''}`;
  return map.edges.map(inWords).sort();
}

const EDGES = [
  'api → 203.0.113.66:4444 8+0 new',
  'api → cache:6379 12+12',
  'api → db:5432 44+44',
  'web → api:8080 24+24',
  'worker → 203.0.113.10:443 12+0',
  'worker → cache:6379 12+12',
];
const PORTS = ['api tcp 8080', 'api tcp 9090 at 127.0.0.1', 'cache tcp 6379', 'cache udp 8125', 'db tcp 5432'];

const perContainer = (ending: string): readonly string[] =>
  ['api', 'cache', 'db', 'web', 'worker'].map((name) => `chalk/port/per-container/${name}.${ending}`);

describe.skipIf(folder === undefined)('the recording of five containers', () => {
  it.each<[string, readonly string[]]>([
    ['reports of chalk 1.1', ['chalk/port/all.exec+heartbeat_netstats.v1.1.jsonl']],
    ['reports of chalk 1.2', ['chalk/port/all.exec+heartbeat_netstats.v1.2.jsonl']],
    ["the guides' template", ['chalk/port/all.network_report.v1.1.jsonl']],
    ["the guides' template as text, as before 1.0", ['chalk/port/all.network_report.legacy-strings.jsonl']],
    ['the database of the server', ['chalk/port/chalkdb.sqlite']],
    ['a file of each container', perContainer('chalk.log')],
    ['a file of each container, as before 1.0', perContainer('network_heartbeat_log.legacy.log')],
    ['two templates at once', [...perContainer('chalk.log'), ...perContainer('network_heartbeat_log.legacy.log')]],
    ['the same twice, in two forms', ['chalk/port/chalkdb.sqlite', 'chalk/port/all.exec+heartbeat_netstats.v1.2.jsonl']],
  ])('gives its map from %s', async (_what, names) => {
    const { view } = await caseOfRecordings(...names);
    expect(edgesOf(view.services(NO_FILTER, 'workload'))).toEqual(EDGES);
    const ports = view.servedPorts().filter(({ isListening }) => isListening);
    const containers = new Map(view.containers().map(({ id, addresses }) => [id, BY_ADDRESS[addresses[0] ?? '']]));
    expect(
      ports
        .map(
          ({ containerId, protocol, port, ips }) =>
            `${containers.get(containerId ?? -1)} ${protocol} ${port}${ips.map((ip) => ` at ${ip}`).join('')}`,
        )
        .sort(),
    ).toEqual(PORTS);
  });

  it('shows the reverse shell with the heartbeat at which it appeared', async () => {
    const { view } = await caseOfRecordings('chalk/port/all.network_report.legacy-strings.jsonl');
    const changes = [...view.heartbeats()].flatMap(({ atUs, changes: all }) =>
      all
        .filter(({ change }) => change === 'appeared')
        .map(({ remote }) => `${new Date(atUs / 1000).toISOString().slice(14, 19)} ${remote?.ip}:${remote?.port}`),
    );
    expect(changes.filter((change) => !change.startsWith('50:50'))).toEqual(['50:51 203.0.113.66:4444', '50:51 172.30.0.12:5432']);
  });

  it.each([
    ['api.docker-json-file.log', 14, 27],
    ['api.k8s-cri.log', 14, 27],
    ['api.docker-logs.txt', 13, 27],
    ['api.console-pretty.txt', 3, 5],
    ['worker.chalk-report-cache.jsonl', 3, 0],
    ['worker.file-sink-with-cache-replay.log', 6, 0],
    ['ci.github-group.txt', 1, 5],
    ['ci.gitlab-section.txt', 1, 2],
  ])('is read out of %s: %i reports, %i lines that are none', async (name, reports, others) => {
    const { view } = await caseOfRecordings(`chalk/port/${name}`);
    const [source] = view.sources();
    expect(source).toMatchObject({ format: 'chalk', ledger: { records: reports, malformed: 0 } });
    expect(Object.values(source?.ledger.ignored ?? {}).reduce((sum, n) => sum + n, 0)).toBe(others);
  });

  it('is read out of the objects that were put into a store one by one', async () => {
    const names = readdirSync(recording('chalk/port/s3/') ?? '').map((name) => `chalk/port/s3/${name}`);
    const { view } = await caseOfRecordings(...names);
    expect(view.sources().map(({ ledger }) => ledger.records)).toEqual(names.map(() => 1));
  });

  it('names the commit of each container', async () => {
    const { view } = await caseOfRecordings('chalk/port/all.exec+heartbeat_netstats.v1.1.jsonl');
    expect(view.containers().map(({ repository, commit }) => [repository?.split('/').at(-1), commit?.length])).toEqual(
      expect.arrayContaining(['web', 'api', 'db', 'cache', 'worker'].map((name) => [name, 40])),
    );
  });
});

describe.skipIf(folder === undefined)("the reports of chalk's own guides", () => {
  it.each([
    ['build.howto-net-services.v0.1.1.json', 'build'],
    ['heartbeat.guide-heartbeat.v0.1.1.json', 'heartbeat'],
    ['heartbeat.howto-net-services.v0.1.1.json', 'heartbeat'],
  ])('%s is read as a %s', async (name, kind) => {
    const { view } = await caseOfRecordings(`chalk/published/${name}`);
    expect(view.sources()[0]?.ledger.kinds).toEqual({ [kind]: 1 });
  });

  it('tell the port that the guide ends with', async () => {
    const { view } = await caseOfRecordings('chalk/published/heartbeat.howto-net-services.v0.1.1.json');
    expect(view.containers()).toMatchObject([{ containerId: '8ceb650f2714' }]);
    expect(view.servedPorts()).toMatchObject([{ protocol: 'tcp', port: 9999, isListening: true, useCount: 0 }]);
  });
});

const range = recording('range/jobs-app/heartbeat.jsonl.gz');

describe.skipIf(range === undefined)('the heartbeats of the recorded attack', () => {
  it('show both shells by themselves, each new to its container', async () => {
    const { view } = await caseOfRecordings('range/jobs-app/heartbeat.jsonl.gz');
    const { edges } = view.services(NO_FILTER, 'workload');
    const shells = edges.filter(({ to }) => to === 'address:203.0.113.60');
    expect(shells).toMatchObject([
      { from: 'container:8dd367382660', port: 9001, isNew: true },
      { from: 'container:b84d1dbeb536', port: 8531, isNew: true },
    ]);
  });

  it('add no connection to those that processes were seen to make', async () => {
    const both = await caseOfRecordings('range/jobs-app/tetragon.jsonl.gz');
    const alone = both.counts();
    await importInto(both, [range ?? '']);
    both.link({ lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS });
    expect(both.counts()).toEqual(alone);
    const shared = both.view.connections(NO_FILTER, { limit: 10_000 }).rows.filter(({ sources }) => sources.includes('chalk'));
    expect(shared.length).toBeGreaterThan(500);
    expect(shared.filter(({ sample }) => sample !== undefined)).toEqual([]);
  });
});
