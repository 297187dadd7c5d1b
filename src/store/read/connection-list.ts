import type { ConnectionGroup, ConnectionGrouping, ConnectionListQuery, ConnectionOrder } from '../../model/connection-list.js';
import type { Filter } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { resolvedCondition } from './resolved-filter.js';
import { told } from './rows.js';
import { all, type SqlCondition } from './sql-condition.js';

const FROM = 'from connection n join process p on p.id = n.process left join container c on c.id = n.container';

/** The remote's best name, else its pod, else its address. */
const NAME = 'coalesce(n.first_name, n.remote_pod, n.remote_ip)';

/** What a grouping's connections have in common. */
const KEYS: Readonly<Record<Exclude<ConnectionGrouping, 'none'>, string>> = {
  process: 'n.process',
  pod: 'n.container',
  name: NAME,
  address: 'n.remote_ip',
};

const ORDERS: Readonly<Record<ConnectionOrder, string>> = {
  time: '',
  bytes: 'coalesce(n.bytes_sent, 0) + coalesce(n.bytes_received, 0) desc,',
  duration: 'coalesce(n.closed_us - n.opened_us, -1) desc,',
  count: 'n.attempts desc,',
};

interface GroupRow {
  readonly key: number | string | null;
  readonly count: number;
  readonly open: number;
  readonly external: number;
  readonly sent: number | null;
  readonly received: number | null;
  readonly first: number | null;
  readonly last: number | null;
  readonly longest: number | null;
}

/**
 * The groups of the connections that match, in no order. One pass over them: at a million, 0.2 s by process, whose index holds all that is
 * added up, and up to 2 s by name.
 */
export function connectionGroups(
  database: CaseDatabase,
  filter: Filter,
  by: Exclude<ConnectionGrouping, 'none'>,
): readonly ConnectionGroup[] {
  const { sql, parameters } = resolvedCondition(database, filter, 'connection');
  // Without conditions the owner needs no look-up, and the pass stays within the index.
  const from = filter.terms.length === 0 ? 'from connection n' : `${FROM} where ${sql}`;
  const rows = database
    .prepare<unknown[], GroupRow>(
      `select ${KEYS[by]} as key, count(*) as count, sum(n.closed_us is null) as open, sum(coalesce(n.scope, '') = 'external') as external,
         sum(n.bytes_sent) as sent, sum(n.bytes_received) as received, min(n.opened_us) as first, max(coalesce(n.closed_us, n.opened_us)) as last,
         max(n.closed_us - n.opened_us) as longest
       ${from} group by 1`,
    )
    .all(...(filter.terms.length === 0 ? [] : parameters));
  const label = labels(database, filter.terms.length === 0)[by];
  return rows.map((row) => ({
    key: row.key,
    ...label(row.key),
    count: row.count,
    openCount: row.open,
    externalCount: row.external,
    ...told({ bytesSent: row.sent, bytesReceived: row.received, firstUs: row.first, lastUs: row.last, longestUs: row.longest }),
  }));
}

/** Rows of the connections that match, in order: for moving about in a list of which only a screenful is read. */
export function connectionIds(database: CaseDatabase, { filter, order, within }: ConnectionListQuery): Int32Array {
  const { sql, parameters } = all([
    ...(filter.terms.length === 0 ? [] : [resolvedCondition(database, filter, 'connection')]),
    ...groupCondition(within),
  ]);
  const from = filter.terms.length === 0 ? 'from connection n' : FROM;
  return Int32Array.from(
    database
      .prepare<unknown[], number>(`select n.id ${from} where ${sql} order by ${ORDERS[order]} coalesce(n.opened_us, n.closed_us, -1), n.id`)
      .pluck()
      .all(...parameters),
  );
}

function groupCondition(within: ConnectionListQuery['within']): readonly SqlCondition[] {
  if (within === undefined || within.by === 'none') return [];
  const key = KEYS[within.by];
  return [within.key === null ? { sql: `${key} is null`, parameters: [] } : { sql: `${key} = ?`, parameters: [within.key] }];
}

type Label = Pick<ConnectionGroup, 'name' | 'label' | 'place' | 'processId' | 'containerId'>;

interface ProcessLabelRow {
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly container: number | null;
}

interface ContainerLabelRow {
  readonly id: number;
  readonly container_id: string;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly node: string;
}

/** How each grouping names its groups. `isWhole`: of all connections, so that those who have any are read at once. */
function labels(
  database: CaseDatabase,
  isWhole: boolean,
): Readonly<Record<Exclude<ConnectionGrouping, 'none'>, (key: GroupRow['key']) => Label>> {
  const process = processLabels(database, isWhole);
  const containers = new Map(
    database
      .prepare<[], ContainerLabelRow>('select id, container_id, name, namespace, pod, node from container')
      .all()
      .map((row) => [row.id, row]),
  );
  const place = (id: number | null): string | undefined => placeOf(containers.get(id ?? -1));
  const text = (kind: string) => (key: GroupRow['key']) => ({
    name: `${kind} ${key ?? ''}`,
    label: key === null ? '(listening)' : String(key),
  });
  return {
    process: (key) => {
      const row = process(key);
      if (row === undefined || typeof key !== 'number') return { name: `process ${key}`, label: '?' };
      const where = place(row.container);
      return {
        name: `process ${row.exec_id}`,
        label: `${row.binary ?? '?'}${row.arguments === null ? '' : ` ${row.arguments}`} (${row.pid})`,
        processId: key,
        ...(where === undefined ? {} : { place: where }),
        ...(row.container === null ? {} : { containerId: row.container }),
      };
    },
    pod: (key) => {
      if (typeof key !== 'number') return { name: 'host', label: '(outside any container)' };
      return { name: `container ${containers.get(key)?.container_id ?? key}`, label: place(key) ?? '?', containerId: key };
    },
    name: text('name'),
    address: text('address'),
  };
}

function processLabels(database: CaseDatabase, isWhole: boolean): (key: GroupRow['key']) => ProcessLabelRow | undefined {
  const columns = 'id, exec_id, pid, binary, arguments, container from process';
  if (!isWhole) {
    const one = database.prepare<[unknown], ProcessLabelRow>(`select ${columns} where id = ?`);
    return (key) => one.get(key);
  }
  let all: ReadonlyMap<GroupRow['key'], ProcessLabelRow> | undefined;
  return (key) => {
    all ??= new Map(
      database
        .prepare<[], ProcessLabelRow>(`select ${columns} where connection_count > 0`)
        .all()
        .map((row) => [row.id, row]),
    );
    return all.get(key);
  };
}

function placeOf(row: ContainerLabelRow | undefined): string | undefined {
  if (row === undefined) return undefined;
  const own = row.name ?? row.container_id.slice(0, 12);
  return [row.namespace, row.pod, own].filter((part, at, parts) => part !== null && part !== parts[at + 1]).join('/');
}
