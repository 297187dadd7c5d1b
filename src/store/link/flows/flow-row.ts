import type { HttpFact } from '../../../model/flow.js';
import type { FlowPacket } from '../../../model/link/fold-flows.js';

/** A flow with its time, and the process that stands for whom it is about. */
export interface FlowRow {
  readonly event: number;
  readonly protocol: string;
  readonly source_ip: string;
  readonly source_port: number;
  readonly destination_ip: string;
  readonly destination_port: number;
  readonly source_end: number;
  readonly destination_end: number;
  readonly is_reply: number | null;
  readonly verdict: string | null;
  readonly drop_reason: string | null;
  readonly flags: string;
  readonly is_response: number | null;
  readonly method: string | null;
  readonly url: string | null;
  readonly status: number | null;
  readonly time_us: number | null;
  readonly time_ns: number;
  readonly process: number | null;
  readonly a: string;
  readonly b: string;
}

/** The flow as folding sees it. The first end is the source of `first`. */
export function packetOf(row: FlowRow, first: FlowRow): FlowPacket {
  const http = httpOf(row);
  return {
    event: row.event,
    ...(row.time_us === null ? {} : { us: row.time_us }),
    ns: row.time_ns,
    isFromFirst: isFromFirst(row, first),
    ...(row.is_reply === null ? {} : { isReply: row.is_reply === 1 }),
    tcpFlags: row.flags === '' ? [] : row.flags.split(' '),
    ...(row.verdict === null ? {} : { verdict: row.verdict }),
    ...(row.drop_reason === null ? {} : { dropReason: row.drop_reason }),
    ...(http === undefined ? {} : { http }),
  };
}

/** True when the same end sent both. */
export function isFromFirst(row: FlowRow, first: FlowRow): boolean {
  return row.source_ip === first.source_ip && row.source_port === first.source_port;
}

function httpOf({ is_response: isResponse, method, url, status }: FlowRow): HttpFact | undefined {
  if (isResponse === null) return undefined;
  return {
    isResponse: isResponse === 1,
    ...(method === null ? {} : { method }),
    ...(url === null ? {} : { url }),
    ...(status === null ? {} : { status }),
  };
}
