import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hubble } from '../../src/ingest/formats/hubble.js';
import type { EventRecord, Reading } from '../../src/model/record.js';
import { recording } from '../recordings.js';

const CLIENT = {
  ID: 7,
  identity: 100,
  namespace: 'shop',
  pod_name: 'web-0',
  labels: ['k8s:app=web', 'k8s:io.cilium.k8s.policy.cluster=east'],
};
const SERVER = { identity: 101, namespace: 'shop', pod_name: 'api-0', labels: ['k8s:app=api', 'k8s:io.kubernetes.pod.namespace=shop'] };
const WORLD = { identity: 2, labels: ['reserved:world'] };

const FLOW = {
  time: '2026-01-01T00:00:00.123456789Z',
  verdict: 'FORWARDED',
  IP: { source: '10.0.0.5', destination: '10.0.1.9' },
  l4: { TCP: { source_port: 41000, destination_port: 8080, flags: { SYN: true } } },
  source: CLIENT,
  destination: SERVER,
  Type: 'L3_L4',
  node_name: 'node-1',
};

function read(value: object): Reading {
  return hubble.reader({ defaultNode: 'file' }).read(Buffer.from(JSON.stringify(value)));
}

function record(flow: object, envelope: object = {}): EventRecord {
  const reading = read({ flow: { ...FLOW, ...flow }, ...envelope });
  if (reading.kind !== 'record') throw new Error(`${reading.kind}: ${reading.reason}`);
  return reading.record;
}

describe('a flow', () => {
  it('names protocol, ends, flags and verdict', () => {
    expect(record({}).flow).toEqual({
      protocol: 'tcp',
      source: {
        address: { ip: '10.0.0.5', port: 41000 },
        party: {
          cluster: 'east',
          pod: { namespace: 'shop', name: 'web-0', labels: { app: 'web' } },
          identity: 100,
          names: [],
          isLocal: true,
        },
      },
      destination: {
        address: { ip: '10.0.1.9', port: 8080 },
        party: {
          cluster: 'east',
          pod: { namespace: 'shop', name: 'api-0', labels: { app: 'api' } },
          identity: 101,
          names: [],
          isLocal: false,
        },
      },
      verdict: 'forwarded',
      tcpFlags: ['SYN'],
    });
  });

  it('is read alike with and without its envelope', () => {
    expect(read(FLOW)).toEqual(read({ flow: FLOW, node_name: 'node-1', time: FLOW.time }));
  });

  it('keeps nanoseconds', () => {
    expect(record({}).time).toEqual({ us: Date.UTC(2026, 0, 1) * 1000 + 123_456, ns: 789 });
  });

  it.each<[string, object, boolean | undefined]>([
    ['a truth', { is_reply: true }, true],
    ['an untruth', { is_reply: false }, false],
    ['a wrapped truth', { is_reply: { value: true } }, true],
    ['a wrapped untruth', { is_reply: { value: false } }, false],
    ['the old field', { reply: true }, true],
    ['nothing', {}, undefined],
    ['null', { is_reply: null }, undefined],
  ])('tells whether it is an answer by %s', (_by, fields, isReply) => {
    expect(record(fields).flow?.isReply).toBe(isReply);
  });

  it.each<[string, object, string]>([
    ['the pod that began', { is_reply: false }, 'hubble:east/shop/web-0'],
    ['the pod that began, for an answer', { is_reply: true }, 'hubble:east/shop/api-0'],
    ['the pod that sent the first packet', {}, 'hubble:east/shop/web-0'],
    ['the pod that answers one that is no pod', { source: WORLD }, 'hubble:/shop/api-0'],
    ['the node, where no pod takes part', { source: WORLD, destination: WORLD }, 'hubble://node-1'],
  ])('is about %s', (_whom, fields, execId) => {
    expect(record(fields).process).toMatchObject({ execId, pid: 0, flags: '', role: 'event' });
  });

  it('describes the pod at the other end too', () => {
    expect(record({ is_reply: true }).ancestors.map(({ execId }) => execId)).toEqual(['hubble:east/shop/web-0']);
    expect(record({ source: WORLD }).ancestors).toEqual([]);
  });

  it.each<[object, string]>([
    [{ drop_reason: 133, drop_reason_desc: 'POLICY_DENIED' }, 'POLICY_DENIED'],
    [{ drop_reason: 133 }, 'reason 133'],
  ])('says why it was dropped: %j', (fields, reason) => {
    expect(record({ ...fields, verdict: 'DROPPED' }).flow).toMatchObject({ verdict: 'dropped', dropReason: reason });
  });

  it('has names and services of its ends', () => {
    const named = record({ destination_names: ['api.example.test.'], destination_service: { name: 'api', namespace: 'shop' } });
    expect(named.flow?.destination.party).toMatchObject({ names: ['api.example.test'], service: { name: 'api', namespace: 'shop' } });
  });

  it('has workloads, and the cluster in a field of its own', () => {
    const source = { ...CLIENT, cluster_name: 'west', workloads: [{ name: 'web', kind: 'Deployment' }] };
    expect(record({ source }).flow?.source.party).toMatchObject({ cluster: 'west', pod: { workload: 'web', workloadKind: 'Deployment' } });
  });

  it('is kept without any of its fields', () => {
    expect(read({ flow: {}, node_name: 'east/node-1' })).toMatchObject({
      kind: 'record',
      record: {
        kind: 'flow',
        node: 'node-1',
        cluster: 'east',
        process: { execId: 'hubble:east//node-1' },
        flow: { protocol: '', tcpFlags: [] },
      },
    });
  });

  it('of ICMP has no ports, and its own summary', () => {
    const { flow } = record({ l4: { ICMPv4: { type: 8 } }, Summary: 'ICMPv4 EchoRequest' });
    expect(flow).toMatchObject({ protocol: 'icmpv4', source: { address: { port: 0 } }, summary: 'ICMPv4 EchoRequest' });
  });

  it('with a time that is none says so', () => {
    expect(record({ time: 'yesterday' })).toMatchObject({ warnings: ['its time is not an RFC 3339 time and was left out'] });
  });
});

describe('a flow of layer 7', () => {
  const question = { query: 'db.shop.svc.cluster.local.', observation_source: 'proxy', qtypes: ['A'] };

  it('tells a DNS question with its server', () => {
    const asked = record({ l7: { type: 'REQUEST', dns: question }, is_reply: false });
    expect(asked).toMatchObject({
      kind: 'flow.l7.dns',
      dns: { isResponse: false, names: ['db.shop.svc.cluster.local'], types: ['A'], ips: [], server: { ip: '10.0.1.9', port: 8080 } },
    });
    expect(asked.dns?.rcode).toBeUndefined();
  });

  it.each<[object, object]>([
    [
      { rcode: 3, ttl: 4_294_967_295 },
      { rcode: 'NXDOMAIN', ips: [] },
    ],
    [{ ips: ['10.0.1.4', '::ffff:10.0.1.5'] }, { rcode: 'NOERROR', ips: ['10.0.1.4', '10.0.1.5'] }],
    [{}, { rcode: 'NOERROR', ips: [] }],
  ])('tells a DNS answer %j to the pod that asked', (answer, told) => {
    const answered = record({
      source: SERVER,
      destination: CLIENT,
      l7: { type: 'RESPONSE', dns: { ...question, ...answer } },
      is_reply: true,
    });
    expect(answered.dns).toMatchObject({ isResponse: true, ...told, server: { ip: '10.0.0.5', port: 41000 } });
    expect(answered.process?.execId).toBe('hubble:east/shop/web-0');
  });

  it('tells HTTP requests and answers', () => {
    const http = { method: 'GET', url: 'http://api/health', protocol: 'HTTP/1.1', code: 200 };
    expect(record({ l7: { type: 'REQUEST', http } }).flow?.http).toEqual({
      isResponse: false,
      method: 'GET',
      url: 'http://api/health',
      protocol: 'HTTP/1.1',
    });
    expect(record({ l7: { type: 'RESPONSE', latency_ns: '5000', http } }).flow?.http).toMatchObject({
      isResponse: true,
      status: 200,
      latencyNs: 5000,
    });
  });

  it('counts Kafka by its name', () => {
    expect(record({ l7: { type: 'REQUEST', kafka: { api_key: 'fetch' } } }).kind).toBe('flow.l7.kafka');
  });
});

it.each<[string, object, number]>([
  ['lost_events', { lost_events: { source: 'PERF_EVENT_RING_BUFFER', num_events_lost: '7' } }, 7],
  ['node_status', { node_status: { state_change: 'NODE_GONE', node_names: ['n'] } }, 0],
  ['agent_event', { agent_event: { type: 'AGENT_STARTED' } }, 0],
  ['debug_event', { debug_event: { type: 'DBG_CT_LOOKUP' } }, 0],
])('%s are counted by their name', (kind, value, droppedEvents) => {
  expect(read(value)).toMatchObject({ kind: 'record', record: { kind, droppedEvents } });
});

const FOLDER = 'hubble/hubble-otel-basic-sample-';

describe.skipIf(recording(`${FOLDER}10-flows.jsonl`) === undefined)('recorded flows', () => {
  it.each([
    ['10-flows', 10, { flow: 10 }],
    ['330-dns-flows', 330, { 'flow.l7.dns': 330 }],
    ['348-http-flows', 348, { 'flow.l7.http': 348 }],
    ['400-icmpv4-flows', 18, { flow: 18 }],
    ['400-l7-redirected-flows', 400, { flow: 400 }],
    ['400-tcp-flows', 400, { flow: 335, 'flow.l7.http': 65 }],
    ['400-udp-flows', 400, { flow: 252, 'flow.l7.dns': 148 }],
  ])('of %s are all read', (name, count, kinds) => {
    const reader = hubble.reader({ defaultNode: 'file' });
    const lines = readFileSync(recording(`${FOLDER}${name}.jsonl`) ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    const read = lines.map((line) => reader.read(Buffer.from(line)));
    const tally: Record<string, number> = {};
    for (const reading of read) {
      const kind = reading.kind === 'record' ? reading.record.kind : reading.kind;
      tally[kind] = (tally[kind] ?? 0) + 1;
    }
    expect(lines).toHaveLength(count);
    expect(tally).toEqual(kinds);
    for (const reading of read) if (reading.kind === 'record') expect(reading.record.warnings).toEqual([]);
  });
});
