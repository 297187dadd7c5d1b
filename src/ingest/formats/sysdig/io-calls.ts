import type { EventRecord } from '../../../model/record.js';
import { type Call, FAILED, PART, partWith, recordAt, type Told } from './call.js';
import { factOf } from './connections.js';
import type { OpenConnection } from './descriptors.js';
import { questionName } from './question-name.js';
import { descriptorOfCall, hold, resultOf } from './socket-calls.js';
import type { TrackedProcess } from './tracked-process.js';
import { type DescriptorText, tupleOf } from './values.js';

const DNS_PORT = 53;
/** No call moves as much, and no telemetry that sums calls up. */
const MOST_BYTES = 2 ** 40;

/** `read` and its like: bytes that came in. */
export function received(call: Call): Told {
  return moved(call, true);
}

/** `write` and its like: bytes that went out. */
export function sent(call: Call): Told {
  return moved(call, false);
}

/** Bytes that were moved are summed up by second, and by connection. */
function moved(call: Call, isIn: boolean): Told {
  const bytes = resultOf(call.info);
  if (bytes === undefined || bytes < 0) return FAILED;
  const descriptor = descriptorOfCall(call);
  if (bytes === 0 || bytes > MOST_BYTES || descriptor === undefined) return PART;
  const socket = call.process.descriptors.get(descriptor.number);
  if (descriptor.class === 'inet' || (descriptor.class === undefined && socket !== undefined))
    return overNetwork(call, descriptor, bytes, isIn);
  const target = descriptor.class === 'file' ? 'file' : descriptor.class === 'unix' || descriptor.class === 'pipe' ? 'ipc' : undefined;
  if (target === undefined) return PART;
  return partWith(call.capture.usage.moved(call.process, call.at, { target, name: descriptor.name, bytes, isIn }));
}

function overNetwork(call: Call, descriptor: DescriptorText, bytes: number, isIn: boolean): Told {
  const { process, capture, at } = call;
  const also: EventRecord[] = [];
  const connection = connectionOf(call, descriptor, also);
  if (connection === undefined) return PART;
  if (isIn) connection.received += bytes;
  else connection.sent += bytes;
  const usage = capture.usage.moved(process, at, { target: 'network', name: connection.name, bytes, isIn });
  also.push(...usage);
  if (!connection.isTold) also.push(firstTold(call, connection, bytes, isIn));
  const question = connection.protocol === 'udp' && connection.remote.port === DNS_PORT ? questionName(call.info, bytes) : undefined;
  if (question === undefined) return partWith(also);
  const dns = { isResponse: isIn, names: [question], types: [], ips: [], server: connection.remote };
  return { kind: 'record', record: recordAt(call, { dns }), also };
}

/** The connection that bytes were moved over: the descriptor's, unless its ends say that it has another by now. */
function connectionOf(call: Call, descriptor: DescriptorText, also: EventRecord[]): OpenConnection | undefined {
  const known = call.process.descriptors.get(descriptor.number)?.connection;
  const tuple = descriptor.name.includes('->') ? descriptor.name : datagramTuple(call);
  if (known !== undefined && (tuple === undefined || known.tuple === tuple)) return known;
  const other = tuple === undefined ? undefined : call.process.descriptors.withTuple(tuple)?.connection;
  if (other !== undefined) return other;
  const inherited = tuple === undefined ? undefined : makerOf(call)?.descriptors.withTuple(tuple)?.connection;
  if (inherited !== undefined) {
    also.push(...hold(call, descriptor.number, inherited));
    return inherited;
  }
  const ends = tuple === undefined ? undefined : tupleOf(tuple);
  if (ends === undefined || tuple === undefined || ends.server.port === 0) return known;
  const found = call.capture.connections.found(call, { ...descriptor, name: tuple }, ends);
  also.push(...hold(call, descriptor.number, found));
  return found;
}

/** A child may have been left a socket by a call that is not in the capture. */
function makerOf({ process, capture }: Call): TrackedProcess | undefined {
  return process.maker === undefined ? undefined : capture.processes.get(process.maker.pid);
}

/** A socket that is not connected names the ends with each message. */
function datagramTuple({ info, enter }: Call): string | undefined {
  const text = / tuple=(\S+->\S+) *$/.exec(enter ?? '')?.[1] ?? / tuple=(\S+->\S+)(?: fd=.*)? *$/.exec(info)?.[1];
  return text;
}

/** A connection that nothing told of before it was used: opened earlier than the capture, or a datagram socket's first message. */
function firstTold(call: Call, connection: OpenConnection, bytes: number, isIn: boolean): EventRecord {
  const { type, at } = call;
  connection.isTold = true;
  if (connection.protocol !== 'udp') return call.capture.connections.statistics(connection, at, type);
  connection.toldBytes = connection.sent + connection.received;
  const operation = isIn ? 'stats' : 'send';
  const size = isIn ? { bytesReceived: bytes } : { bytesSent: bytes };
  return recordAt({ type, at, process: connection.owner }, { socket: { operation, ...factOf(connection), ...size } });
}
