import { ColumnBlock } from './columns.js';
import { OUTBOUND } from './connection-columns.js';
import type { ConnectionDetails } from './connection-details.js';
import type { ConnectionTable } from './connection-table.js';

/** Of one call, in all columns. */
const CALL_BYTES = 39;

function callColumns(count: number) {
  const block = ColumnBlock.ofZeros(count, CALL_BYTES);
  return {
    connection: block.int32(),
    process: block.int32(),
    /** Number of the address's text. */
    ip: block.int32(),
    /** 0: not told. */
    port: block.uint16(),
    scope: block.uint8(),
    openedUs: block.float64(),
    /** 0 where it was not told, as for what was received. */
    bytesSent: block.float64(),
    bytesReceived: block.float64(),
  };
}

/** Outbound connections whose opening was seen and whose other end is known, in order of row, as columns of one buffer. */
export type OutboundCallColumns = ReturnType<typeof callColumns>;

/** Gathers the calls among connections while these are written, for who would have to read them again. */
export class OutboundCalls {
  readonly columns: OutboundCallColumns;
  readonly #table: ConnectionTable;
  #count = 0;

  constructor(table: ConnectionTable) {
    this.#table = table;
    this.columns = callColumns(table.rowsWhere((row) => isCall(table, row)).length);
  }

  /** Adds a connection if it is a call. To be called for each, in order. */
  add(row: number, { bytesSent, bytesReceived }: Pick<ConnectionDetails, 'bytesSent' | 'bytesReceived'>): void {
    if (!isCall(this.#table, row)) return;
    const at = this.#count++;
    const { process, remoteIp, remotePort, scope, openedUs } = this.#table.columns;
    this.columns.connection[at] = row;
    this.columns.process[at] = process[row] ?? 0;
    this.columns.ip[at] = remoteIp[row] ?? 0;
    this.columns.port[at] = Math.max(0, remotePort[row] ?? 0);
    this.columns.scope[at] = scope[row] ?? 0;
    this.columns.openedUs[at] = openedUs[row] ?? 0;
    this.columns.bytesSent[at] = bytesSent || 0;
    this.columns.bytesReceived[at] = bytesReceived || 0;
  }
}

function isCall({ columns: { direction, openedUs, remoteIp } }: ConnectionTable, row: number): boolean {
  return direction[row] === OUTBOUND && !Number.isNaN(openedUs[row] ?? Number.NaN) && remoteIp[row] !== 0;
}
