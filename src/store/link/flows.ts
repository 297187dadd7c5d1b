import type { ConnectionTable } from '../../model/link/connection-table.js';
import { foldFlows } from '../../model/link/fold-flows.js';
import type { CaseDatabase } from '../database.js';
import { CONNECTED_PROTOCOLS } from '../facts/flow.js';
import { addConnectedProcesses } from './connected-processes.js';
import { FlowConnections } from './flows/flow-connections.js';
import { type FlowRow, packetOf } from './flows/flow-row.js';
import { dropIdlePlaceholders, placePods } from './flows/placeholders.js';

/** Two ends have the same `a` and `b` whichever of them a flow comes from. */
const FLOW_ROWS = `
  select f.event, f.protocol, f.source_ip, f.source_port, f.destination_ip, f.destination_port, f.source_end, f.destination_end, f.is_reply, f.verdict,
    f.drop_reason, f.flags, h.is_response, h.method, h.url, h.status, event_us(f.event) as time_us, event_ns(f.event) as time_ns, pi.process,
    min(f.source_ip || ' ' || f.source_port, f.destination_ip || ' ' || f.destination_port) as a,
    max(f.source_ip || ' ' || f.source_port, f.destination_ip || ' ' || f.destination_port) as b
  from flow_fact f left join http_fact h on h.event = f.event left join process_image pi on pi.image = event_image(f.event)
  where f.protocol in (${CONNECTED_PROTOCOLS.map((protocol) => `'${protocol}'`).join(', ')}) and f.source_ip is not null and f.destination_ip is not null
  order by f.protocol, a, b, event_us(f.event), event_ns(f.event), event_line(f.event), event_hash(f.event)`;

/**
 * Folds network flows into connections. One that a process-level source told as well is the same connection, with more evidence; others
 * belong to the process that stands for the pod that began them. Memory: the flows of two ends.
 */
export function linkFlows(database: CaseDatabase, table: ConnectionTable): void {
  if (database.prepare('select 1 from flow_fact limit 1').get() === undefined) return;
  placePods(database);
  const connections = new FlowConnections(database, table);
  let rows: FlowRow[] = [];
  const finish = () => {
    const [first] = rows;
    if (first === undefined) return;
    const ends = { protocol: first.protocol, firstPort: first.source_port, secondPort: first.destination_port };
    const byEvent = new Map(rows.map((row) => [row.event, row]));
    for (const conversation of foldFlows(
      rows.map((row) => packetOf(row, first)),
      ends,
    ))
      connections.add(conversation, byEvent, first);
    rows = [];
  };
  for (const row of database.prepare<[], FlowRow>(FLOW_ROWS).iterate()) {
    const [first] = rows;
    if (first !== undefined && (first.protocol !== row.protocol || first.a !== row.a || first.b !== row.b)) finish();
    rows.push(row);
  }
  finish();
  addConnectedProcesses(database, table);
  dropIdlePlaceholders(database);
}

/** What the network saw of a conversation holds for both of its ends: gives it to the end that became known as the other's peer. */
export function shareFlows(database: CaseDatabase, table: ConnectionTable): void {
  if (database.prepare('select 1 from flow_fact limit 1').get() === undefined) return;
  const isFlow = database.prepare<[number], number>('select 1 from flow_fact where event = ?').pluck();
  const { peer, isRemoved } = table.columns;
  const watched = [...table.network].filter(([row, { verdict }]) => verdict !== undefined && isRemoved[row] === 0);
  for (const row of table.rows()) {
    const other = peer[row] ?? 0;
    if (other === 0) continue;
    table.forEachEvent(row, (event, us, ns) => {
      if (isFlow.get(event) !== undefined) table.tell(other, event, us, ns);
    });
  }
  for (const [row, { verdict, dropReason, requests }] of watched) {
    const other = peer[row] ?? 0;
    const known = table.network.get(other);
    if (other === 0 || known?.verdict !== undefined) continue;
    table.network.set(other, { identity: known?.identity, verdict, dropReason, requests });
  }
}
