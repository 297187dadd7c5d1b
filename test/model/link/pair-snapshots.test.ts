import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf, ownAddresses, type SocketLife, type SocketMoment, socketLives } from '../../../src/model/link/pair-snapshots.js';
import type { SnapshotSocket } from '../../../src/model/snapshot.js';

const SECOND = 1_000_000;

/** `tcp 10.0.0.1:80 > 10.0.0.2:5000 ESTABLISHED #7`: protocol, ends, state and inode. */
function socket(text: string): SnapshotSocket {
  const [, protocol = 'tcp', local = '', remote, state = '', inode] =
    /^(tcp|udp) (\S+)(?: > (\S+))? ([A-Z_0-9]+)(?: #(\d+))?$/.exec(text) ?? [];
  return {
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    local: endOf(local),
    ...(remote === undefined ? {} : { remote: endOf(remote) }),
    state,
    ...(inode === undefined ? {} : { inode: Number(inode) }),
  };
}

function endOf(text: string) {
  const [ip = '', port = '0'] = text.split(':');
  return { ip, port: Number(port) };
}

/** One heartbeat every ten seconds. */
function heartbeats(...tables: readonly (readonly string[])[]): readonly SocketMoment[] {
  return tables.map((table, at) => ({ us: at * 10 * SECOND, events: [at + 1], isHeartbeat: true, sockets: table.map(socket) }));
}

/** `outbound 10.0.0.1:5000 > 10.0.0.2:80 0..20 gone 30`, times in seconds. */
function inWords(life: SocketLife): string {
  const ends = [life.local, life.remote].flatMap((end) => (end === undefined ? [] : `${end.ip}:${end.port}`)).join(' > ');
  const gone = life.goneUs === undefined ? '' : ` gone ${life.goneUs / SECOND}`;
  const absent = life.absentUs === undefined ? '' : ` not ${life.absentUs / SECOND}`;
  return `${life.direction}${life.directionIsInferred ? '?' : ''} ${ends}${absent} ${life.firstUs / SECOND}..${life.lastUs / SECOND}${gone}`;
}

const LISTEN = 'tcp 0.0.0.0:80 LISTEN #1';
const IN = 'tcp 10.0.0.1:80 > 10.0.0.2:50000 ESTABLISHED #2';
const OUT = 'tcp 10.0.0.1:40000 > 203.0.113.66:4444 ESTABLISHED #3';

describe('the sockets of an instance over its heartbeats', () => {
  it.each<[string, readonly (readonly string[])[], readonly string[]]>([
    [
      'one that appears',
      [[LISTEN], [LISTEN, OUT]],
      ['listen 0.0.0.0:80 0..10', 'outbound 10.0.0.1:40000 > 203.0.113.66:4444 not 0 10..10'],
    ],
    ['one that goes', [[OUT], []], ['outbound 10.0.0.1:40000 > 203.0.113.66:4444 0..0 gone 10']],
    ['one to a port that is listened on', [[LISTEN, IN]], ['listen 0.0.0.0:80 0..0', 'inbound 10.0.0.1:80 > 10.0.0.2:50000 0..0']],
    [
      'one to a port whose listener is seen later only',
      [[IN], [IN, LISTEN]],
      ['inbound 10.0.0.1:80 > 10.0.0.2:50000 0..10', 'listen 0.0.0.0:80 not 0 10..10'],
    ],
    ['one to a port that nothing seems to listen on', [[IN]], ['inbound? 10.0.0.1:80 > 10.0.0.2:50000 0..0']],
    [
      'one that ended and is still printed',
      [[OUT], [OUT.replace('ESTABLISHED #3', 'TIME_WAIT')], []],
      ['outbound 10.0.0.1:40000 > 203.0.113.66:4444 0..10 gone 10'],
    ],
    [
      'another with the same ends',
      [[OUT], [OUT.replace('#3', '#4')]],
      ['outbound 10.0.0.1:40000 > 203.0.113.66:4444 0..0 gone 10', 'outbound 10.0.0.1:40000 > 203.0.113.66:4444 not 0 10..10'],
    ],
    ['listeners that share a port', [[LISTEN, LISTEN.replace('#1', '#9')], [LISTEN.replace('#1', '#9')]], ['listen 0.0.0.0:80 0..10']],
    [
      'an attempt from a port that is listened on',
      [[LISTEN, 'tcp 10.0.0.1:80 > 10.0.0.3:90 SYN_SENT #5']],
      ['listen 0.0.0.0:80 0..0', 'outbound 10.0.0.1:80 > 10.0.0.3:90 0..0'],
    ],
    ['a service by UDP', [['udp 0.0.0.0:8125 UNCONN #5']], ['listen 0.0.0.0:8125 0..0']],
    ['what waits for answers by UDP', [['udp 0.0.0.0:34925 UNCONN #5']], []],
    ["the container's own resolver", [['tcp 127.0.0.11:41000 LISTEN #5', 'udp 127.0.0.11:8000 UNCONN #6']], []],
  ])('follows %s', (_what, tables, expected) => {
    expect(socketLives(heartbeats(...tables)).map(inWords)).toEqual(expected);
  });

  it('takes two reports of one moment for one, and the rows of both', () => {
    const reports = heartbeats([LISTEN, IN], [IN, OUT]).map((report, at) => ({ ...report, us: (at * SECOND) / 2 }));
    const [moment, ...others] = momentsOf(reports);
    expect(others).toEqual([]);
    expect(moment?.sockets).toEqual([LISTEN, IN, OUT].map(socket));
  });

  it('knows the addresses that others can reach it at', () => {
    const lives = socketLives(heartbeats([LISTEN, IN, 'tcp 127.0.0.1:5000 > 127.0.0.1:6000 ESTABLISHED #8']));
    expect(ownAddresses(lives)).toEqual(['10.0.0.1']);
  });
});

const anySocket = fc
  .record({
    protocol: fc.constantFrom<'tcp' | 'udp'>('tcp', 'udp'),
    port: fc.constantFrom(80, 40_000, 50_000),
    remote: fc.option(fc.constantFrom(80, 4444, 60_000), { nil: undefined }),
    state: fc.constantFrom('LISTEN', 'ESTABLISHED', 'TIME_WAIT', 'SYN_SENT', 'UNCONN'),
    inode: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  })
  .map(({ protocol, port, remote, state, inode }) =>
    socket(
      `${protocol} 10.0.0.1:${port}${remote === undefined ? '' : ` > 10.0.0.2:${remote}`} ${state}${inode === undefined ? '' : ` #${inode}`}`,
    ),
  );

describe('whatever the tables hold', () => {
  const tables = fc.array(fc.array(anySocket, { maxLength: 5 }), { maxLength: 6 });
  const momentsWith = (rows: readonly (readonly SnapshotSocket[])[]) =>
    rows.map((sockets, at) => ({ us: at * 10 * SECOND, events: [at + 1], isHeartbeat: true, sockets }));

  it('tells lives whose times are in order and within the heartbeats', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        for (const { absentUs = -1, firstUs, lastUs, goneUs, heartbeats: n } of socketLives(momentsWith(rows))) {
          expect(absentUs).toBeLessThan(firstUs);
          expect(firstUs).toBeLessThanOrEqual(lastUs);
          expect(goneUs ?? firstUs).toBeGreaterThanOrEqual(firstUs);
          expect(n).toBe((lastUs - firstUs) / (10 * SECOND) + 1);
        }
      }),
    );
  });

  it('has every connection of every heartbeat in exactly one life that was open then', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const moments = momentsWith(rows);
        const lives = socketLives(moments);
        for (const { us, sockets } of moments) {
          const ends = new Set(
            sockets.filter(({ remote }) => remote !== undefined).map((one) => JSON.stringify([one.protocol, one.local, one.remote])),
          );
          const open = lives.filter(({ remote, firstUs, lastUs }) => remote !== undefined && firstUs <= us && us <= lastUs);
          expect(open.map((life) => JSON.stringify([life.protocol, life.local, life.remote])).sort()).toEqual([...ends].sort());
        }
      }),
    );
  });

  it('does not depend on the order of rows, which is that of a hash table', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const unique = rows.map((sockets) => [
          ...new Map(sockets.map((one) => [JSON.stringify([one.protocol, one.local, one.remote]), one])).values(),
        ]);
        const turned = unique.map((sockets) => sockets.toReversed());
        const lives = (of: readonly (readonly SnapshotSocket[])[]) => socketLives(momentsWith(of)).map(inWords).sort();
        expect(lives(turned)).toEqual(lives(unique));
      }),
    );
  });
});
