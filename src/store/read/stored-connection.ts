import type {
  Connection,
  ConnectionPeer,
  ConnectionSample,
  Direction,
  Endpoint,
  HttpExchange,
  RemoteName,
  Scope,
} from '../../model/connection.js';
import type { ProcessRef } from '../../model/process.js';
import type { EvidenceRef, FormatName } from '../../model/source.js';
import type { ConnectionRow } from './connection-rows.js';
import { processRef } from './process-rows.js';
import { told } from './rows.js';

/** Answers that take a look-up of their own. */
export interface ConnectionLookups {
  names(row: ConnectionRow): readonly RemoteName[];
  peer(row: ConnectionRow): ConnectionPeer | undefined;
  places(id: number): { readonly evidence: readonly EvidenceRef[]; readonly sources: readonly FormatName[] };
}

/** What the network says of the other end and of what was exchanged: sources on the host do not have it. */
function toldByTheNetwork(
  row: ConnectionRow,
): Pick<Connection, 'remoteNamespace' | 'remotePod' | 'remoteWorkload' | 'remoteIdentity' | 'verdict' | 'dropReason' | 'requests'> {
  return told({
    remoteNamespace: row.remote_namespace,
    remotePod: row.remote_pod,
    remoteWorkload: row.remote_workload,
    remoteIdentity: row.remote_identity,
    verdict: row.verdict,
    dropReason: row.drop_reason,
    requests: row.requests === null ? null : exchangesIn(row.requests),
  });
}

/** A connection from its row. As with processes, very many are looked through and few are kept. */
export class StoredConnection implements Connection {
  readonly id: number;
  readonly process: ProcessRef;
  readonly node: string;
  readonly protocol: string;
  readonly direction: Direction;
  readonly directionIsInferred: boolean;
  readonly remotePodIsInferred: boolean;
  readonly attempts: number;
  declare readonly namespace?: string;
  declare readonly pod?: string;
  declare readonly workload?: string;
  declare readonly containerId?: number;
  declare readonly containerName?: string;
  declare readonly local?: Endpoint;
  declare readonly remote?: Endpoint;
  declare readonly remoteNamespace?: string;
  declare readonly remotePod?: string;
  declare readonly remoteWorkload?: string;
  declare readonly scope?: Scope;
  declare readonly openedAtUs?: number;
  declare readonly openedAtNs?: number;
  declare readonly closedAtUs?: number;
  declare readonly closedAtNs?: number;
  declare readonly bytesSent?: number;
  declare readonly bytesReceived?: number;
  declare readonly cookie?: string;
  declare readonly remoteIdentity?: string;
  declare readonly verdict?: string;
  declare readonly dropReason?: string;
  declare readonly requests?: readonly HttpExchange[];
  declare readonly sample?: ConnectionSample;
  readonly #row: ConnectionRow;
  readonly #lookups: ConnectionLookups;
  #names: readonly RemoteName[] | undefined;
  #places: ReturnType<ConnectionLookups['places']> | undefined;
  #peer: { readonly peer: ConnectionPeer | undefined } | undefined;

  constructor(row: ConnectionRow, lookups: ConnectionLookups) {
    this.#row = row;
    this.#lookups = lookups;
    this.id = row.id;
    this.process = processRef({ id: row.process, exec_id: row.exec_id, pid: row.pid, binary: row.binary, arguments: row.arguments });
    this.node = row.node;
    this.protocol = row.protocol;
    this.direction = row.direction;
    this.directionIsInferred = row.is_direction_inferred === 1;
    this.remotePodIsInferred = row.is_remote_inferred === 1;
    this.attempts = row.attempts;
    if (row.namespace !== null) this.namespace = row.namespace;
    if (row.pod !== null) this.pod = row.pod;
    if (row.workload !== null) this.workload = row.workload;
    if (row.container !== null) this.containerId = row.container;
    if (row.container_name !== null) this.containerName = row.container_name;
    if (row.local_ip !== null) this.local = { ip: row.local_ip, port: row.local_port ?? 0 };
    if (row.remote_ip !== null) this.remote = { ip: row.remote_ip, port: row.remote_port ?? 0 };
    if (row.scope !== null) this.scope = row.scope;
    if (row.opened_us !== null) {
      this.openedAtUs = row.opened_us;
      this.openedAtNs = row.opened_ns;
    }
    if (row.closed_us !== null) {
      this.closedAtUs = row.closed_us;
      this.closedAtNs = row.closed_ns;
    }
    if (row.bytes_sent !== null) this.bytesSent = row.bytes_sent;
    if (row.bytes_received !== null) this.bytesReceived = row.bytes_received;
    if (row.cookie !== null) this.cookie = row.cookie;
    if (row.is_sampled === 1) this.sample = row.absent_us === null ? {} : { absentAtUs: row.absent_us };
    Object.assign(this, toldByTheNetwork(row));
  }

  get remoteNames(): readonly RemoteName[] {
    this.#names ??= this.#lookups.names(this.#row);
    return this.#names;
  }

  get peer(): ConnectionPeer | undefined {
    this.#peer ??= { peer: this.#lookups.peer(this.#row) };
    return this.#peer.peer;
  }

  get evidence(): readonly EvidenceRef[] {
    this.#places ??= this.#lookups.places(this.id);
    return this.#places.evidence;
  }

  get sources(): readonly FormatName[] {
    this.#places ??= this.#lookups.places(this.id);
    return this.#places.sources;
  }

  /** Findings are kept as JSON, and what is looked up belongs to them. */
  toJSON(): Connection {
    const { remoteNames, evidence, sources, peer } = this;
    return { ...this, remoteNames, evidence, sources, ...(peer === undefined ? {} : { peer }) };
  }
}

/** The column holds what linking wrote. */
function exchangesIn(json: string): readonly HttpExchange[] {
  const exchanges: readonly HttpExchange[] = JSON.parse(json);
  return exchanges;
}
