import { describe, expect, it } from 'vitest';
import { call, exec, recordsIn, recordsOf, stamp, TextReader } from './audit-lines.js';

/** Bytes as the log prints text that it does not trust. */
const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase();

const INET = '020001BBCB0071090000000000000000';
const INET6 = `0A001F90${'00000000'}20010DB8000000000000000000000001${'00000000'}`;
const MAPPED = `0A001F90${'00000000'}00000000000000000000FFFF0A000005${'00000000'}`;
const UNIX = hex('\u0001\0/run/x.sock\0');

const one = (lines: readonly string[]) => recordsOf(lines).at(-1);

describe('an exec', () => {
  it('is one record with program, arguments, folder, user and login', () => {
    const records = recordsOf(exec({ serial: 1, words: ['sh', '-c', 'id; ls'] }));
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      kind: 'SYSCALL',
      functionName: 'sys_execve',
      time: { us: 1_767_225_601_250_000, ns: 0 },
      process: {
        pid: 42,
        binary: '/usr/bin/sh',
        arguments: '-c "id; ls"',
        cwd: '/srv',
        uid: 0,
        auid: 1000,
        userName: 'root',
        role: 'exec',
      },
      parent: { pid: 41, role: 'parent' },
    });
  });

  it.each<[string, readonly string[], string | undefined]>([
    ['in hexadecimal', [`type=EXECVE ${stamp(1)}: argc=2 a0="sh" a1=${hex('a "b"\n')}`], '"a "b"\n"'],
    ['with an empty one', [`type=EXECVE ${stamp(1)}: argc=3 a0="sh" a1="" a2="x"`], ' x'],
    [
      'of which one was cut into pieces',
      [`type=EXECVE ${stamp(1)}: argc=3 a0="sh" a1_len=8 a1[0]=${hex('één')}`, `type=EXECVE ${stamp(1)}: a1[1]=${hex('two')} a2="x"`],
      'ééntwo x',
    ],
    ['that look like hexadecimal but are quoted', [`type=EXECVE ${stamp(1)}: argc=2 a0="sh" a1="3031"`], '3031'],
    ['of a title alone', [`type=PROCTITLE ${stamp(1)}: proctitle=${hex('sh\0-i\0')}`], '-i'],
  ])('has arguments %s', (_how, records, expected) => {
    expect(one([call({ serial: 1, name: 'execve' }), ...records])?.process?.arguments).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['a link as such', `item=0 name="/bin/sh"`, '/bin/sh'],
    ['a relative path from the folder', `item=0 name="./run"`, '/srv/run'],
    ['a path in hexadecimal', `item=0 name=${hex('/tmp/a b')}`, '/tmp/a b'],
    ['an open file by its descriptor', `item=0 name=""`, '/dev/fd/3'],
    ['what runs, when no path is told', 'item=0 name=(null)', '/usr/bin/sh'],
  ])('names %s', (_what, path, expected) => {
    const lines = [
      call({ serial: 1, name: 'execveat', more: 'a0=3' }),
      `type=CWD ${stamp(1)}: cwd="/srv"`,
      `type=PATH ${stamp(1)}: ${path} nametype=NORMAL`,
    ];
    expect(one(lines)?.process?.binary).toBe(expected);
  });

  it('of a file that is gone is told as such', () => {
    expect(one([call({ serial: 1, name: 'execve', exe: '/memfd:x (deleted)' })])?.process?.isFileless).toBe(true);
  });

  it('that failed is no image, and says what tried', () => {
    const record = one([call({ serial: 1, name: 'execve', success: 'no', exit: -2 })]);
    expect(record?.process).toMatchObject({ pid: 42, role: 'event', binary: '/usr/bin/sh' });
  });
});

describe('a call of a socket', () => {
  it.each<[string, string, string, number, object | undefined]>([
    ['IPv4', INET, 'yes', 0, { ip: '203.0.113.9', port: 443 }],
    ['IPv4 that goes on', INET, 'no', -115, { ip: '203.0.113.9', port: 443 }],
    ['IPv4 that was refused', INET, 'no', -111, { ip: '203.0.113.9', port: 443 }],
    ['IPv4 without a route', INET, 'no', -101, undefined],
    ['IPv4 asked again', INET, 'no', -106, undefined],
    ['IPv6', INET6, 'yes', 0, { ip: '2001:db8::1', port: 8080 }],
    ['IPv4 within IPv6', MAPPED, 'yes', 0, { ip: '10.0.0.5', port: 8080 }],
    ['a unix socket', UNIX, 'yes', 0, undefined],
    ['an address cut off', '0200', 'yes', 0, undefined],
    ['no address at all', 'zz', 'yes', 0, undefined],
  ])('connects to %s', (_what, saddr, success, exit, remote) => {
    const record = one([
      call({ serial: 1, name: 'connect', success: success === 'yes' ? 'yes' : 'no', exit, more: 'a0=5' }),
      `type=SOCKADDR ${stamp(1)}: saddr=${saddr}`,
    ]);
    const expected = remote === undefined ? undefined : { operation: 'attempt', isOriented: true, protocol: 'tcp', remote };
    expect(record?.socket).toEqual(expected);
    expect(record?.process?.pid).toBe(42);
  });

  it('takes its protocol from the call that made the socket, and guesses UDP for names', () => {
    const to = (port: string) => `type=SOCKADDR ${stamp(2)}: saddr=0200${port}0A0000010000000000000000`;
    const made = call({ serial: 1, name: 'socket', exit: 5, more: 'a0=2 a1=80802' });
    const connect = call({ serial: 2, name: 'connect', more: 'a0=5' });
    expect(one([made, connect, to('1F90')])?.socket?.protocol).toBe('udp');
    expect(one([connect, to('0035')])?.socket?.protocol).toBe('udp');
    expect(one([connect, to('1F90')])?.socket?.protocol).toBe('tcp');
  });

  it('listens on the address that it was bound to, and accepts there', () => {
    const records = recordsOf([
      call({ serial: 1, name: 'bind', more: 'a0=3' }),
      `type=SOCKADDR ${stamp(1)}: saddr=02001F90000000000000000000000000`,
      call({ serial: 2, name: 'listen', more: 'a0=3' }),
      call({ serial: 3, name: 'accept4', exit: 4, more: 'a0=3' }),
      `type=SOCKADDR ${stamp(3)}: saddr=${INET}`,
    ]);
    const local = { ip: '0.0.0.0', port: 8080 };
    expect(records.map(({ socket }) => socket)).toEqual([
      undefined,
      { operation: 'listen', isOriented: true, protocol: 'tcp', local },
      { operation: 'accept', isOriented: true, protocol: 'tcp', local, remote: { ip: '203.0.113.9', port: 443 } },
    ]);
  });

  it('is told by number on other architectures, and through the one call of 32-bit programs', () => {
    const raw = (arch: string, number: number, more = '') =>
      `type=SYSCALL ${stamp(1)}: arch=${arch} syscall=${number} success=yes exit=0 ${more} ppid=41 pid=42 ses=3 exe="/bin/nc"`;
    const address = `type=SOCKADDR ${stamp(1)}: saddr=${INET}`;
    expect(one([raw('c00000b7', 203), address])?.functionName).toBe('sys_connect');
    expect(one([raw('40000003', 362), address])?.socket?.remote?.port).toBe(443);
    expect(one([raw('40000003', 102, 'a0=3'), `type=SOCKETCALL ${stamp(1)}: nargs=3 a0=5 a1=1 a2=10`, address])?.socket?.remote?.port).toBe(
      443,
    );
    expect(one([raw('deadbeef', 203), address])?.functionName).toBeUndefined();
  });
});

it.each<[string, string, readonly string[], object]>([
  ['openat', 'a2=0', ['item=0 name="/etc/shadow" nametype=NORMAL'], { operation: 'open', path: '/etc/shadow' }],
  ['openat', 'a2=241', ['item=0 name="/tmp" nametype=PARENT', 'item=1 name="x" nametype=CREATE'], { operation: 'write', path: '/srv/x' }],
  ['creat', '', ['item=0 name="/tmp/y" nametype=CREATE'], { operation: 'write', path: '/tmp/y' }],
  ['truncate', '', ['item=0 name="/var/log/x" nametype=NORMAL'], { operation: 'truncate', path: '/var/log/x' }],
])('%s with %s is a file', (name, more, paths, expected) => {
  const lines = [
    call({ serial: 1, name, exit: 3, more }),
    `type=CWD ${stamp(1)}: cwd="/srv"`,
    ...paths.map((path) => `type=PATH ${stamp(1)}: ${path}`),
  ];
  expect(one(lines)?.file).toEqual(expected);
});

describe('records', () => {
  it('of events that come mixed are put together by their serial', () => {
    const [a = [], b = []] = [
      exec({ serial: 1, pid: 50 }),
      exec({ serial: 1, pid: 50 }).map((line) => line.replaceAll(':1)', ':2)').replace('pid=50', 'pid=51')),
    ];
    const mixed = a.flatMap((line, at) => [line, b[at] ?? '']);
    expect(recordsOf(mixed).map(({ process }) => [process?.pid, process?.binary])).toEqual([
      [50, '/usr/bin/sh'],
      [51, '/usr/bin/sh'],
    ]);
  });

  it('are each counted once, whatever their type', () => {
    const reader = new TextReader();
    const lines = [
      ...exec({ serial: 1 }),
      `type=EOE ${stamp(1)}: `,
      `type=USER_CMD ${stamp(2)}: pid=9 uid=0 msg='cwd="/" cmd=6964 res=success'`,
      `type=1399 ${stamp(3)}: x=1`,
      `type=UNKNOWN[1334] ${stamp(4)}: prog-id=1`,
      `type=EOE ${stamp(9)}: `,
      '----',
      'time->Thu Jan  1 00:00:00 2026',
      'no record',
    ];
    const outcomes = [...reader.take(...lines), ...reader.end()];
    expect(outcomes.filter(({ kind }) => kind !== 'derived')).toHaveLength(lines.length);
    expect(
      recordsIn(outcomes)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['1399', 'BPF', 'SYSCALL', 'USER_CMD']);
  });

  it('that an end of the source cut off are told again once the rest has come', () => {
    const [first = '', ...rest] = exec({ serial: 1, words: ['sh', '-i'] });
    const reader = new TextReader();
    const cut = [...reader.take(first), ...reader.end()];
    expect(recordsIn(cut).map(({ process }) => process?.arguments)).toEqual([undefined]);
    const later = reader.take(...rest);
    expect(later.map(({ kind }) => kind)).toEqual(['derived', 'part', 'part', 'part', 'part']);
    expect(recordsIn(later)[0]?.process).toMatchObject({ arguments: '-i', execId: recordsIn(cut)[0]?.process?.execId });
  });

  it('name their host themselves, or syslog does, or the file', () => {
    const bare = call({ serial: 1, name: 'connect' });
    expect(one([bare])?.node).toBe('host');
    expect(one([`node=web-1 ${bare}`])?.node).toBe('web-1');
    expect(one([`Nov 21 03:00:00 web-2 kernel: audit: ${bare.replace('SYSCALL', '1300').replace('msg=', '')}`])).toMatchObject({
      node: 'web-2',
      kind: 'SYSCALL',
    });
  });

  it('that the kernel lost are counted once', () => {
    const records = recordsOf(['kernel: audit: audit_lost=3 audit_rate_limit=0', 'kernel: audit: audit_lost=5 audit_rate_limit=0']);
    expect(records.map(({ droppedEvents }) => droppedEvents)).toEqual([3, 2]);
  });
});

// Steps that grow with the square of a line's length would not end before the test is given up.
it('reads a line of many megabytes without a record in it', () => {
  const records = recordsOf([
    'a'.repeat(8_000_000),
    `type=PATH ${stamp(1)}: ${'x'.repeat(8_000_000)}`,
    `type=X ${stamp(2)}: ${'a=b'.repeat(1_000_000)}`,
  ]);
  expect(records.length).toBeLessThan(3);
});

it('a line that an end of the source cut off is put together with its rest, and nothing is refused', () => {
  const [first = '', second = '', ...rest] = exec({ serial: 1, words: ['sh', '-i'] });
  const whole = recordsOf([first, second, ...rest])[0];
  for (const at of [second.length - 1, second.length - 5, 60]) {
    const reader = new TextReader();
    const cut = [...reader.take(first), ...reader.takeCut(second.slice(0, at)), ...reader.end()];
    const later = [...reader.take(second.slice(at), ...rest), ...reader.end()];
    expect([...cut, ...later].some(({ kind }) => kind === 'malformed')).toBe(false);
    expect(recordsIn(later).at(-1)?.process).toEqual(whole?.process);
  }
});

it('a call whose address was cut off is told again with all of it', () => {
  const address = `type=SOCKADDR ${stamp(1)}: saddr=${INET}`;
  const reader = new TextReader();
  const cut = [...reader.take(call({ serial: 1, name: 'connect' })), ...reader.takeCut(address.slice(0, -20)), ...reader.end()];
  const later = reader.take(address.slice(-20), `type=PROCTITLE ${stamp(1)}: proctitle="nc"`);
  expect(recordsIn(cut).map(({ socket }) => socket)).toEqual([undefined]);
  expect(recordsIn(later).map(({ socket }) => socket?.remote)).toEqual([{ ip: '203.0.113.9', port: 443 }]);
});
