import type { Listener } from '../../model/listener.js';
import type { CaseDatabase } from '../database.js';
import { processRef } from './process-rows.js';
import { told } from './rows.js';

interface ListenerRow {
  readonly container: number | null;
  readonly node: string;
  readonly protocol: string;
  readonly local_ip: string | null;
  readonly local_port: number;
  readonly opened_us: number | null;
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly uses: number;
}

/** Every port that something listens on, by container and port, with how often it was connected to. Two passes over the connections. */
export function readListeners(database: CaseDatabase): readonly Listener[] {
  const rows = database
    .prepare<[], ListenerRow>(
      `with used as materialized (
         select container, node, protocol, local_port, count(*) as n from connection where direction = 'inbound' group by container, node, protocol, local_port),
       listening as materialized (
         select min(id) as id from connection where direction = 'listen' and local_port > 0 group by container, node, protocol, local_port)
       select n.container, n.node, n.protocol, n.local_ip, n.local_port, n.opened_us, p.id, p.exec_id, p.pid, p.binary, p.arguments, coalesce(u.n, 0) as uses
       from listening l join connection n on n.id = l.id join process p on p.id = n.process
         left join used u on u.container is n.container and u.node = n.node and u.protocol = n.protocol and u.local_port = n.local_port
       order by n.container, n.node, n.local_port, n.protocol`,
    )
    .all();
  return rows.map((row) => ({
    ...told({
      containerId: row.container,
      ip: row.local_ip === '0.0.0.0' || row.local_ip === '::' ? null : row.local_ip,
      sinceUs: row.opened_us,
    }),
    node: row.node,
    protocol: row.protocol,
    port: row.local_port,
    process: processRef(row),
    useCount: row.uses,
  }));
}
