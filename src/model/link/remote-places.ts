import { addressScope } from '../address.js';
import { CLUSTER, LOOPBACK, SCOPES } from './connection-columns.js';
import type { ConnectionTable } from './connection-table.js';
import type { OwnAddresses } from './own-addresses.js';

/** The pod that a container is in, its texts as numbers. */
export interface PlacedPod {
  readonly namespace: number;
  readonly pod: number;
  readonly workload: number;
}

/** Says where each connection's other end lies: its container, pod and scope. Pods are by row of the container. */
export function placeRemotes(table: ConnectionTable, own: OwnAddresses, pods: ReadonlyMap<number, PlacedPod>): void {
  const { peer, remoteIp, remoteContainer, remotePod, isRemoved, scope } = table.columns;
  const scopes = new AddressScopes(table);
  for (const row of table.rows()) {
    const other = peer[row] ?? 0;
    const told = other === 0 || isRemoved[other] === 1 ? 0 : table.containerOf(other);
    const remote = told || (own.get(remoteIp[row] ?? 0) ?? 0);
    remoteContainer[row] = remote;
    const pod = remotePod[row] === 0 ? pods.get(remote) : undefined;
    if (pod !== undefined) inPod(table, row, pod);
    if (remoteIp[row] === 0) continue;
    const address = scopes.of(remoteIp[row] ?? 0);
    scope[row] = address !== LOOPBACK && (remotePod[row] !== 0 || remote !== 0) ? CLUSTER : address;
  }
}

function inPod({ columns }: ConnectionTable, row: number, { namespace, pod, workload }: PlacedPod): void {
  columns.isRemoteInferred[row] = 1;
  columns.remoteNamespace[row] = namespace;
  columns.remotePod[row] = pod;
  columns.remoteWorkload[row] = workload;
}

/** Scopes of addresses, each worked out once. */
class AddressScopes {
  readonly #table: ConnectionTable;
  readonly #known: Uint8Array;

  constructor(table: ConnectionTable) {
    this.#table = table;
    this.#known = new Uint8Array(table.texts.count);
  }

  of(ip: number): number {
    if (this.#known[ip] === 0) this.#known[ip] = SCOPES.indexOf(addressScope(this.#table.texts.text(ip) ?? ''));
    return this.#known[ip] ?? 0;
  }
}
