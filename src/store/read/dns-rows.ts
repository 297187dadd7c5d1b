import type { DnsMessage } from '../../model/connection.js';
import { processRef } from './process-rows.js';
import { type SourceNames, textsIn, told } from './rows.js';

/** A DNS message with the process that sent or got it. */
export interface DnsRow {
  readonly event: number;
  readonly process: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container_name: string | null;
  readonly is_response: number;
  readonly names: string;
  readonly types: string;
  readonly rcode: string | null;
  readonly ips: string;
  readonly server_ip: string | null;
  readonly server_port: number | null;
  readonly time_us: number | null;
  readonly time_ns: number;
  readonly source: number;
  readonly line: number;
}

/** Everything a `DnsRow` needs, without a condition. */
export const DNS_SELECT = `
  select d.event, p.id as process, p.exec_id, p.pid, p.binary, p.arguments, p.node, c.namespace, c.pod, c.name as container_name, d.is_response, d.names, d.types, d.rcode, d.ips,
    d.server_ip, d.server_port, d.time_us, d.time_ns, event_source(d.event) as source, event_line(d.event) as line
  from dns_fact d join process_image pi on pi.image = d.image join process p on p.id = pi.process left join container c on c.id = p.container`;

/** A DNS message from its row. */
export function dnsMessage(row: DnsRow, names: SourceNames): DnsMessage {
  return {
    id: row.event,
    process: processRef({ ...row, id: row.process }),
    node: row.node,
    ...told({ namespace: row.namespace, pod: row.pod, containerName: row.container_name }),
    kind: row.is_response === 1 ? 'response' : 'request',
    names: textsIn(row.names),
    types: textsIn(row.types),
    ...told({ rcode: row.rcode }),
    ips: textsIn(row.ips),
    ...told({
      atUs: row.time_us,
      atNs: row.time_us === null ? null : row.time_ns,
      server: row.server_ip === null ? null : { ip: row.server_ip, port: row.server_port ?? 0 },
    }),
    evidence: names.evidence(row.source, row.line),
  };
}
