import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/ingest/format.js';
import { chalk } from '../../src/ingest/formats/chalk.js';
import type { EventRecord } from '../../src/model/record.js';
import { published, type ReportInStory, reportObject } from '../chalk-reports.js';

function outcomesOf(text: string): readonly Outcome[] {
  const reader = chalk.sourceReader({ defaultNode: 'a-file' });
  const bytes = Buffer.from(text);
  const line = { number: 1, byteOffset: 0, byteLength: bytes.length, bytes, isTooLong: false, isTerminated: true };
  return [...reader.take(line), ...reader.end()];
}

function recordsOf(text: string): readonly EventRecord[] {
  return outcomesOf(text).flatMap((outcome) => ('record' in outcome ? [outcome.record] : []));
}

function snapshotOf(report: ReportInStory) {
  const [record] = recordsOf(published(report));
  return record?.snapshot;
}

describe('tables', () => {
  it('say the same as text, as chalk wrote before 1.0, and as numbers', () => {
    const modern = { at: 0, hostname: '8f48bfa0d84d', tcp: ['0.0.0.0:5432 LISTEN #17', '10.0.0.2:5432 > 10.0.0.1:46344 ESTABLISHED #18'] };
    const rows = {
      _OP_IPV4_INTERFACES: {
        eth0: [
          [7196, 93, 0, 0, 0, 0, 0, 0],
          [1831, 23, 0, 0, 0, 0, 0, 0],
        ],
      },
      _OP_ARP_TABLE: [['10.0.0.1', 1, 2, '76:cf:bb:8c:25:df', '*', 'eth0']],
    };
    const numbers = reportObject({ ...modern, more: rows });
    const texts = {
      ...numbers,
      _OP_TCP_SOCKET_INFO: [
        ['0.0.0.0', '5432', '0.0.0.0', '0', 'LISTEN', '0', '17'],
        ['10.0.0.2', '5432', '10.0.0.1', '46344', 'ESTABLISHED', '0', '18'],
      ],
      _OP_IPV4_INTERFACES: [['eth0', '7196', '93', '0', '0', '0', '0', '0', '0', '1831', '23', '0', '0', '0', '0', '0', '0']],
      _OP_ARP_TABLE: [['10.0.0.1', '0x1', '0x2', '76:cf:bb:8c:25:df', '*', 'eth0']],
    };
    const [first] = recordsOf(JSON.stringify(numbers));
    expect(first?.snapshot).toMatchObject({
      sockets: [
        { local: { port: 5432 }, state: 'LISTEN', inode: 17 },
        { remote: { ip: '10.0.0.1', port: 46_344 }, inode: 18 },
      ],
      interfaces: [{ name: 'eth0', receivedBytes: 7196, sentBytes: 1831 }],
      neighbours: [{ ip: '10.0.0.1', mac: '76:cf:bb:8c:25:df' }],
    });
    expect(recordsOf(JSON.stringify(texts))[0]?.snapshot).toEqual(first?.snapshot);
  });

  it('that are missing are empty beside other tables, and unknown where there are none', () => {
    expect(snapshotOf({ at: 0, runId: 'a', more: { _OP_IPV4_ROUTES: [] } })?.sockets).toEqual([]);
    expect(snapshotOf({ at: 0, runId: 'a' })?.sockets).toBeUndefined();
  });

  it('have IPv6 addresses in one spelling, and IPv4 ones that were mapped as such', () => {
    const row = ['0000:0000:0000:0000:0000:ffff:0a00:0001', 80, 'fe80:0000:0000:0000:0000:0000:0000:0001', 5000, 'ESTABLISHED', 0, 1];
    expect(snapshotOf({ at: 0, runId: 'a', more: { _OP_TCP_SOCKET_INFO: [row] } })?.sockets).toMatchObject([
      { local: { ip: '10.0.0.1' }, remote: { ip: 'fe80::1' } },
    ]);
  });

  it('lose the rows that can not be read, with a warning, and no others', () => {
    const rows = [['10.0.0.1', 80, '0.0.0.0', 0, 'LISTEN', 0, 1], ['nowhere', 80], 7, ['10.0.0.1', 99_999, '0.0.0.0', 0, 'LISTEN', 0, 1]];
    const [record] = recordsOf(published({ at: 0, runId: 'a', more: { _OP_TCP_SOCKET_INFO: rows } }));
    expect(record?.snapshot?.sockets).toHaveLength(1);
    expect(record?.warnings).toEqual(['3 rows of its socket tables could not be read']);
  });

  it('name the ways out of the network', () => {
    const routes = [
      ['0.0.0.0', '172.17.0.1', '0.0.0.0', 'eth0', '0003'],
      ['172.17.0.0', '0.0.0.0', '255.255.0.0', 'eth0', '0001'],
    ];
    expect(snapshotOf({ at: 0, runId: 'a', more: { _OP_IPV4_ROUTES: routes } })?.gateways).toEqual(['172.17.0.1']);
  });
});

describe('who reports', () => {
  it.each<[string, ReportInStory, string | undefined, string | undefined]>([
    ['a run', { at: 0, runId: 'a1', hostname: '8f48bfa0d84d' }, 'chalk:a1', '8f48bfa0d84d'],
    ['a container and its image', { at: 0, hostname: '8f48bfa0d84d', chalks: [{ CHALK_ID: 'C' }] }, 'chalk:8f48bfa0d84d/C', '8f48bfa0d84d'],
    ['an image alone', { at: 0, chalks: [{ CHALK_ID: 'C' }] }, 'chalk:C', undefined],
    ['a machine, whose name is no container', { at: 0, hostname: 'build-7' }, 'chalk:build-7', undefined],
    ['nobody', { at: 0 }, undefined, undefined],
    ['a build, which nothing runs in', { at: 0, operation: 'build', runId: 'a1' }, undefined, undefined],
  ])('is %s', (_who, report, execId, docker) => {
    const [record] = recordsOf(published(report));
    expect(record?.process?.execId).toBe(execId);
    expect(record?.process?.docker).toBe(docker);
  });

  it('is in the pod that the operator told it of', () => {
    const more = {
      _K8S_POD_NAME: 'web-1',
      _K8S_POD_NAMESPACE: 'shop',
      _K8S_POD_CONTAINER_NAME: 'web',
      _K8S_CONTAINER_PORTS: ['http:80/TCP', '53/udp'],
    };
    const [record] = recordsOf(published({ at: 0, runId: 'a1', more }));
    expect(record?.process?.pod).toEqual({ namespace: 'shop', name: 'web-1', container: { name: 'web' } });
    expect(record?.snapshot?.declaredPorts).toEqual([
      { port: 80, protocol: 'tcp' },
      { port: 53, protocol: 'udp' },
    ]);
  });
});

describe('processes', () => {
  const table = {
    '1': { pid: 1, ppid: 0, runtime: 2092.69, uid: [33, 33, 33, 33], argv: ['python3', 'app.py'], path: '/usr/bin/python3', cwd: '/app' },
    '43': { pid: '43', ppid: '1', runtime: '2093.10', uid: '[ 0, 0, 0, 0 ]', argv: '["sh", "-c", "id"]', path: '/bin/sh', cwd: '/' },
  };

  it('of the container are told by the report, old and new', () => {
    const processes = recordsOf(published({ at: 0, runId: 'a1', operation: 'exec', more: { _OP_ALL_PS_INFO: table } }))
      .filter(({ kind }) => kind === 'process')
      .map(({ process }) => process);
    expect(processes).toMatchObject([
      { pid: 1, uid: 33, binary: '/usr/bin/python3', arguments: 'app.py', cwd: '/app' },
      { pid: 43, uid: 0, binary: '/bin/sh', arguments: '-c id', parentExecId: processes[0]?.execId },
    ]);
  });

  it('cost nothing in the ledger: they were told by a report that counts', () => {
    const outcomes = outcomesOf(published({ at: 0, runId: 'a1', operation: 'exec', more: { _OP_ALL_PS_INFO: table } }));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['record', 'derived', 'derived']);
  });
});

describe('a build', () => {
  it('is named by its commit and by every digest of its image', () => {
    const digest = 'ab'.repeat(32);
    const mark = {
      CHALK_ID: 'C',
      METADATA_ID: 'M',
      COMMIT_ID: 'f00d',
      ORIGIN_URI: 'https://git.example/web',
      DOCKER_TAGS: ['acme/web:1'],
      _IMAGE_ID: `sha256:${digest}`,
      _REPO_DIGESTS: { 'registry.example': { web: ['cd'.repeat(32)] } },
      _IMAGE_EXPOSED_PORTS: { '80/tcp': {}, nonsense: {} },
    };
    expect(snapshotOf({ at: 0, operation: 'build', chalks: [mark] })?.artifacts).toEqual([
      {
        chalkId: 'C',
        metadataId: 'M',
        commit: 'f00d',
        repository: 'https://git.example/web',
        digests: [digest, 'cd'.repeat(32)],
        tags: ['acme/web:1'],
        declaredPorts: [{ port: 80, protocol: 'tcp' }],
      },
    ]);
  });
});

it.each([
  ['one of another program', '{"level":"info","msg":"ready"}', 'not a report'],
  ["chalk's own log", '{"msg":"x","chalk_magic":"dadfedabbadabbed"}', 'chalk log'],
  ["chalk's own log on a terminal", 'info:  docker: chalk mark extracted', 'chalk log'],
  ['a list of nothing', '[ ]', 'not a report'],
  ['an empty line', '  ', 'blank'],
])('what is no report is counted: %s', (_what, text, reason) => {
  expect(outcomesOf(text)).toEqual([{ kind: 'ignored', reason }]);
});
