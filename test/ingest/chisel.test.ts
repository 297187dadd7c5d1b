import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/ingest/format.js';
import { chisel } from '../../src/ingest/formats/chisel.js';
import { recording } from '../recordings.js';
import { linkedCase } from '../store/case-of.js';

const TS = '1506127481000000000';
const CPU_ROW = ['0', 'haproxy', '13969', '9', '15492', '59fd49aa4072', '/usr/sbin/haproxy', '-f /x', '13924', 50_000_000];
const IO_ROW = ['13969', '9', '59fd49aa4072', '/data/a', 'in', 68];

function outcomesOf(...payloads: readonly unknown[]): readonly Outcome[] {
  const reader = chisel.sourceReader({ defaultNode: 'here' });
  return payloads.flatMap((payload, at) => {
    const bytes = Buffer.from(JSON.stringify(payload));
    return reader.take({ number: at + 1, byteOffset: 0, byteLength: bytes.length, bytes, isTooLong: false, isTerminated: true });
  });
}

function recordsOf(...payloads: readonly unknown[]) {
  return outcomesOf(...payloads).flatMap((outcome) => ('record' in outcome ? [outcome.record] : []));
}

describe('a payload of the chisel', () => {
  it('adds the processors of a process up, and takes the largest of its sizes', () => {
    const other = CPU_ROW.with(0, '1').with(4, '99999').with(9, 7);
    const [record] = recordsOf({ ts: TS, evt_type: 'cpu', data: [CPU_ROW, other] });
    expect(record).toMatchObject({
      time: { us: 1_506_127_481_000_000, ns: 0 },
      usage: { cpuNs: 50_000_007, virtualBytes: 99_999 * 1024, io: [] },
      process: { pid: 13_969, containerPid: 9, docker: '59fd49aa4072', binary: '/usr/sbin/haproxy', arguments: '-f /x' },
    });
  });

  it('says of one process what both kinds tell', () => {
    const [cpu, io] = recordsOf({ ts: TS, evt_type: 'cpu', data: [CPU_ROW] }, { ts: TS, evt_type: 'fd', data: [IO_ROW] });
    expect(io?.process).toBe(cpu?.process);
  });

  it.each([
    ['/data/a', 'file'],
    ['192.0.2.1:44604->192.0.2.3:80', 'network'],
    ['2001:db8::4:51420->2001:db8::3:1234', 'network'],
    ['pipe:[12351032]', 'ipc'],
    ['ffff8800->ffff8801 /run/x', 'ipc'],
  ])('knows what %s is', (name, target) => {
    const [record] = recordsOf({ ts: TS, evt_type: 'fd', data: [IO_ROW.with(3, name), IO_ROW.with(3, name).with(4, 'out')] });
    expect(record?.usage?.io).toEqual([{ target, name, bytesIn: 68, bytesOut: 68, reads: 0, writes: 0 }]);
  });

  it('is the same within the request that carried it, as text or as JSON', () => {
    const payload = { ts: TS, evt_type: 'fd', data: [IO_ROW] };
    const bare = recordsOf(payload);
    expect(recordsOf({ path: '/event', headers: {}, body: JSON.stringify(payload) })).toEqual(bare);
    expect(recordsOf({ path: '/event', headers: {}, body: payload })).toEqual(bare);
  });

  it('counts once, though it tells of several processes', () => {
    const outcomes = outcomesOf({ ts: TS, evt_type: 'cpu', data: [CPU_ROW, CPU_ROW.with(2, '7')] });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['record', 'derived']);
  });

  it('says how many of its rows make no sense', () => {
    const [record] = recordsOf({ ts: TS, evt_type: 'fd', data: [IO_ROW, ['x'], IO_ROW.with(5, -1)] });
    expect(record?.warnings).toEqual(['2 of its rows make no sense and were left out']);
  });

  it.each([
    ['no time', { evt_type: 'cpu', data: [CPU_ROW] }],
    ['another kind', { ts: TS, evt_type: 'mem', data: [] }],
    ['a body that is no JSON', { body: '{' }],
    ['a list', [1]],
  ])('with %s is refused', (_what, payload) => {
    expect(outcomesOf(payload)).toMatchObject([{ kind: 'malformed' }]);
  });
});

const POSTS = recording('sysdig/bubble-chamber-chisel-posts.jsonl');

describe.skipIf(POSTS === undefined)('six requests of the chisel (where the recordings are)', async () => {
  it('tell what containers used', async () => {
    const { view } = await linkedCase([POSTS ?? '']);
    const { rows } = view.usage({ filter: { terms: [] }, by: 'container', intervalSeconds: 1, includesSystem: true });
    const proxy = rows.find(({ containerName }) => containerName === '59fd49aa4072');
    expect(proxy?.total).toMatchObject({ cpuNs: 50_000_000, networkBytesReceived: 726 });
    expect(rows).toHaveLength(7);
  });
});
