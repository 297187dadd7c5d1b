import { INBOUND, OUTBOUND } from '../../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../../model/link/connection-table.js';
import { EndIndex } from '../../../model/link/end-index.js';
import { compareTimes } from '../../../model/link/event-lists.js';
import type { FoldedFlow } from '../../../model/link/fold-flows.js';
import { isSameConversation, type SeenSocket } from '../../../model/link/same-conversation.js';
import type { SocketEnd } from '../../../model/record.js';

/** A folded flow with its ends. */
export interface Conversation extends Pick<FoldedFlow, 'firstUs' | 'lastUs' | 'isOpenSeen'> {
  readonly protocol: string;
  readonly client: SocketEnd;
  readonly server: SocketEnd;
}

/** A connection of a process that a conversation is. */
export interface SeenConnection {
  readonly row: number;
  readonly direction: 'outbound' | 'inbound';
}

/** Finds the connections of processes that a conversation on the network is: the client's, the server's, or both. */
export class SeenSockets {
  readonly #table: ConnectionTable;
  readonly #outbound: EndIndex;
  readonly #inbound: EndIndex;

  /** Of the connections that are in the table now, before the network adds its own. */
  constructor(table: ConnectionTable) {
    this.#table = table;
    const { direction, localIp, localPort, remoteIp, remotePort } = table.columns;
    this.#outbound = new EndIndex(
      { owners: localIp, ports: localPort },
      table.rowsWhere((row) => direction[row] === OUTBOUND),
    );
    this.#inbound = new EndIndex(
      { owners: remoteIp, ports: remotePort },
      table.rowsWhere((row) => direction[row] === INBOUND),
    );
  }

  of({ protocol, client, server, ...times }: Conversation): readonly SeenConnection[] {
    if (client.port === 0) return [];
    const { texts, columns } = this.#table;
    const isMeant = (row: number) => columns.protocol[row] === texts.of(protocol) && isSameConversation(times, this.#socket(row));
    const ip = texts.of(client.ip);
    const called = this.#inTime([...this.#outbound.rows(ip, client.port)].filter(isMeant));
    const answered = this.#inTime(
      [...this.#inbound.rows(ip, client.port)].filter((row) => columns.localPort[row] === server.port && isMeant(row)),
    );
    // A service's address is translated on the way: who called another one from the same port at that time called this.
    const exact = called.filter((row) => columns.remoteIp[row] === texts.of(server.ip) && columns.remotePort[row] === server.port);
    return [
      ...(exact.length > 0 ? exact : called).slice(-1).map((row) => ({ row, direction: 'outbound' }) as const),
      ...answered.slice(-1).map((row) => ({ row, direction: 'inbound' }) as const),
    ];
  }

  #inTime(rows: readonly number[]): readonly number[] {
    return rows.toSorted((a, b) => compareTimes(this.#us('openedUs', a), this.#us('openedUs', b)) || a - b);
  }

  #socket(row: number): SeenSocket {
    const [opened, closed] = [this.#us('openedUs', row), this.#us('closedUs', row)];
    return {
      ...(Number.isNaN(opened) ? {} : { openedUs: opened }),
      ...(Number.isNaN(closed) ? {} : { closedUs: closed }),
      isOpenSeen: this.#table.columns.isOpenSeen[row] === 1,
    };
  }

  /** On the machine's clock. */
  #us(column: 'openedUs' | 'closedUs', row: number): number {
    return (this.#table.columns[column][row] ?? Number.NaN) - this.#table.aheadUs(row);
  }
}
