import type { CaseDatabase } from '../database.js';
import { EventPages } from '../pages/event-pages.js';
import { SOCKET_COLUMNS } from '../pages/page-schema.js';
import { cookieOfBits } from '../socket-cookie.js';

/** Unpacks pages into temporary tables. */
export function makeInterimTables(database: CaseDatabase): void {
  database.exec(`drop table if exists temp.socket_fact; drop table if exists temp.event;
    create temp table event (id integer primary key, source integer, line integer, byte_offset integer, byte_length integer, hash integer, kind integer, time_us integer, time_ns integer, image integer, function integer, policy integer);
    create temp table socket_fact (event integer primary key, image integer, operation integer, is_oriented integer, protocol integer, local_ip integer, local_port integer, remote_ip integer, remote_port integer, cookie any, remote_names integer, remote_pod integer, bytes_sent integer, bytes_received integer, n integer);`);
  const pages = new EventPages(database);
  const e = database.prepare('insert into temp.event values (?,?,?,0,0,?,?,?,?,?,?,?)');
  const s = database.prepare('insert into temp.socket_fact values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)');
  const nul = (x: number) => (Number.isNaN(x) ? null : x);
  const zero = (x: number) => (x === 0 ? null : x);
  const term = database.prepare<[number], string>('select text from term where id=?').pluck();
  for (const page of pages.pages()) {
    for (let at = 0; at < page.count; at++)
      e.run(
        page.first + at,
        page.source,
        page.line(at),
        page.value('hash', at),
        page.value('kind', at),
        nul(page.value('us', at)),
        page.value('ns', at),
        zero(page.value('image', at)),
        zero(page.value('functionName', at)),
        zero(page.value('policy', at)),
      );
  }
  for (const page of pages.socketPages()) {
    const c: Record<string, Float64Array> = {};
    for (const name of SOCKET_COLUMNS) {
      const list = new Float64Array(page.count);
      page.columnInto(name, list);
      c[name] = list;
    }
    const v = (name: string, at: number) => c[name]?.[at] ?? Number.NaN;
    for (let at = 0; at < page.count; at++) {
      const event = page.first + v('event', at);
      const image = pages.pageOf(event)?.value('image', v('event', at)) ?? 0;
      const kind = v('cookieKind', at);
      s.run(
        event,
        image,
        v('operation', at),
        v('isOriented', at),
        v('protocol', at),
        zero(v('localIp', at)),
        nul(v('localPort', at)),
        zero(v('remoteIp', at)),
        nul(v('remotePort', at)),
        kind === 1 ? cookieOfBits(v('cookieHigh', at), v('cookieLow', at)) : kind === 2 ? term.get(v('cookieLow', at)) : null,
        zero(v('remoteNames', at)),
        zero(v('remotePod', at)),
        nul(v('bytesSent', at)),
        nul(v('bytesReceived', at)),
        v('count', at),
      );
    }
  }
}
