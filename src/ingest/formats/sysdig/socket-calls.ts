import { isUnspecified } from '../../../model/address.js';
import type { EventRecord, SocketEnd } from '../../../model/record.js';
import { type Call, FAILED, PART, partWith, recordAt, type Told } from './call.js';
import { factOf, protocolOf } from './connections.js';
import type { OpenConnection, SocketDescriptor } from './descriptors.js';
import type { Row } from './row.js';
import { type DescriptorText, descriptorAt, endOf, numberAt, type Tuple, tupleOf } from './values.js';

const IN_PROGRESS = -115;
/** *Source:* socket(2): the type's low bits, and the flag that closes it on exec. */
const TYPE_MASK = 0xf;
const STREAM = 1;
const DATAGRAM = 2;
const CLOEXEC = 0x80000;

/** The descriptor that a call is about: told by its exit in new versions, by its enter in old ones, else by the row's own fields. */
export function descriptorOfCall({ info, enter, row }: Pick<Call, 'info' | 'enter' | 'row'>): DescriptorText | undefined {
  return (enter === undefined ? undefined : firstDescriptor(enter)) ?? lastDescriptor(info) ?? fieldsDescriptor(row);
}

function firstDescriptor(text: string): DescriptorText | undefined {
  return text.startsWith('fd=') ? descriptorAt(text, 'fd='.length) : undefined;
}

/** In an exit the descriptor follows data, which may hold anything: the last one counts. */
function lastDescriptor(info: string): DescriptorText | undefined {
  const at = info.lastIndexOf(' fd=');
  return at < 0 ? undefined : descriptorAt(info, at + ' fd='.length);
}

function fieldsDescriptor(row: Row): DescriptorText | undefined {
  const number = row.integer('fd.num');
  const type = row.text('fd.type');
  if (number === undefined || number < 0) return undefined;
  const name = row.text('fd.name') ?? '';
  if (type === undefined) return { number, class: undefined, protocol: undefined, name };
  const protocol = row.text('fd.l4proto');
  const kind = FIELD_TYPES[type] ?? 'other';
  return { number, class: kind, protocol: kind === 'inet' ? protocol : undefined, name };
}
const FIELD_TYPES: Readonly<Record<string, NonNullable<DescriptorText['class']>>> = {
  file: 'file',
  ipv4: 'inet',
  ipv6: 'inet',
  unix: 'unix',
  pipe: 'pipe',
};

/** `socket`: what is made here tells TCP from UDP, and whether an exec closes it. */
export function madeSocket({ info, enter, process, capture, at, type }: Call): Told {
  const made = firstDescriptor(info);
  if (made === undefined || made.number < 0) return FAILED;
  if (made.class !== 'inet') return partWith(capture.connections.closed({ type, at }, listOf(process.descriptors.close(made.number))));
  const kind = Number(/(?:^| )type=(\d+)/.exec(enter ?? info)?.[1] ?? 0);
  const low = kind & TYPE_MASK;
  const socket: SocketDescriptor = {
    protocol: low === STREAM ? 'tcp' : low === DATAGRAM ? 'udp' : undefined,
    bound: undefined,
    connection: undefined,
    closesOnExec: kind === 0 ? undefined : (kind & CLOEXEC) !== 0,
  };
  return partWith(capture.connections.closed({ type, at }, listOf(process.descriptors.set(made.number, socket))));
}

function listOf<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : [item];
}

/** `connect`: a connection with both ends, or an attempt that failed. A datagram socket's is told once something moves. */
export function connected(call: Call): Told {
  const result = resultOf(call.info);
  const ends = tupleOf(tupleText(call.info));
  const remote = ends?.server ?? endOf(/(?:^| )addr=(\S+)/.exec(call.enter ?? call.info)?.[1] ?? '');
  if (result === undefined || remote === undefined || isDisconnect(remote)) return result === undefined || result < 0 ? FAILED : PART;
  const descriptor = descriptorOfCall(call);
  const socket = descriptor === undefined ? undefined : call.process.descriptors.get(descriptor.number);
  const protocol = descriptor?.protocol ?? protocolOf(call, socket, remote);
  const isFailed = result < 0 && result !== IN_PROGRESS;
  if (isFailed && protocol === 'udp') return FAILED;
  return isFailed || ends === undefined
    ? attempted(call, protocol, remote, ends?.client)
    : opened(call, protocol, ends, descriptor?.number);
}

function tupleText(info: string): string {
  const at = info.indexOf(' tuple=');
  if (at < 0) return '';
  const start = at + ' tuple='.length;
  const end = info.indexOf(' ', start);
  return info.slice(start, end < 0 ? info.length : end);
}

/** A connect to no address takes a datagram socket's peer away. */
function isDisconnect({ ip, port }: SocketEnd): boolean {
  return port === 0 && isUnspecified(ip);
}

function attempted(call: Call, protocol: string, remote: SocketEnd, local: SocketEnd | undefined): Told {
  const known = local === undefined || isUnspecified(local.ip) ? {} : { local };
  return { kind: 'record', record: recordAt(call, { socket: { operation: 'attempt', isOriented: true, protocol, ...known, remote } }) };
}

function opened(call: Call, protocol: string, { client: local, server: remote }: Tuple, number: number | undefined): Told {
  const { process, capture } = call;
  const connection = capture.connections.open({ owner: process, protocol, local, remote, tuple: tupleText(call.info) });
  const closed = hold(call, number, connection);
  if (protocol === 'udp' && number !== undefined) return partWith(closed);
  connection.isTold = true;
  return { kind: 'record', record: recordAt(call, { socket: { operation: 'connect', ...factOf(connection) } }), also: closed };
}

/** Lets a descriptor refer to a connection; what it referred to before may end with that. */
export function hold(call: Call, number: number | undefined, connection: OpenConnection): readonly EventRecord[] {
  if (number === undefined) return [];
  const { process, capture } = call;
  const known = process.descriptors.get(number);
  if (known !== undefined) return capture.connections.closed(call, listOf(process.descriptors.connect(known, connection)));
  const socket: SocketDescriptor = { protocol: connection.protocol, bound: undefined, connection, closesOnExec: undefined };
  process.descriptors.set(number, socket);
  return [];
}

/** `accept` and `accept4`: the descriptor that it made, with the caller's end first. */
export function accepted(call: Call): Told {
  const { info, process, capture } = call;
  const made = firstDescriptor(info);
  if (made === undefined || made.number < 0) return FAILED;
  const text = / tuple=(\S+)/.exec(info)?.[1] ?? made.name;
  const ends = tupleOf(text);
  if (ends === undefined) return PART;
  const protocol = made.protocol ?? 'tcp';
  const connection = capture.connections.open({ owner: process, protocol, local: ends.server, remote: ends.client, tuple: text });
  connection.isTold = true;
  const socket: SocketDescriptor = { protocol, bound: undefined, connection, closesOnExec: undefined };
  const closed = capture.connections.closed(call, listOf(process.descriptors.set(made.number, socket)));
  return { kind: 'record', record: recordAt(call, { socket: { operation: 'accept', ...factOf(connection) } }), also: closed };
}

/** `bind`: where a later listen listens. A datagram socket that is bound to a service's port receives from then on. */
export function bound(call: Call): Told {
  const { info, process, capture } = call;
  if (resultOf(info) !== 0) return FAILED;
  const descriptor = descriptorOfCall(call);
  const end = endOf(/(?:^| )addr=(\S+)/.exec(info)?.[1] ?? '');
  if (descriptor === undefined || end === undefined) return PART;
  const socket = process.descriptors.get(descriptor.number) ?? unknownSocket(descriptor);
  process.descriptors.set(descriptor.number, socket);
  socket.bound = end;
  if (protocolOf(call, socket, end) !== 'udp' || end.port === 0 || end.port >= 32_768) return PART;
  return listening(call, 'udp', end, capture);
}

function unknownSocket({ protocol }: DescriptorText): SocketDescriptor {
  return { protocol, bound: undefined, connection: undefined, closesOnExec: undefined };
}

/** `listen`: at the address that it was bound to. */
export function listened(call: Call): Told {
  const { info, process, capture } = call;
  if (resultOf(info) !== 0) return FAILED;
  const descriptor = descriptorOfCall(call);
  const end = (descriptor === undefined ? undefined : process.descriptors.get(descriptor.number)?.bound) ?? endOf(descriptor?.name ?? '');
  if (end === undefined) return PART;
  return listening(call, 'tcp', end, capture);
}

function listening(call: Call, protocol: string, local: SocketEnd, { connections }: Call['capture']): Told {
  connections.listens(call.process, local);
  return { kind: 'record', record: recordAt(call, { socket: { operation: 'listen', isOriented: true, protocol, local } }) };
}

/** `close`: of the last descriptor of a connection it ends that. One that was open before the capture is known by its name alone. */
export function closed(call: Call): Told {
  const { info, process, capture } = call;
  if (resultOf(info) !== 0) return FAILED;
  const descriptor = descriptorOfCall(call);
  if (descriptor === undefined) return PART;
  const known = process.descriptors.get(descriptor.number);
  if (known === undefined) {
    const ends = descriptor.class === 'inet' && descriptor.protocol === 'tcp' ? tupleOf(descriptor.name) : undefined;
    if (ends === undefined || process.origin.flags !== 'procFS') return PART;
    const found = capture.connections.found(call, descriptor, ends);
    found.isTold = true;
    return recordOrPart(capture.connections.closing(call, found));
  }
  const connection = process.descriptors.close(descriptor.number);
  return connection === undefined ? PART : recordOrPart(capture.connections.closing(call, connection));
}

function recordOrPart(record: EventRecord | undefined): Told {
  return record === undefined ? PART : { kind: 'record', record };
}

/** `dup`, `dup2`, `dup3` and `fcntl` with `F_DUPFD`: the copy refers to the same socket. */
export function duplicated(call: Call): Told {
  const { info, process, capture } = call;
  if (call.type.startsWith('fcntl') && !(call.enter ?? info).includes('F_DUPFD')) return PART;
  const copy = info.startsWith('res=') ? descriptorAt(info, 'res='.length) : undefined;
  if (copy === undefined || copy.number < 0) return FAILED;
  const original = firstDescriptor(call.enter ?? '') ?? oldDescriptor(info);
  const known = original === undefined ? undefined : process.descriptors.get(original.number);
  const told = copy.class === 'inet' ? copy : original?.class === 'inet' ? original : undefined;
  const socket = known ?? (told === undefined ? undefined : foundSocket(call, told));
  if (socket === undefined) return partWith(capture.connections.closed(call, listOf(process.descriptors.close(copy.number))));
  const ended = capture.connections.closed(call, listOf(process.descriptors.set(copy.number, socket)));
  if (copy.number > 2) return partWith(ended);
  return { kind: 'record', record: standardStream(call, socket, { from: original?.number, to: copy.number }), also: ended };
}

function oldDescriptor(info: string): DescriptorText | undefined {
  return descriptorAt(/ (?:oldfd|fd)=(.*)/.exec(info)?.[1] ?? '', 0);
}

/** Standard input or output that is a socket: the mark of a shell that is commanded from afar. Told as the hook of the call is. */
function standardStream(
  call: Call,
  { connection }: SocketDescriptor,
  { from, to }: { readonly from: number | undefined; readonly to: number },
): EventRecord {
  const copied = { functionName: 'sys_dup2', descriptor: { ...(from === undefined ? {} : { from }), to, isSocket: true } };
  if (connection === undefined) return recordAt(call, copied);
  connection.isTold = true;
  return recordAt(call, { ...copied, socket: { operation: 'stats', ...factOf(connection) } });
}

function foundSocket(call: Call, descriptor: DescriptorText): SocketDescriptor {
  const known = call.process.descriptors.withTuple(descriptor.name);
  if (known !== undefined) return known;
  const ends = tupleOf(descriptor.name);
  const connection = ends === undefined ? undefined : call.capture.connections.found(call, descriptor, ends);
  return { protocol: descriptor.protocol, bound: undefined, connection, closesOnExec: undefined };
}

/** The number that a call returned: 0 or more for success. */
export function resultOf(info: string): number | undefined {
  return info.startsWith('res=') ? numberAt(info, 'res='.length) : undefined;
}
