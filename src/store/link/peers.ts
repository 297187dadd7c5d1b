import { foldBlindAccepts, joinBlindAccepts } from '../../model/link/blind-accepts.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import { EndJoiner } from '../../model/link/join-ends.js';
import { type OwnAddresses, ownAddresses } from '../../model/link/own-addresses.js';
import { placeRemotes } from '../../model/link/remote-places.js';
import type { CaseDatabase } from '../database.js';

/**
 * Gives containers their addresses, joins accepts with the closes that name the client, and both ends of each connection. The addresses say
 * where other ends lie.
 */
export function linkPeers(database: CaseDatabase, table: ConnectionTable): OwnAddresses {
  const own = ownAddresses(table);
  writeAddresses(database, table, own);
  joinBlindAccepts(table);
  const joiner = new EndJoiner(table);
  joiner.joinEnds();
  joiner.joinBlindEnds(own);
  foldBlindAccepts(table);
  joiner.joinBack();
  return own;
}

function writeAddresses(database: CaseDatabase, { texts }: ConnectionTable, own: OwnAddresses): void {
  const lists = new Map<number, string[]>();
  for (const [ip, container] of own) lists.set(container, [...(lists.get(container) ?? []), texts.text(ip) ?? '']);
  const write = database.prepare('update container set addresses = ? where id = ?');
  for (const [container, addresses] of lists) write.run(JSON.stringify(addresses.sort()), container);
}

interface PodRow {
  readonly id: number;
  readonly namespace: string | null;
  readonly pod: string;
  readonly workload: string | null;
}

/** Says where each connection's other end lies: its container, pod and scope. */
export function linkRemotes(database: CaseDatabase, table: ConnectionTable, own: OwnAddresses): void {
  const { texts } = table;
  const pods = database
    .prepare<[], PodRow>('select id, namespace, pod, workload from container where pod is not null')
    .all()
    .map(
      ({ id, namespace, pod, workload }) =>
        [id, { namespace: texts.of(namespace), pod: texts.of(pod), workload: texts.of(workload) }] as const,
    );
  placeRemotes(table, own, new Map(pods));
}
