import { canonicalAddress, isUnspecified } from '../../../model/address.js';
import type { DescriptorFact, FileFact, SocketEnd, SocketFact, SocketOperation } from '../../../model/record.js';
import { cookieOf, integerOf, type JsonObject, listOf, objectOf, present, textOf } from '../json-value.js';

/** Kernel functions whose socket argument reports what a socket does. Arguments are found by type: their places are the policy's choice. */
const SOCKET_HOOKS: Readonly<Record<string, SocketOperation>> = {
  tcp_connect: 'connect',
  tcp_v4_connect: 'attempt',
  tcp_v6_connect: 'attempt',
  security_socket_connect: 'attempt',
  socket_connect: 'attempt',
  sys_connect: 'attempt',
  inet_csk_accept: 'accept',
  tcp_create_openreq_child: 'accept',
  inet_csk_listen_start: 'listen',
  tcp_sendmsg: 'send',
  udp_sendmsg: 'send',
  udpv6_sendmsg: 'send',
  tcp_close: 'close',
  inet_release: 'close',
};

const FILE_HOOKS: Readonly<Record<string, FileFact['operation'] | 'by-mask'>> = {
  security_file_permission: 'by-mask',
  file_permission: 'by-mask',
  security_file_open: 'open',
  file_open: 'open',
  fd_install: 'open',
  sys_openat: 'open',
  sys_open: 'open',
  sys_openat2: 'open',
  sys_read: 'read',
  sys_write: 'write',
  security_mmap_file: 'read',
  security_path_truncate: 'truncate',
  path_truncate: 'truncate',
  sys_truncate: 'truncate',
};

const MAY_WRITE = 2;

/** What the arguments of a hook tell of: a socket's operation, a file or descriptor, or nothing that is known. */
export function hookTells(hook: string): SocketOperation | 'file or descriptor' | 'nothing' {
  const operation = SOCKET_HOOKS[hook];
  if (operation !== undefined) return operation;
  return FILE_HOOKS[hook] !== undefined || DESCRIPTOR_HOOKS.includes(hook) ? 'file or descriptor' : 'nothing';
}

const DESCRIPTOR_HOOKS: readonly string[] = ['do_dup2', 'sys_dup2', 'sys_dup3'];

/** A function's name without the architecture's system call prefix: `__x64_sys_openat` and `__arm64_sys_openat` are `sys_openat`. */
export function hookName(functionName: string): string {
  return functionName.replace(/^__(?:x64|ia32|arm64|se)_(?=sys_)/, '').replace(/^__(?=sys_)/, '');
}

/** The socket that a hook's arguments report, or `undefined` when it reports none that can be believed. */
export function hookSocket(hook: string, body: JsonObject): SocketFact | undefined {
  const operation = SOCKET_HOOKS[hook];
  if (operation === undefined) return undefined;
  const args = listOf(body.args);
  const returned = objectOf(body.return);
  if (operation === 'accept') return acceptedSocket(args, returned);
  const sock = args.map(sockOf).find((found) => found !== undefined);
  if (sock === undefined) return attemptedSocket(operation, args);
  const size = operation === 'send' ? sizeOf(args) : undefined;
  return { operation, isOriented: true, ...sock, ...present('bytesSent', size) };
}

/** The socket that accept made is its return value; with none (a non-blocking accept that found nothing) there was no connection. */
function acceptedSocket(args: readonly unknown[], returned: JsonObject | undefined): SocketFact | undefined {
  const sock =
    returned?.sock_arg === undefined
      ? args.map(sockOf).find((found) => found?.remote !== undefined && !isUnspecified(found.remote.ip))
      : sockOf(returned);
  return sock === undefined ? undefined : { operation: 'accept', isOriented: true, ...sock };
}

function attemptedSocket(operation: SocketOperation, args: readonly unknown[]): SocketFact | undefined {
  if (operation !== 'attempt') return undefined;
  for (const argument of args) {
    const address = objectOf(objectOf(argument)?.sockaddr_arg);
    const remote = address === undefined ? undefined : internetEnd(address.family, address.addr, address.port);
    if (remote !== undefined) return { operation, isOriented: true, protocol: 'tcp', remote };
  }
  return undefined;
}

interface Sock {
  readonly protocol: string;
  readonly local?: SocketEnd;
  readonly remote?: SocketEnd;
  readonly cookie?: string;
}

/** A policy that names the wrong type prints plausible garbage, so family and addresses must make sense. */
function sockOf(argument: unknown): Sock | undefined {
  const sock = objectOf(objectOf(argument)?.sock_arg);
  if (sock === undefined) return undefined;
  const local = internetEnd(sock.family, sock.saddr, sock.sport);
  const remote = internetEnd(sock.family, sock.daddr, sock.dport);
  if (local === undefined && remote === undefined) return undefined;
  return {
    protocol: protocolOf(sock),
    ...present('local', local),
    ...present('remote', remote),
    ...present('cookie', cookieOf(sock.cookie)),
  };
}

/** True for a family whose sockets have addresses and ports. */
export function isInternetFamily(family: unknown): boolean {
  return family === 'AF_INET' || family === 'AF_INET6';
}

function internetEnd(family: unknown, ip: unknown, port: unknown): SocketEnd | undefined {
  if (!isInternetFamily(family)) return undefined;
  const address = typeof ip === 'string' ? canonicalAddress(ip) : undefined;
  return address === undefined ? undefined : { ip: address, port: integerOf(port) ?? 0 };
}

function protocolOf(sock: JsonObject): string {
  const named = textOf(sock.protocol);
  if (named !== undefined) return protocolNamed(named);
  return sock.type === 'SOCK_DGRAM' ? 'udp' : 'tcp';
}

/** A protocol as the kernel's constant names it: `IPPROTO_TCP` is `tcp`. */
export function protocolNamed(constant: string): string {
  return constant.replace(/^IPPROTO_/, '').toLowerCase();
}

function sizeOf(args: readonly unknown[]): number | undefined {
  for (const argument of args) {
    const value = objectOf(argument);
    const size = integerOf(value?.size_arg) ?? integerOf(value?.int_arg) ?? integerOf(value?.long_arg);
    if (size !== undefined && size >= 0) return size;
  }
  return undefined;
}

/** The file that a hook's arguments report. A socket or pipe has no path and is none. */
export function hookFile(hook: string, body: JsonObject): FileFact | undefined {
  const operation = FILE_HOOKS[hook];
  if (operation === undefined) return undefined;
  const args = listOf(body.args);
  const path = args.map(pathOf).find((found) => found !== undefined);
  if (path === undefined) return undefined;
  return { operation: operation === 'by-mask' ? maskedOperation(args) : operation, path };
}

const LAST_STANDARD_STREAM = 2;

/**
 * The copy onto a standard stream that a hook of `dup2` or `dup3` reports. The system calls have two numbers; the kernel's own `do_dup2` has
 * the file, and so says whether it is a socket.
 */
export function hookDescriptor(hook: string, body: JsonObject): DescriptorFact | undefined {
  const args = listOf(body.args);
  const numbers = args.flatMap((argument) => integerOf(objectOf(argument)?.int_arg) ?? integerOf(objectOf(argument)?.uint_arg) ?? []);
  if (hook === 'do_dup2') {
    const [to] = numbers;
    const path = args.map(pathOf).find((found) => found !== undefined);
    return to === undefined || path === undefined || !isStandardStream(to) ? undefined : { to, isSocket: path.startsWith('socket:') };
  }
  const [from, to] = numbers;
  if ((hook !== 'sys_dup2' && hook !== 'sys_dup3') || from === undefined || to === undefined) return undefined;
  return from === to || !isStandardStream(to) ? undefined : { from, to };
}

function isStandardStream(descriptor: number): boolean {
  return descriptor >= 0 && descriptor <= LAST_STANDARD_STREAM;
}

function pathOf(argument: unknown): string | undefined {
  const value = objectOf(argument);
  const file = objectOf(value?.file_arg) ?? objectOf(value?.path_arg);
  return textOf(file?.path) ?? textOf(value?.string_arg);
}

/** *Source:* include/linux/fs.h, MAY_WRITE 2, MAY_READ 4. */
function maskedOperation(args: readonly unknown[]): FileFact['operation'] {
  const mask = args.map((argument) => integerOf(objectOf(argument)?.int_arg)).find((value) => value !== undefined) ?? 0;
  return (mask & MAY_WRITE) === 0 ? 'read' : 'write';
}
