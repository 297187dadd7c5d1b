import type { OutboundCall } from '../../model/detection-case.js';
import { OUTBOUND, SCOPES } from '../../model/link/connection-columns.js';
import type { OutboundCallColumns } from '../../model/link/outbound-calls.js';
import type { CaseDatabase } from '../database.js';
import { textsByNumber } from './texts-by-number.js';

/** As an array: a row of many costs a fraction of what it costs as an object. Address and scope are numbers. */
type CallRow = [
  id: number,
  process: number,
  openedUs: number,
  ip: number,
  port: number,
  scope: number,
  bytesSent: number,
  bytesReceived: number,
];

const CALLS_AT_ONCE = 500;
const CALLS = `select id, process, opened_us, remote_ip, coalesce(remote_port, 0), scope, coalesce(bytes_sent, 0), coalesce(bytes_received, 0)
  from numbered_connection where direction = ${OUTBOUND} and opened_us is not null and remote_ip is not null`;

/** Reads outbound connections whose opening was seen. */
export class CallReader {
  readonly #database: CaseDatabase;
  #known: OutboundCallColumns | undefined;

  constructor(database: CaseDatabase) {
    this.#database = database;
  }

  /** Takes over what `unordered` would read. */
  know(calls: OutboundCallColumns): void {
    this.#known = calls;
  }

  /** Process after process, and by time within each. */
  *ordered(): Generator<OutboundCall> {
    const rows = this.#database.prepare<[], CallRow>(`${CALLS} order by process, opened_us, id`).raw();
    const texts = textsByNumber(this.#database, 'connection_text');
    for (const row of rows.iterate()) yield outboundCall(row, texts);
  }

  /** By row. */
  unordered(): Iterable<OutboundCall> {
    return this.#known === undefined ? this.#read() : this.#told(this.#known);
  }

  /** Some hundred rows at a time: one by one they take a third more. */
  *#read(): Generator<OutboundCall> {
    const next = this.#database.prepare<[number], CallRow>(`${CALLS} and id > ? order by id limit ${CALLS_AT_ONCE}`).raw();
    const texts = textsByNumber(this.#database, 'connection_text');
    for (let rows = next.all(-1); rows.length > 0; rows = next.all(rows.at(-1)?.[0] ?? Number.MAX_SAFE_INTEGER))
      for (const row of rows) yield outboundCall(row, texts);
  }

  *#told(calls: OutboundCallColumns): Generator<OutboundCall> {
    const texts = textsByNumber(this.#database, 'connection_text');
    for (let at = 0; at < calls.connection.length; at++) yield outboundCall(rowAt(calls, at), texts);
  }
}

function rowAt({ connection, process, openedUs, ip, port, scope, bytesSent, bytesReceived }: OutboundCallColumns, at: number): CallRow {
  return [
    connection[at] ?? 0,
    process[at] ?? 0,
    openedUs[at] ?? 0,
    ip[at] ?? 0,
    port[at] ?? 0,
    scope[at] ?? 0,
    bytesSent[at] ?? 0,
    bytesReceived[at] ?? 0,
  ];
}

function outboundCall(
  [connectionId, processId, atUs, address, port, place, bytesSent, bytesReceived]: CallRow,
  textOf: (number: number) => string | null,
): OutboundCall {
  const ip = textOf(address) ?? '';
  const scope = SCOPES[place] ?? '';
  if (scope === '') return { connectionId, processId, atUs, ip, port, bytesSent, bytesReceived };
  return { connectionId, processId, atUs, ip, port, scope, bytesSent, bytesReceived };
}
