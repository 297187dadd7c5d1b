import type { CaseDatabase } from '../database.js';
import { CONNECTION_COLUMNS, type ConnectionRow } from './connection-rows.js';
import type { ContainerRow } from './container-rows.js';
import { PROCESS_COLUMNS, type ProcessRow, type processRef } from './process-rows.js';

/** Connections `n` with their owner `p` and its container `c`, as `CONNECTION_COLUMNS` names them. */
export const CONNECTION_FROM = 'from connection n join process p on p.id = n.process left join container c on c.id = n.container';

type RefRow = Parameters<typeof processRef>[0];

/** Statements that a screen or a rule asks over and over, prepared once. */
export function frequentStatements(database: CaseDatabase) {
  const connections = `select ${CONNECTION_COLUMNS} ${CONNECTION_FROM}`;
  return {
    revision: database.prepare<[], number>('select revision from link_state').pluck(),
    container: database.prepare<[number], ContainerRow>('select * from container where id = ?'),
    process: database.prepare<[number], ProcessRow>(`select ${PROCESS_COLUMNS} from process p where p.id = ?`),
    children: database.prepare<[number], ProcessRow>(
      `select ${PROCESS_COLUMNS} from process p where p.parent = ? order by p.start_us, p.id`,
    ),
    lateIn: database.prepare<[number, number], ProcessRow>(
      `select ${PROCESS_COLUMNS} from process p where p.container = ? and p.late in ('late', 'entered') order by coalesce(p.start_us, -1), p.id limit ?`,
    ),
    // A cross join keeps its order: without, every process is read and looked up among the ancestors, for 13 ms at 50,000.
    ancestors: database.prepare<[number, number], RefRow>(
      `with recursive a(id, depth) as (
         select parent, 1 from process where id = ?
         union all select q.parent, a.depth + 1 from a cross join process q on q.id = a.id where a.id is not null and a.depth < ?)
       select p.id, p.exec_id, p.pid, p.binary, p.arguments from a cross join process p on p.id = a.id order by a.depth`,
    ),
    connection: database.prepare<[number], ConnectionRow>(`${connections} where n.id = ?`),
    connectionsOf: database.prepare<[number], ConnectionRow>(
      `${connections} where n.process = ? order by coalesce(n.opened_us, n.closed_us, -1), n.id`,
    ),
    // From the process on: a busy one has thousands of connections, of which most lead out of the case.
    firstHop: database
      .prepare<[number], number>(
        `select n.id from numbered_connection n cross join numbered_connection o on o.id = n.peer
         where n.process = ? and o.process <> n.process order by coalesce(n.opened_us, n.closed_us, -1), n.id limit 1`,
      )
      .pluck(),
    firstConnection: database.prepare<[number], ConnectionRow>(
      `${connections} where n.id = (select first_connection from process where id = ?)`,
    ),
  };
}
