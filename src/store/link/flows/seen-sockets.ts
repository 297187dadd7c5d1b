import type { FoldedFlow } from '../../../model/link/fold-flows.js';
import { isSameConversation, type SeenSocket } from '../../../model/link/same-conversation.js';
import type { SocketEnd } from '../../../model/record.js';
import type { CaseDatabase } from '../../database.js';

/** A folded flow with its ends. */
export interface Conversation extends Pick<FoldedFlow, 'firstUs' | 'lastUs' | 'isOpenSeen'> {
  readonly protocol: string;
  readonly client: SocketEnd;
  readonly server: SocketEnd;
}

interface SocketRow {
  readonly id: number;
  readonly direction: 'outbound' | 'inbound';
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly opened_us: number | null;
  readonly closed_us: number | null;
  readonly is_open_seen: number;
}

const COLUMNS = 'id, direction, remote_ip, remote_port, opened_us - ahead_us as opened_us, closed_us - ahead_us as closed_us, is_open_seen';

/** Finds the connections of processes that a conversation on the network is: the client's, the server's, or both. */
export class SeenSockets {
  readonly #outbound;
  readonly #inbound;

  constructor(database: CaseDatabase) {
    this.#outbound = database.prepare<[string, string, number], SocketRow>(
      `select ${COLUMNS} from connection where direction = 'outbound' and origin <> 'hubble' and protocol = ? and local_ip = ? and local_port = ? order by opened_us, id`,
    );
    this.#inbound = database.prepare<[string, string, number, number], SocketRow>(
      `select ${COLUMNS} from connection where direction = 'inbound' and origin <> 'hubble' and protocol = ? and remote_ip = ? and remote_port = ? and local_port = ?
       order by opened_us, id`,
    );
  }

  of({ protocol, client, server, ...times }: Conversation): readonly { readonly id: number; readonly direction: 'outbound' | 'inbound' }[] {
    if (client.port === 0) return [];
    const called = this.#outbound.all(protocol, client.ip, client.port).filter((row) => isSameConversation(times, socketOf(row)));
    const answered = this.#inbound
      .all(protocol, client.ip, client.port, server.port)
      .filter((row) => isSameConversation(times, socketOf(row)));
    // A service's address is translated on the way: who called another one from the same port at that time called this.
    const exact = called.filter((row) => row.remote_ip === server.ip && row.remote_port === server.port);
    return [...(exact.length > 0 ? exact : called).slice(-1), ...answered.slice(-1)];
  }
}

function socketOf(row: SocketRow): SeenSocket {
  return {
    ...(row.opened_us === null ? {} : { openedUs: row.opened_us }),
    ...(row.closed_us === null ? {} : { closedUs: row.closed_us }),
    isOpenSeen: row.is_open_seen === 1,
  };
}
