import { canonicalAddress } from '../../../model/address.js';
import type { DnsFact, SocketEnd, SocketFact, SocketOperation } from '../../../model/record.js';
import { booleanOf, cookieOf, integerOf, type JsonObject, listOf, objectOf, present, textOf, textsOf } from '../json-value.js';
import { podOf } from './process.js';

/** Enterprise kinds that report a socket. *Source:* Isovalent's lab transcript and e-book exports, Splunk's published samples. */
const SOCKET_KINDS: Readonly<Record<string, SocketOperation>> = {
  process_connect: 'connect',
  process_accept: 'accept',
  process_close: 'close',
  process_listen: 'listen',
  process_sock_stats: 'stats',
};

const RECORD_TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  65: 'HTTPS',
  255: 'ANY',
};
const RCODES: Readonly<Record<number, string>> = { 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 4: 'NOTIMP', 5: 'REFUSED' };

/** The socket that an Enterprise network event reports. Flat fields are read first, then `socket`. */
export function enterpriseSocket(kind: string, body: JsonObject): SocketFact | undefined {
  const operation = SOCKET_KINDS[kind];
  if (operation === undefined) return undefined;
  const nested = objectOf(body.socket);
  const field = (name: string) => body[name] ?? nested?.[name];
  const stats = objectOf(body.stats);
  const local =
    operation === 'listen'
      ? endOf(field('ip') ?? field('source_ip'), field('port') ?? field('source_port'))
      : endOf(field('source_ip'), field('source_port'));
  const remote = operation === 'listen' ? undefined : endOf(field('destination_ip'), field('destination_port'));
  if (local === undefined && remote === undefined) return undefined;
  const names = textsOf(field('destination_names')).map(withoutTrailingDot);
  return {
    operation,
    isOriented: operation !== 'accept',
    protocol: (textOf(field('protocol')) ?? 'TCP').toLowerCase(),
    ...present('local', local),
    ...present('remote', remote),
    ...present('cookie', cookieOf(field('sock_cookie'))),
    ...(names.length === 0 ? {} : { remoteNames: names }),
    ...present('remotePod', podOf(field('destination_pod'))),
    ...present('bytesSent', integerOf(stats?.bytes_sent)),
    ...present('bytesReceived', integerOf(stats?.bytes_received)),
  };
}

/** The DNS message of a `process_dns` event. A response says so or carries addresses. */
export function dnsOf(body: JsonObject): DnsFact | undefined {
  const dns = objectOf(body.dns);
  if (dns === undefined) return undefined;
  const ips = textsOf(dns.ips).flatMap((ip) => canonicalAddress(ip) ?? []);
  const isResponse = booleanOf(dns.response) === true || ips.length > 0;
  const nested = objectOf(body.socket);
  const server = endOf(body.destination_ip ?? nested?.destination_ip, body.destination_port ?? nested?.destination_port);
  return {
    isResponse,
    names: textsOf(dns.names).map(withoutTrailingDot),
    types: recordTypes(dns.question_types ?? dns.qtypes),
    ...(isResponse ? { rcode: answerCode(dns.rcode) } : {}),
    ips,
    ...present('server', server),
  };
}

/** One end of a socket; `undefined` when neither address nor port says anything. */
export function endOf(ip: unknown, port: unknown): SocketEnd | undefined {
  const address = typeof ip === 'string' ? canonicalAddress(ip) : undefined;
  return address === undefined ? undefined : { ip: address, port: integerOf(port) ?? 0 };
}

/** A name without the dot of the root. */
export function withoutTrailingDot(name: string): string {
  return name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Names of the record types in a list of numbers or names. */
export function recordTypes(types: unknown): readonly string[] {
  return listOf(types).flatMap(recordType);
}

function recordType(type: unknown): readonly string[] {
  if (typeof type === 'number') return [RECORD_TYPES[type] ?? String(type)];
  return typeof type === 'string' && type !== '' ? [type.toUpperCase()] : [];
}

/** Name of an answer's code: protojson leaves out 0, and some builds print the name (`NoError`). */
export function answerCode(rcode: unknown): string {
  if (typeof rcode === 'number') return RCODES[rcode] ?? String(rcode);
  return typeof rcode === 'string' && rcode !== '' ? rcode.toUpperCase() : 'NOERROR';
}
