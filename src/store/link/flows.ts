import { foldFlows } from '../../model/link/fold-flows.js';
import type { CaseDatabase } from '../database.js';
import { CONNECTED_PROTOCOLS } from '../facts/flow.js';
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
export function linkFlows(database: CaseDatabase): void {
  if (database.prepare('select 1 from flow_fact limit 1').get() === undefined) return;
  database.exec('create index if not exists connection_local on connection(local_ip, local_port)');
  database.exec('create index if not exists connection_remote on connection(remote_ip, remote_port)');
  placePods(database);
  const connections = new FlowConnections(database);
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
  dropIdlePlaceholders(database);
}

/** What the network saw of a conversation holds for both of its ends: gives it to the end that became known as the other's peer. */
export function shareFlows(database: CaseDatabase): void {
  if (database.prepare('select 1 from flow_fact limit 1').get() === undefined) return;
  database.exec(`
    update connection set verdict = c.verdict, drop_reason = c.drop_reason, requests = c.requests
      from connection c where c.peer = connection.id and c.verdict is not null and connection.verdict is null;
    insert or ignore into connection_event
      select c.peer, ce.event from connection c join connection_event ce on ce.connection = c.id join flow_fact f on f.event = ce.event where c.peer is not null;
  `);
}
