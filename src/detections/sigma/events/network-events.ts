import type { Connection, DnsMessage, Endpoint } from '../../../model/connection.js';
import type { ConnectionDetail, ConnectionOutline, DetectionCase } from '../../../model/detection-case.js';
import type { ImageChange } from '../../../model/process.js';
import { imageAt } from '../../lineage.js';
import { destination } from '../../wording.js';
import type { EventSubject } from '../event.js';
import { ACTOR_FIELDS, type ActorFacts, remotesOf } from './actor-fields.js';
import { ACTOR_LIKENESS, type ActorSketch } from './actor-sketch.js';
import { type EventClassSource, each, family, one, together } from './event-class.js';
import { ProgramNumbers } from './program-numbers.js';

interface ConnectionFacts extends ActorFacts {
  readonly connection: Connection;
}

interface ConnectionSketch extends ActorSketch {
  readonly connection: ConnectionOutline;
}

type Read<Facts> = (facts: Facts) => readonly string[] | undefined;

/** A connection that a process made or answered. The source is the end that called. */
const NETWORK_CONNECTION: EventClassSource<ConnectionFacts, ConnectionSketch> = {
  name: 'network_connection',
  sources: [{ product: 'linux', category: 'network_connection' }],
  table: new Map<string, Read<ConnectionFacts>>([
    ...ACTOR_FIELDS,
    ['Initiated', ({ connection }) => one(connection.direction === 'outbound')],
    ['Protocol', ({ connection }) => one(connection.protocol)],
    ['DestinationIp', ({ connection }) => one(called(connection)?.ip)],
    ['DestinationPort', ({ connection }) => port(called(connection))],
    ['DestinationHostname', ({ connection }) => names(connection, 'outbound')],
    ['SourceIp', ({ connection }) => one(calling(connection)?.ip)],
    ['SourcePort', ({ connection }) => port(calling(connection))],
    ['SourceHostname', ({ connection }) => names(connection, 'inbound')],
    ['DestinationScope', ({ connection }) => one(connection.direction === 'outbound' ? connection.scope : undefined)],
    ['DestinationNamespace', ({ connection }) => one(connection.direction === 'outbound' ? connection.remoteNamespace : undefined)],
    ['DestinationPod', ({ connection }) => one(connection.direction === 'outbound' ? connection.remotePod : undefined)],
    ['DestinationWorkload', ({ connection }) => one(connection.direction === 'outbound' ? connection.remoteWorkload : undefined)],
    ['BytesSent', ({ connection }) => one(connection.bytesSent)],
    ['BytesReceived', ({ connection }) => one(connection.bytesReceived)],
    ['connectedTo', ({ connection }) => (connection.direction === 'outbound' ? each(remotesOf(connection)) : undefined)],
    ['external', ({ connection }) => one(connection.scope === 'external')],
  ]),
  likeness: new Map<string, (sketch: ConnectionSketch) => string>([
    ...ACTOR_LIKENESS,
    ['Initiated', ({ connection }) => connection.direction],
    ['Protocol', ({ connection }) => connection.protocol ?? ''],
    ['DestinationIp', ({ connection }) => connection.called?.ip ?? ''],
    ['DestinationPort', ({ connection }) => String(connection.called?.port)],
    ['DestinationHostname', ({ connection }) => (connection.direction === 'outbound' ? connection.nameText : '')],
    ['SourceIp', ({ connection }) => connection.calling?.ip ?? ''],
    ['SourcePort', ({ connection }) => String(connection.calling?.port)],
    ['SourceHostname', ({ connection }) => (connection.direction === 'inbound' ? connection.nameText : '')],
    ['DestinationScope', ({ connection }) => together(connection.direction, connection.scope)],
    ['external', ({ connection }) => String(connection.scope === 'external')],
  ]),
  constants: new Map(),
  keywords: ['Image', 'DestinationIp', 'DestinationPort', 'DestinationHostname', 'SourceIp', 'SourceHostname'],
  isNative: true,
  isText: false,
};

/** Connections of both directions. */
export const CONNECTION_EVENTS = family('connections', [NETWORK_CONNECTION], { sketches: connections, facts: connectionFacts });

/** What of a connection its fields are read off. */
const DETAILS: ReadonlyMap<string, ConnectionDetail> = new Map<string, ConnectionDetail>([
  ['DestinationIp', 'called'],
  ['DestinationPort', 'called'],
  ['SourceIp', 'calling'],
  ['SourcePort', 'calling'],
  ['DestinationHostname', 'names'],
  ['SourceHostname', 'names'],
  ['Protocol', 'protocol'],
  ['DestinationScope', 'scope'],
  ['external', 'scope'],
]);

function* connections(view: DetectionCase, fields: ReadonlySet<string>): Generator<ConnectionSketch> {
  const programs = new ProgramNumbers();
  const details = new Set([...fields].flatMap((field) => DETAILS.get(field) ?? []));
  for (const connection of view.connectionOutlines(details)) {
    const { processId, openedAtUs: atUs } = connection;
    const process = view.outline(processId);
    const image = process === undefined || atUs === undefined ? process?.images.at(-1) : imageAt(process, atUs);
    if (process !== undefined && image !== undefined) yield { view, programs, process, image, connection, atUs };
  }
}

function connectionFacts(view: DetectionCase, { connection: { id } }: ConnectionSketch): ConnectionFacts | undefined {
  const connection = view.connection(id);
  const facts = connection === undefined ? undefined : actorAt(view, connection.process.id, connection.openedAtUs);
  if (connection === undefined || facts === undefined) return undefined;
  return { ...facts, connection, subject: () => connectionSubject(connection, facts.image) };
}

function connectionSubject(connection: Connection, image: ImageChange): EventSubject {
  const [evidence] = connection.evidence;
  const verb = connection.direction === 'outbound' ? 'connected to' : 'was called by';
  return {
    processId: connection.process.id,
    image,
    connection,
    ...(connection.openedAtNs === undefined ? {} : { atNs: connection.openedAtNs }),
    ...(evidence === undefined ? {} : { evidence }),
    summary: `pid ${connection.process.pid} ${verb} ${destination(connection)}`,
  };
}

function called(connection: Connection): Endpoint | undefined {
  return connection.direction === 'outbound' ? connection.remote : connection.local;
}

function calling(connection: Connection): Endpoint | undefined {
  return connection.direction === 'outbound' ? connection.local : connection.remote;
}

function port(end: Endpoint | undefined): readonly string[] | undefined {
  return one(end === undefined || end.port === 0 ? undefined : end.port);
}

function names(connection: Connection, direction: Connection['direction']): readonly string[] | undefined {
  return connection.direction === direction ? each(connection.remoteNames.map((name) => name.name)) : undefined;
}

interface DnsFacts extends ActorFacts {
  readonly message: DnsMessage;
}

/** A DNS message, in the fields of Sysmon's event and in those of a name server's log. */
const DNS_QUERY: EventClassSource<DnsFacts, DnsFacts> = {
  name: 'dns_query',
  sources: [
    { product: 'linux', category: 'dns_query' },
    { product: 'linux', category: 'dns' },
  ],
  table: new Map<string, Read<DnsFacts>>([
    ...ACTOR_FIELDS,
    ...(['QueryName', 'query'] as const).map((name): [string, Read<DnsFacts>] => [name, ({ message }) => each(message.names)]),
    ...(['QueryResults', 'answer'] as const).map((name): [string, Read<DnsFacts>] => [name, ({ message }) => each(message.ips)]),
    ...(['RecordType', 'record_type'] as const).map((name): [string, Read<DnsFacts>] => [name, ({ message }) => each(message.types)]),
    ['QueryStatus', ({ message }) => one(message.rcode)],
  ]),
  likeness: new Map(),
  constants: new Map(),
  keywords: ['Image', 'QueryName', 'QueryResults'],
  isNative: true,
  isText: false,
};

/** Questions to name servers and their answers. */
export const DNS_EVENTS = family('dns', [DNS_QUERY], { sketches: dnsMessages, facts: (_, facts) => facts });

function* dnsMessages(view: DetectionCase): Generator<DnsFacts> {
  for (const message of view.allDnsMessages()) {
    const facts = actorAt(view, message.process.id, message.atUs);
    if (facts === undefined) continue;
    yield { ...facts, message, subject: () => messageSubject(message, facts.image) };
  }
}

function messageSubject(message: DnsMessage, image: ImageChange): EventSubject {
  const verb = message.kind === 'request' ? 'asked for' : 'was told of';
  return {
    processId: message.process.id,
    image,
    ...(message.atNs === undefined ? {} : { atNs: message.atNs }),
    evidence: message.evidence,
    summary: `pid ${message.process.pid} ${verb} ${message.names.join(', ')}`,
  };
}

/** The process and the image it ran at a moment; `undefined` when nothing is known of what it ran. */
export function actorAt(view: DetectionCase, processId: number, atUs: number | undefined): Omit<ActorFacts, 'subject'> | undefined {
  const process = view.process(processId);
  if (process === undefined) return undefined;
  const image = atUs === undefined ? process.images.at(-1) : imageAt(process, atUs);
  return image === undefined ? undefined : { view, process, image, ...(atUs === undefined ? {} : { atUs }) };
}
