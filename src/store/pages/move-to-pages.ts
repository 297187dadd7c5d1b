import type { CaseDatabase } from '../database.js';
import { cookieBits, cookieText } from '../socket-cookie.js';
import {
  COOKIE_IS_NUMBER,
  COOKIE_IS_TERM,
  DNS_FACTS,
  DNS_MESSAGES,
  NO_COOKIE,
  PAGES,
  SOCKET_COLUMNS,
  type SocketColumn,
} from './page-schema.js';
import { PageWriter } from './page-writer.js';

interface EventRow {
  readonly id: number;
  readonly source: number;
  readonly line: number;
  readonly byte_offset: number;
  readonly byte_length: number;
  readonly hash: number;
  readonly identity: number | null;
  readonly kind: number;
  readonly time_us: number | null;
  readonly time_ns: number;
  readonly image: number | null;
  readonly function: number | null;
  readonly policy: number | null;
}

type CookieColumn = 'cookieKind' | 'cookieHigh' | 'cookieLow';
type SocketRow = { readonly [Key in Exclude<SocketColumn, 'event' | CookieColumn>]: number | null } & {
  readonly event: number;
  readonly cookie: string | null;
  readonly cookieTerm: number | null;
};

const SOCKET_ROWS = `
  select event, operation, is_oriented as isOriented, protocol, local_ip as localIp, local_port as localPort, remote_ip as remoteIp, remote_port as remotePort,
    ${cookieText('cookie')} as cookie, (select id from term where text = cookie) as cookieTerm,
    remote_names as remoteNames, remote_pod as remotePod, bytes_sent as bytesSent, bytes_received as bytesReceived, n as count
  from socket_fact order by event`;

/** Columns in which 0 says that there is none. */
const NONE_IS_ZERO: readonly SocketColumn[] = ['localIp', 'remoteIp', 'remoteNames', 'remotePod'];

/** Brings a case whose events and socket facts are rows into pages. To be called inside a transaction, with references unchecked. */
export function moveToPages(database: CaseDatabase): void {
  database.exec(PAGES);
  moveEvents(database);
  moveDnsFacts(database);
  database.exec('drop table socket_fact; drop table dns_fact; drop table event');
  database.exec(DNS_FACTS);
  // An event is no row any more: nothing can refer to one.
  database.unsafeMode(true);
  database.pragma('writable_schema = on');
  database.exec(
    "update sqlite_schema set sql = replace(sql, ' references event(id)', '') where type = 'table' and sql like '% references event(id)%'",
  );
  database.pragma('writable_schema = reset');
  database.unsafeMode(false);
}

function moveEvents(database: CaseDatabase): void {
  database.exec("insert or ignore into term (text) select distinct cookie from socket_fact where typeof(cookie) = 'text'");
  const sockets = new Map(
    database
      .prepare<[], SocketRow>(SOCKET_ROWS)
      .all()
      .map((row) => [row.event, row]),
  );
  const pages = new PageWriter(database);
  let next = { source: 0, id: 0 };
  for (const row of database.prepare<[], EventRow>('select * from event order by id').all()) {
    if (row.source !== next.source || row.id !== next.id) pages.begin(row.source, row.id);
    next = { source: row.source, id: row.id + 1 };
    addEvent(pages, row);
    const socket = sockets.get(row.id);
    if (socket !== undefined) addSocket(pages, socket);
  }
  pages.flush();
}

function addEvent(pages: PageWriter, row: EventRow): void {
  pages.add(row.line, row.byte_offset, row.byte_length);
  const at = pages.row;
  const { events } = pages;
  events.hash[at] = row.hash;
  events.identity[at] = row.identity ?? Number.NaN;
  events.kind[at] = row.kind;
  events.us[at] = row.time_us ?? Number.NaN;
  events.ns[at] = row.time_ns;
  events.image[at] = row.image ?? 0;
  events.functionName[at] = row.function ?? 0;
  events.policy[at] = row.policy ?? 0;
}

function addSocket(pages: PageWriter, { event: _, cookie, cookieTerm, ...row }: SocketRow): void {
  const at = pages.addSocket();
  const bits = cookie === null ? undefined : cookieBits(cookie);
  const columns: { readonly [Key in Exclude<SocketColumn, 'event'>]: number | null } = {
    ...row,
    cookieKind: cookie === null ? NO_COOKIE : bits === undefined ? COOKIE_IS_TERM : COOKIE_IS_NUMBER,
    cookieHigh: bits?.high ?? 0,
    cookieLow: bits?.low ?? cookieTerm ?? 0,
  };
  for (const column of SOCKET_COLUMNS) {
    if (column !== 'event') pages.sockets[column][at] = columns[column] ?? (NONE_IS_ZERO.includes(column) ? 0 : Number.NaN);
  }
}

function moveDnsFacts(database: CaseDatabase): void {
  database.exec(`
    ${DNS_MESSAGES}
    insert or ignore into term (text)
      select names from dns_fact union select types from dns_fact union select ips from dns_fact
      union select rcode from dns_fact where rcode is not null union select server_ip from dns_fact where server_ip is not null;
    insert into dns_message
      select d.event, d.image, d.is_response, n.id, t.id, r.id, i.id, s.id, d.server_port, e.time_us, e.time_ns
      from dns_fact d join event e on e.id = d.event join term n on n.text = d.names join term t on t.text = d.types join term i on i.text = d.ips
        left join term r on r.text = d.rcode left join term s on s.text = d.server_ip;
  `);
}
