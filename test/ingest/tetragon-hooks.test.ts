import { describe, expect, it } from 'vitest';
import { PROCESS, recordOf, recordOfEvent } from './tetragon-reading.js';

/** Verbatim arguments of real events. */
const SOCK = {
  family: 'AF_INET',
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_TCP',
  saddr: '10.244.0.31',
  daddr: '10.96.0.1',
  sport: 37054,
  dport: 443,
  cookie: '18446613424241941248',
  state: 'TCP_SYN_SENT',
};
const ENDS = {
  local: { ip: '10.244.0.31', port: 37054 },
  remote: { ip: '10.96.0.1', port: 443 },
  cookie: '18446613424241941248',
  protocol: 'tcp',
};

function kprobe(functionName: string, args: readonly unknown[], more: object = {}, kind = 'process_kprobe') {
  return recordOfEvent(kind, { process: PROCESS, function_name: functionName, args, ...more });
}

const sock = (changes: object = {}) => ({ sock_arg: { ...SOCK, ...changes } });

describe('a socket hook', () => {
  it.each<[string, readonly unknown[], object]>([
    ['tcp_connect', [sock()], { operation: 'connect', ...ENDS }],
    ['tcp_close', [sock()], { operation: 'close', ...ENDS }],
    ['tcp_sendmsg', [sock(), { int_arg: 1174 }], { operation: 'send', ...ENDS, bytesSent: 1174 }],
    ['tcp_sendmsg', [{ size_arg: '1174' }, sock()], { operation: 'send', ...ENDS, bytesSent: 1174 }],
    ['tcp_sendmsg', [{ size_arg: '0' }, sock()], { operation: 'send', ...ENDS, bytesSent: 0 }],
    [
      'udp_sendmsg',
      [sock({ protocol: 'IPPROTO_UDP', type: 'SOCK_DGRAM' }), { size_arg: '7' }],
      { operation: 'send', ...ENDS, protocol: 'udp', bytesSent: 7 },
    ],
    ['tcp_connect', [{ int_arg: 3, label: 'fd' }, sock()], { operation: 'connect', ...ENDS }],
    [
      'tcp_connect',
      [sock({ family: 'AF_INET6', saddr: '::ffff:10.244.0.31', daddr: '::ffff:10.96.0.1' })],
      { operation: 'connect', ...ENDS },
    ],
    ['tcp_connect', [sock({ protocol: undefined, type: 'SOCK_DGRAM' })], { operation: 'connect', ...ENDS, protocol: 'udp' }],
    ['inet_csk_accept', [], { operation: 'accept', ...ENDS }],
  ])('%s with %j says what its socket does', (functionName, args, expected) => {
    const more = functionName === 'inet_csk_accept' ? { return: sock() } : {};
    expect(kprobe(functionName, args, more).socket).toEqual({ isOriented: true, ...expected });
  });

  it('listening tells one end', () => {
    const args = [sock({ saddr: '0.0.0.0', daddr: '0.0.0.0', sport: 58000, dport: 0 })];
    expect(kprobe('inet_csk_listen_start', args).socket).toMatchObject({ operation: 'listen', local: { ip: '0.0.0.0', port: 58000 } });
  });

  it('an accept that found nobody is no connection', () => {
    expect(kprobe('inet_csk_accept', [sock({ daddr: '0.0.0.0', dport: undefined })]).socket).toBeUndefined();
    expect(kprobe('inet_csk_accept', [sock()], { return: { sock_arg: { family: 'AF_UNSPEC' } } }).socket).toBeUndefined();
  });

  it.each<[string, string, object]>([
    ['security_socket_connect', 'process_kprobe', { sockaddr_arg: { family: 'AF_INET', addr: '10.66.0.99', port: 8080 } }],
    ['socket_connect', 'process_lsm', { sockaddr_arg: { family: 'AF_INET', addr: '10.66.0.99', port: 8080 } }],
    ['__sys_connect', 'process_kprobe', { sockaddr_arg: { family: 'AF_INET', addr: '10.66.0.99', port: '8080' } }],
  ])('%s of a %s is an attempt without a local end', (functionName, kind, argument) => {
    const { socket } = kprobe(functionName, [{ int_arg: 4 }, argument, { int_arg: 16 }], {}, kind);
    expect(socket).toEqual({ operation: 'attempt', isOriented: true, protocol: 'tcp', remote: { ip: '10.66.0.99', port: 8080 } });
  });

  it.each<[string, string, readonly unknown[]]>([
    [
      'a mistyped argument of older agents',
      'tcp_connect',
      [{ sock_arg: { family: '26977', saddr: '<nil>', daddr: '<nil>', sport: 29806 } }],
    ],
    ['a mistyped argument of newer agents', 'tcp_connect', [{ sock_arg: { family: 'AF_INET', saddr: 'invalid IP', daddr: 'invalid IP' } }]],
    ['a socket of another family', 'tcp_connect', [sock({ family: 'AF_NETLINK' })]],
    ['a path instead of an address', 'security_socket_connect', [{ sockaddrun_arg: { family: 'AF_UNIX', path: '/run/x' } }]],
    ['an address of another family', 'security_socket_connect', [{ sockaddr_arg: { family: 'AF_UNIX', addr: '' } }]],
    ['no arguments', 'tcp_connect', []],
    ['arguments that are null', 'tcp_connect', [null, { sock_arg: null }]],
    ['a function of another kind', 'commit_creds', [sock()]],
  ])('%s is no socket', (_what, functionName, args) => {
    expect(kprobe(functionName, args).socket).toBeUndefined();
  });

  it('believes the end that makes sense when the other does not', () => {
    expect(kprobe('tcp_connect', [sock({ saddr: '<nil>' })]).socket).toEqual({
      operation: 'connect',
      isOriented: true,
      protocol: 'tcp',
      remote: ENDS.remote,
      cookie: ENDS.cookie,
    });
  });
});

describe('a 64-bit socket id', () => {
  const cookieIn = (cookie: string, more = '') =>
    recordOf(
      `{"process_kprobe":{"process":{"exec_id":"bm9kZS0xOjEwMDA6NDI=","arguments":"12345678901234567890 \\" 1","pid":42},"function_name":"tcp_connect"${more},"args":[{"sock_arg":{"family":"AF_INET","saddr":"10.0.0.1","daddr":"10.0.0.2","cookie":${cookie}}}]}}`,
    );

  it.each([
    ['"18446613424241941248"', '18446613424241941248'],
    ['18446613424241941248', '18446613424241941248'],
    ['9007199254740993', '9007199254740993'],
    [' 18446613424241941248 ', '18446613424241941248'],
    ['42', '42'],
    ['"42"', '42'],
    ['"0"', undefined],
    ['0', undefined],
    ['""', undefined],
    ['null', undefined],
    ['1.8446613424241942e19', undefined],
    ['"0x12"', undefined],
  ])('printed as %s is %s', (printed, cookie) => {
    expect(cookieIn(printed).socket?.cookie).toBe(cookie);
  });

  it('printed bare leaves all else as it was: strings with digits, fractions, exponents, negative numbers', () => {
    const more =
      ',"srtt":0.12345678901234567,"x":1234567890123456.5,"y":-1234567890123456789,"z":1e1234567890123456,"w":-0.00000000000000001';
    const record = cookieIn('18446613424241941248', more);
    expect(record.socket?.cookie).toBe('18446613424241941248');
    expect(record.process?.arguments).toBe('12345678901234567890 " 1');
  });

  it('printed bare in an Enterprise event is as exact, flat and nested', () => {
    const flat = `{"process_connect":{"process":{"exec_id":"bm9kZS0xOjEwMDA6NDI="},"source_ip":"10.0.0.1","sock_cookie":18446462614959565760}}`;
    const nested = `{"process_sock_stats":{"process":{"exec_id":"bm9kZS0xOjEwMDA6NDI="},"socket":{"source_ip":"10.0.0.1","sock_cookie":18446462614959565760}}}`;
    for (const line of [flat, nested]) expect(recordOf(line).socket?.cookie).toBe('18446462614959565760');
  });
});

describe('a file hook', () => {
  it.each<[string, readonly unknown[], object | undefined]>([
    ['__x64_sys_openat', [{ string_arg: '/proc/mounts' }, { int_arg: 0 }], { operation: 'open', path: '/proc/mounts' }],
    ['__x64_sys_openat', [{ int_arg: -100 }, { string_arg: '/proc/mounts' }, { int_arg: 0 }], { operation: 'open', path: '/proc/mounts' }],
    ['__arm64_sys_openat', [{ string_arg: '/x', label: 'path' }], { operation: 'open', path: '/x' }],
    [
      'fd_install',
      [{ int_arg: 3 }, { file_arg: { path: '/tmp/tetragon', permission: '-rw-r--r--' } }],
      { operation: 'open', path: '/tmp/tetragon' },
    ],
    ['security_file_permission', [{ file_arg: { path: '/token' } }, { int_arg: 4 }], { operation: 'read', path: '/token' }],
    ['security_file_permission', [{ int_arg: 2 }, { file_arg: { path: '/token' } }], { operation: 'write', path: '/token' }],
    ['security_path_truncate', [{ path_arg: { path: '/etc/passwd' } }], { operation: 'truncate', path: '/etc/passwd' }],
    ['__x64_sys_write', [{ file_arg: { path: 'etc/passwd' } }, { bytes_arg: 'ZGFlbW9u' }], { operation: 'write', path: 'etc/passwd' }],
    ['security_mmap_file', [{ file_arg: { path: '/tmp/x (deleted)' } }, { uint_arg: 5 }], { operation: 'read', path: '/tmp/x (deleted)' }],
    ['fd_install', [{ int_arg: 3 }, { file_arg: { path: '', permission: 'srwxrwxrwx' } }], undefined],
    ['do_dup2', [{ file_arg: { path: '/x' } }, { int_arg: 0 }], undefined],
    ['__x64_sys_dup2', [{ int_arg: 4 }, { int_arg: 1 }], undefined],
  ])('%s with %j gives %j', (functionName, args, file) => {
    expect(kprobe(functionName, args).file).toEqual(file);
  });
});

describe('a hook of copied descriptors', () => {
  it.each<[string, readonly unknown[], object | undefined]>([
    ['__x64_sys_dup2', [{ int_arg: 196 }, { int_arg: 0 }], { from: 196, to: 0 }],
    ['__x64_sys_dup3', [{ int_arg: 4 }, { int_arg: 2 }, { int_arg: 0 }], { from: 4, to: 2 }],
    ['__x64_sys_dup2', [{ int_arg: 3 }, { int_arg: 10 }], undefined],
    ['__x64_sys_dup2', [{ int_arg: 1 }, { int_arg: 1 }], undefined],
    ['__x64_sys_dup2', [{ int_arg: 3 }], undefined],
    ['do_dup2', [{ file_arg: { path: 'socket:[4711]' } }, { uint_arg: 0 }], { to: 0, isSocket: true }],
    ['do_dup2', [{ file_arg: { path: '/dev/null' } }, { int_arg: 1 }], { to: 1, isSocket: false }],
    ['do_dup2', [{ file_arg: { path: '/x' } }, { int_arg: 5 }], undefined],
    ['__x64_sys_close', [{ int_arg: 3 }, { int_arg: 0 }], undefined],
  ])('%s with %j gives %j', (functionName, args, descriptor) => {
    expect(kprobe(functionName, args).descriptor).toEqual(descriptor);
  });
});
