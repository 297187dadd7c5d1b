import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/model/connection.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { WritableCase } from '../../src/store/write.js';
import { answerTo, type FlowInStory, flowLine } from '../hubble-lines.js';
import { type Actor, enterpriseLine, execLine } from '../tetragon-lines.js';
import { emptyCase, importInto, temporaryFolder } from './case-of.js';

const call: FlowInStory = {
  at: 100,
  from: '10.0.0.5:41000',
  to: '10.0.1.9:8080',
  source: 'shop/web-0',
  destination: 'shop/api-0',
  flags: ['SYN'],
  isReply: false,
};
const conversation = [
  call,
  answerTo(call, 100.01, { flags: ['SYN', 'ACK'] }),
  { ...call, at: 101, flags: ['PSH', 'ACK'] },
  { ...call, at: 102, flags: ['FIN', 'ACK'] },
];

const container = { id: 'a'.repeat(64), name: 'web', pod: 'web-0', namespace: 'shop', startedAt: 5 };
const web: Actor = { pid: 20, at: 10, binary: '/bin/web', container };

/** The linked case of several files. */
async function caseOfFiles(files: readonly (readonly string[])[]): Promise<WritableCase> {
  const folder = temporaryFolder();
  const paths = files.map((lines, at) => {
    const path = join(folder, `source-${lines[0]?.startsWith('{"flow"') === true ? 'flows' : 'events'}-${at}.jsonl`);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return path;
  });
  const store = emptyCase(folder);
  await importInto(store, paths);
  store.link({ lateAfterSeconds: 300 });
  return store;
}

async function connectionsOf(...files: readonly (readonly string[])[]): Promise<readonly Connection[]> {
  return (await caseOfFiles(files)).view.connections(NO_FILTER, { limit: 100 }).rows;
}

describe('flows alone', () => {
  it('make one connection of a conversation, owned by what stands for the pod that began it', async () => {
    const [connection, ...others] = await connectionsOf(conversation.map(flowLine));
    expect(others).toEqual([]);
    expect(connection).toMatchObject({
      process: { execId: 'hubble:/shop/web-0', pid: 0 },
      namespace: 'shop',
      pod: 'web-0',
      node: 'node-1',
      protocol: 'tcp',
      direction: 'outbound',
      directionIsInferred: false,
      local: { ip: '10.0.0.5', port: 41000 },
      remote: { ip: '10.0.1.9', port: 8080 },
      remoteNamespace: 'shop',
      remotePod: 'api-0',
      remotePodIsInferred: false,
      scope: 'cluster',
      verdict: 'forwarded',
      sources: ['hubble'],
    });
    expect(connection?.evidence).toHaveLength(4);
    expect(connection?.closedAtUs).toBe((connection?.openedAtUs ?? 0) + 2_000_000);
  });

  it('keep a dropped attempt apart, with the reason', async () => {
    const dropped = [100, 101, 103].map((at) => flowLine({ ...call, at, verdict: 'DROPPED', more: { drop_reason_desc: 'POLICY_DENIED' } }));
    const [connection] = await connectionsOf(dropped);
    expect(connection).toMatchObject({ verdict: 'dropped', dropReason: 'POLICY_DENIED', attempts: 3 });
    expect(connection?.closedAtUs).toBeUndefined();
  });

  it('give a call from outside to the pod that answers', async () => {
    const [connection] = await connectionsOf([flowLine({ ...call, from: '203.0.113.4:50000', source: 'world' })]);
    expect(connection).toMatchObject({
      direction: 'inbound',
      pod: 'api-0',
      remote: { ip: '203.0.113.4' },
      remoteIdentity: 'world',
      scope: 'external',
    });
  });

  it('summarise HTTP requests with the connection', async () => {
    const http = (type: string, more: object = {}) => ({
      more: { Type: 'L7', l7: { type, http: { method: 'GET', url: 'http://api/health', ...more } } },
    });
    const lines = [1, 2].flatMap((second) => [
      flowLine({ ...call, at: 100 + second, flags: [], ...http('REQUEST') }),
      flowLine(answerTo({ ...call, flags: [] }, 100.5 + second, http('RESPONSE', { code: 200 }))),
    ]);
    const [connection] = await connectionsOf(lines);
    expect(connection?.requests).toEqual([{ method: 'GET', url: 'http://api/health', status: 200, count: 2 }]);
    expect(connection?.remoteNames).toMatchObject([{ name: 'api', from: 'flow' }]);
  });

  it('name addresses by the answers that the pod got, and by what the agent had resolved', async () => {
    const ask: FlowInStory = {
      at: 90,
      from: '10.0.0.5:33000',
      to: '10.0.0.10:53',
      protocol: 'UDP',
      source: 'shop/web-0',
      destination: 'kube-system/dns',
      isReply: false,
    };
    const dns = (type: string, more: object = {}) => ({
      Type: 'L7',
      l7: { type, dns: { query: 'api.example.test.', qtypes: ['A'], ...more } },
    });
    const lines = [
      flowLine({ ...ask, more: dns('REQUEST') }),
      flowLine(answerTo(ask, 90.1, { more: dns('RESPONSE', { ips: ['10.0.1.9'] }) })),
      flowLine(call),
      flowLine({
        ...call,
        at: 110,
        from: '10.0.0.5:41001',
        to: '203.0.113.9:443',
        destination: 'world',
        more: { destination_names: ['shop.example.test'] },
      }),
    ];
    const store = await caseOfFiles([lines]);
    const { rows } = store.view.connections(NO_FILTER, { limit: 10 });
    expect(rows.map(({ remoteNames }) => remoteNames.map(({ name, from }) => `${name} ${from}`))).toEqual([
      [],
      ['api.example.test flow'],
      ['shop.example.test flow'],
    ]);
    expect(store.view.dnsMessages(NO_FILTER, { limit: 10 }).rows).toMatchObject([
      { kind: 'request', pod: 'web-0', names: ['api.example.test'] },
      { kind: 'response', pod: 'web-0', ips: ['10.0.1.9'] },
    ]);
  });

  it('name a pod by the service that was asked for, whose address is translated on the way', async () => {
    const ask: FlowInStory = {
      at: 90,
      from: '10.0.0.5:33000',
      to: '10.0.0.10:53',
      protocol: 'UDP',
      source: 'shop/web-0',
      destination: 'kube-system/dns',
    };
    const more = { Type: 'L7', l7: { type: 'RESPONSE', dns: { query: 'api.shop.svc.cluster.local.', ips: ['10.96.0.7'] } } };
    const [, connection] = await connectionsOf([flowLine(answerTo(ask, 90.1, { more })), flowLine(call)]);
    expect(connection?.remoteNames).toMatchObject([{ name: 'api.shop.svc.cluster.local', from: 'derived' }]);
  });
});

describe('flows beside the processes that made them', () => {
  const socket = { at: 100.002, local: '10.0.0.5:41000', remote: '10.0.1.9:8080', cookie: '5' };
  const seen = [
    execLine(web),
    enterpriseLine('process_connect', web, socket),
    enterpriseLine('process_close', web, { ...socket, at: 102.1, sent: 1, received: 2 }),
  ];

  it('add evidence, remote pod, verdict and requests to the connection that the process made', async () => {
    const store = await caseOfFiles([seen, conversation.map(flowLine)]);
    const { rows } = store.view.connections(NO_FILTER, { limit: 10 });
    expect(rows).toMatchObject([{ process: { pid: 20, binary: '/bin/web' }, remotePod: 'api-0', verdict: 'forwarded', bytesSent: 1 }]);
    expect(rows[0]?.evidence).toHaveLength(6);
    expect(new Set(rows[0]?.sources)).toEqual(new Set(['tetragon', 'hubble']));
    const { rows: processes } = store.view.processes(NO_FILTER, { limit: 10 });
    expect(processes.map(({ execId, binary }) => binary ?? execId)).toContain('/bin/web');
    expect(processes.map(({ execId }) => execId)).not.toContain('hubble:/shop/web-0');
  });

  it('are told at both of its ends where both were seen', async () => {
    const api: Actor = { pid: 30, at: 10, binary: '/bin/api', container: { ...container, id: 'b'.repeat(64), name: 'api', pod: 'api-0' } };
    const accepted = { ...socket, local: socket.remote, remote: socket.local, cookie: '6' };
    const rows = await connectionsOf([...seen, execLine(api), enterpriseLine('process_accept', api, accepted)], conversation.map(flowLine));
    expect(rows.map(({ direction, verdict }) => `${direction} ${verdict}`).sort()).toEqual(['inbound forwarded', 'outbound forwarded']);
    for (const { sources } of rows) expect(sources).toContain('hubble');
  });

  it('are joined to a call of a service whose address was translated', async () => {
    const service = { ...socket, remote: '10.96.0.7:80' };
    const rows = await connectionsOf([execLine(web), enterpriseLine('process_connect', web, service)], conversation.map(flowLine));
    expect(rows).toMatchObject([{ process: { pid: 20 }, remote: { ip: '10.96.0.7', port: 80 }, remotePod: 'api-0' }]);
  });

  it('stay apart from a socket that used the port at another time', async () => {
    const early = { ...socket, at: 20 };
    const rows = await connectionsOf(
      [execLine(web), enterpriseLine('process_connect', web, early), enterpriseLine('process_close', web, { ...early, at: 21 })],
      conversation.map(flowLine),
    );
    expect(rows.map(({ process: { pid } }) => pid).sort()).toEqual([0, 20]);
  });

  it('name the addresses of a process by the answers that its pod got', async () => {
    const ask: FlowInStory = {
      at: 90,
      from: '10.0.0.5:33000',
      to: '10.0.0.10:53',
      protocol: 'UDP',
      source: 'shop/web-0',
      destination: 'kube-system/dns',
    };
    const more = { Type: 'L7', l7: { type: 'RESPONSE', dns: { query: 'api.example.test.', ips: ['10.0.1.9'] } } };
    const rows = await connectionsOf(seen, [flowLine(answerTo(ask, 90.1, { more }))]);
    expect(rows.find(({ process: { pid } }) => pid === 20)?.remoteNames).toMatchObject([{ name: 'api.example.test', from: 'flow' }]);
  });

  it('give the same whichever was read first, and in whatever order of lines', async () => {
    const told = (rows: readonly Connection[]) =>
      rows.map(({ process, local, remote, remotePod, verdict, attempts, openedAtUs, closedAtUs }) => ({
        execId: process.execId,
        local,
        remote,
        remotePod,
        verdict,
        attempts,
        openedAtUs,
        closedAtUs,
      }));
    const flows = [...conversation, { ...call, at: 300, from: '10.0.0.5:41001' }].map(flowLine);
    const expected = told(await connectionsOf(seen, flows));
    expect(told(await connectionsOf(flows, seen))).toEqual(expected);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(flows, { minLength: flows.length }), async (shuffled) => {
        expect(told(await connectionsOf(shuffled, seen))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
