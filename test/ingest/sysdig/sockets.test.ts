import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../../src/model/record.js';
import { caseOf } from '../../store/case-of.js';
import { at, cloneInfo, event, execInfo, recordsOf } from './events.js';

const CALLER = '10.0.0.5:40000';
const SERVER = '192.0.2.9:4444';
const TUPLE = `${CALLER}->${SERVER}`;
const LOCAL = { ip: '10.0.0.5', port: 40_000 };
const REMOTE = { ip: '192.0.2.9', port: 4444 };

function enter(type: string, info: string, seconds = 0): string {
  return event(type, info, { dir: '>', time: at(seconds) });
}

function exit(type: string, info: string, seconds = 0): string {
  return event(type, info, { time: at(seconds) });
}

function sockets(lines: readonly string[]): readonly EventRecord['socket'][] {
  return recordsOf(lines).flatMap(({ socket }) => socket ?? []);
}

const MADE = [enter('socket', 'domain=2(AF_INET) type=1 proto=6 '), exit('socket', 'fd=3(<4>) ')];
const CONNECTED = [...MADE, enter('connect', `fd=3(<4>) addr=${SERVER} `), exit('connect', `res=0 tuple=${TUPLE} `)];

describe('a connect', () => {
  it('has both ends, and its close what was moved', () => {
    expect(
      sockets([
        ...CONNECTED,
        enter('write', `fd=3(<4t>${TUPLE}) size=9 `),
        exit('write', 'res=7 data=forged tuple=1.1.1.1:1->2.2.2.2:2 '),
        enter('read', `fd=3(<4t>${TUPLE}) size=99 `),
        exit('read', 'res=90 data=x '),
        enter('read', `fd=3(<4t>${TUPLE}) size=99 `),
        exit('read', 'res=-11(EAGAIN) data= '),
        enter('close', `fd=3(<4t>${TUPLE}) `),
        exit('close', 'res=0 '),
      ]),
    ).toEqual([
      { operation: 'connect', isOriented: true, protocol: 'tcp', local: LOCAL, remote: REMOTE },
      { operation: 'close', isOriented: true, protocol: 'tcp', local: LOCAL, remote: REMOTE, bytesSent: 7, bytesReceived: 90 },
    ]);
  });

  it.each([
    ['in progress', `res=-115(EINPROGRESS) tuple=${TUPLE} `, 'connect'],
    ['refused', `res=-111(ECONNREFUSED) tuple=${TUPLE} `, 'attempt'],
    ['refused, its own end not known', `res=-111(ECONNREFUSED) tuple=0.0.0.0:40000->${SERVER} `, 'attempt'],
  ])('that is %s is one %#', (_what, info, operation) => {
    const [socket] = sockets([...MADE, enter('connect', 'fd=3(<4>) '), exit('connect', info)]);
    expect(socket).toMatchObject({ operation, remote: REMOTE });
  });

  it.each([
    ['to a unix socket', 'res=0 tuple=0->ff3266a2498c0400 /var/run/nscd/socket '],
    ['to nowhere, which takes the peer away', 'res=0 tuple=0.0.0.0:0->0.0.0.0:0 '],
    ['without a tuple', 'res=0 tuple=NULL '],
  ])('%s is no connection', (_what, info) => {
    expect(sockets([...MADE, enter('connect', 'fd=3(<4>) '), exit('connect', info)])).toEqual([]);
  });

  it('of a version that has exits alone is the same', () => {
    const [connect, close] = sockets([
      exit('socket', 'fd=3(<4>) domain=2(AF_INET) type=1 proto=6 '),
      exit('connect', `res=0 tuple=${TUPLE} fd=3(<4t>${TUPLE}) addr=${SERVER} `),
      exit('write', `res=5 data=a fd=9 size=1 fd=3(<4t>${TUPLE}) size=5 `),
      exit('close', `res=0 fd=3(<4t>${TUPLE}) `),
    ]);
    expect(connect).toMatchObject({ operation: 'connect', protocol: 'tcp', local: LOCAL });
    expect(close).toMatchObject({ operation: 'close', bytesSent: 5 });
  });

  it('of a datagram socket is told once something is sent', () => {
    const udp = [
      enter('socket', 'domain=2(AF_INET) type=2 proto=0 '),
      exit('socket', 'fd=4(<4>) '),
      enter('connect', 'fd=4(<4>) '),
      exit('connect', `res=0 tuple=${TUPLE} `),
    ];
    expect(sockets(udp)).toEqual([]);
    const sent = [enter('sendto', `fd=4(<4u>${TUPLE}) size=30 tuple=NULL `), exit('sendto', 'res=30 data=x ')];
    expect(sockets([...udp, ...sent])).toEqual([
      { operation: 'send', isOriented: true, protocol: 'udp', local: LOCAL, remote: REMOTE, bytesSent: 30 },
    ]);
  });
});

describe('an accept', () => {
  it("has the caller's end as its remote one", () => {
    const info = `fd=5(<4t>${TUPLE}) tuple=${TUPLE} queuepct=0 queuelen=0 queuemax=5 `;
    expect(sockets([exit('accept', info)])[0]).toMatchObject({ operation: 'accept', local: REMOTE, remote: LOCAL });
  });

  it('that found nobody is none', () => {
    expect(sockets([exit('accept', 'fd=-11(EAGAIN) tuple=NULL queuepct=0 queuelen=0 queuemax=5 ')])).toEqual([]);
  });

  it('belongs to what listens at the address that was bound', () => {
    const [listen] = sockets([
      enter('bind', 'fd=3(<4>) '),
      exit('bind', 'res=0 addr=0.0.0.0:8080 '),
      enter('listen', 'fd=3(<4t>0.0.0.0:8080) backlog=5 '),
      exit('listen', 'res=0 '),
    ]);
    expect(listen).toEqual({ operation: 'listen', isOriented: true, protocol: 'tcp', local: { ip: '0.0.0.0', port: 8080 } });
  });
});

describe('a connection from before the capture', () => {
  const used = [enter('read', `fd=7(<4t>${TUPLE}) size=99 `), exit('read', 'res=10 data=x ')];

  it('is known by its use', () => {
    expect(sockets(used)).toEqual([
      { operation: 'stats', isOriented: true, protocol: 'tcp', local: LOCAL, remote: REMOTE, bytesReceived: 10 },
    ]);
  });

  it('is an answered one where its process listens on that port', () => {
    const listening = [
      enter('bind', 'fd=3(<4>) '),
      exit('bind', 'res=0 addr=0.0.0.0:4444 '),
      enter('listen', 'fd=3 backlog=5 '),
      exit('listen', 'res=0 '),
    ];
    expect(sockets([...listening, ...used]).at(-1)).toMatchObject({ operation: 'stats', local: REMOTE, remote: LOCAL });
  });

  it("is an answered one where the pod's own address says so", () => {
    const fields = { 'k8s.pod.ip': ['192.0.2.9'] };
    const inPod = (dir: '<' | '>', info: string) => event('read', info, { dir, container: '0123456789ab', fields });
    expect(sockets([inPod('>', `fd=7(<4t>${TUPLE}) size=9 `), inPod('<', 'res=1 data=x ')])[0]).toMatchObject({ local: REMOTE });
  });
});

describe('a connection that a child uses', () => {
  it("is its parent's, though the capture does not tell how it came to have it", () => {
    const lines = [
      ...CONNECTED,
      event('clone', cloneInfo(101, 100), { tid: 101 }),
      event('dup', `res=9(<4t>${TUPLE}) `, { tid: 101 }),
      event('write', `fd=1(<4t>${TUPLE}) size=5 `, { tid: 101, dir: '>' }),
      event('write', 'res=5 data=x ', { tid: 101 }),
    ];
    expect(sockets(lines).map((socket) => [socket?.operation, socket?.bytesSent])).toEqual([
      ['connect', undefined],
      ['stats', 5],
    ]);
    expect(
      recordsOf(lines)
        .filter(({ socket }) => socket !== undefined)
        .map(({ process }) => process?.pid),
    ).toEqual([100, 100]);
  });
});

describe('a socket on standard input or output', () => {
  const COPIED = [enter('dup', `fd=3(<4t>${TUPLE}) `), exit('dup', `res=0(<4t>${TUPLE}) `)];

  it('is told as the hook of dup2 is, with the connection', () => {
    const record = recordsOf([...CONNECTED, ...COPIED]).at(-1);
    expect(record).toMatchObject({
      kind: 'dup',
      functionName: 'sys_dup2',
      descriptor: { from: 3, to: 0, isSocket: true },
      socket: { operation: 'stats', remote: REMOTE },
    });
  });

  it('keeps the connection open over an exec, and until the last copy is closed', () => {
    const closes = (lines: readonly string[]) => sockets(lines).filter((socket) => socket?.operation === 'close').length;
    const shell = [
      ...CONNECTED,
      ...COPIED,
      enter('close', `fd=3(<4t>${TUPLE}) `),
      exit('close', 'res=0 '),
      exit('execve', execInfo(100, 1, '/bin/sh', '-i.')),
    ];
    expect(closes(shell)).toBe(0);
    expect(closes([...shell, event('procexit', 'status=0 ', { dir: '>' })])).toBe(1);
  });

  it('is not told of files', () => {
    expect(recordsOf([enter('dup', 'fd=7(<f>/dev/null) '), exit('dup', 'res=0(<f>/dev/null) ')])).toEqual([]);
  });

  it('of a child is what the parent left there', () => {
    const lines = [
      ...CONNECTED,
      event('clone', cloneInfo(101, 100), { tid: 101 }),
      enter('close', `fd=3(<4t>${TUPLE}) `),
      exit('close', 'res=0 '),
    ];
    expect(sockets(lines).map((socket) => socket?.operation)).toEqual(['connect']);
  });
});

describe('a DNS message', () => {
  const ENDS = '10.0.0.5:40000->10.0.0.1:53';

  it('gives its question, and never an address', () => {
    const records = recordsOf([
      enter('recvfrom', `fd=3(<4u>${ENDS}) size=2048 `),
      exit('recvfrom', 'res=50 data=.............kafka.dns.corp.............Q....Y.. tuple=10.0.0.1:53->10.0.0.5:40000 '),
    ]);
    expect(records.flatMap(({ dns }) => dns ?? [])).toEqual([
      { isResponse: true, names: ['kafka.dns.corp'], types: [], ips: [], server: { ip: '10.0.0.1', port: 53 } },
    ]);
  });
});

describe('the connections of a case', () => {
  it('join the caller and the one that answers', async () => {
    const inside = { tid: 200, container: '0123456789ab' } as const;
    const { view } = await caseOf([
      event('bind', 'fd=3(<4>) ', { ...inside, dir: '>', time: at(1) }),
      event('bind', 'res=0 addr=0.0.0.0:4444 ', { ...inside, time: at(1, 1) }),
      event('listen', 'fd=3(<4t>0.0.0.0:4444) backlog=1 ', { ...inside, dir: '>', time: at(1, 2) }),
      event('listen', 'res=0 ', { ...inside, time: at(1, 3) }),
      exit('connect', `res=-115(EINPROGRESS) tuple=${TUPLE} fd=3 `, 2),
      event('accept', `fd=5(<4t>${TUPLE}) tuple=${TUPLE} queuepct=0 queuelen=0 queuemax=5 `, { ...inside, time: at(3) }),
    ]);
    const rows = view.connections({ terms: [] }, { limit: 10 }).rows;
    const call = rows.find(({ direction }) => direction === 'outbound');
    expect(call).toMatchObject({ process: { pid: 100 }, remote: REMOTE, peer: { process: { pid: 200 } } });
  });
});
