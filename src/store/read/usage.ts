import type { Filter } from '../../model/filter.js';
import type { UsageAmounts, UsageBucket, UsageGrouping, UsageQuery, UsageReport, UsageRow } from '../../model/usage.js';
import type { CaseDatabase } from '../database.js';
import { filterCondition } from './filter-sql.js';
import { processRef } from './process-rows.js';
import { told } from './rows.js';
import { all, type SqlCondition } from './sql-condition.js';
import { trafficRows, trafficSpan } from './usage-traffic.js';

const SECOND_US = 1_000_000;
/** Lengths of buckets that a person can count in, in seconds. */
const ROUND_INTERVALS = [1, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400] as const;
const MOST_AUTOMATIC_BUCKETS = 60;

const FROM = `from usage_fact u join process_image pi on pi.image = u.image join process p on p.id = pi.process
  left join container c on c.id = p.container`;
/** Folders of what the system is made of. */
const IS_SYSTEM = ['etc', 'usr', 'lib', 'lib32', 'lib64', 'libx32', 'bin', 'sbin', 'proc', 'sys', 'dev', 'run/systemd', 'var/lib/dpkg']
  .map((folder) => `n.text like '/${folder}/%'`)
  .join(' or ');

/** As facts store it. */
const NETWORK = 1;

/** What a row of usage is about. Absent columns are the same for all of a group. */
const GROUPS: Readonly<Record<UsageGrouping, string>> = {
  container: "p.node || ' ' || coalesce(p.container, '')",
  process: 'p.id',
  file: "p.node || ' ' || coalesce(p.container, '') || ' ' || n.text",
};

interface GroupRow {
  readonly key: string | number;
  readonly bucket: number;
  readonly node: string;
  readonly container: number | null;
  readonly container_name: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly process: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly path: string | null;
}

interface AmountRow extends GroupRow {
  readonly cpu_ns: number | null;
  readonly virtual_bytes: number | null;
  readonly resident_bytes: number | null;
}

interface MovedRow extends GroupRow {
  readonly target: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
}

/** The usage of a case as it is asked for. */
export function readUsage(database: CaseDatabase, query: UsageQuery): UsageReport {
  const condition = usageCondition(query.filter);
  const intervalSeconds = query.intervalSeconds === 'auto' ? automaticInterval(database, condition, query.filter) : query.intervalSeconds;
  const groups = new Map<string | number, Group>();
  const groupOf = (row: GroupRow): Group => {
    const known = groups.get(row.key) ?? new Group(row, query.by);
    groups.set(row.key, known);
    return known;
  };
  if (query.by !== 'file')
    for (const row of amounts(database, query.by, condition, intervalSeconds)) groupOf(row).addAmounts(row, intervalSeconds);
  for (const row of moved(database, query, condition, intervalSeconds)) groupOf(row).addMoved(row, intervalSeconds);
  if (query.by === 'container')
    for (const row of traffic(database, query.filter, intervalSeconds)) groupOf(row).addMoved(row, intervalSeconds);
  const rows = [...groups.values()].map((group) => group.row()).sort(byWeight);
  const times = rows.flatMap(({ buckets }) => buckets.map(({ atUs }) => atUs));
  const firstUs = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const lastUs = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return { intervalSeconds, rows, ...(times.length === 0 ? {} : { firstUs, lastUs }) };
}

/** Terms on time are about the seconds that something was used in, all others about the process that used it. */
function usageCondition({ terms }: Filter): SqlCondition {
  const times = terms.flatMap((term) =>
    term.kind === 'time' ? [{ sql: `u.time_us ${term.field === 'since' ? '>' : '<'}= ?`, parameters: [term.us] }] : [],
  );
  return all([filterCondition({ terms: terms.filter(({ kind }) => kind !== 'time') }, 'process'), ...times]);
}

function automaticInterval(database: CaseDatabase, { sql, parameters }: SqlCondition, filter: Filter): number {
  const span = database
    .prepare<unknown[], { first: number | null; last: number | null }>(
      `select min(u.time_us) as first, max(u.time_us) as last ${FROM} where ${sql}`,
    )
    .get(...parameters);
  const counted = trafficSpan(database, filter);
  const times = [span?.first, span?.last, counted.first, counted.last].filter((us) => typeof us === 'number');
  const seconds = times.length === 0 ? 1 : (Math.max(...times) - Math.min(...times)) / SECOND_US + 1;
  return ROUND_INTERVALS.find((interval) => seconds / interval <= MOST_AUTOMATIC_BUCKETS) ?? 86_400;
}

function columns(by: UsageGrouping): string {
  return `${GROUPS[by]} as key, u.time_us / cast(? as integer) as bucket, p.node, p.container, coalesce(c.name, substr(c.container_id, 1, 12)) as container_name, c.namespace, c.pod,
    p.id as process, p.exec_id, p.pid, p.binary, p.arguments, ${by === 'file' ? 'n.text' : 'null'} as path`;
}

function amounts(database: CaseDatabase, by: UsageGrouping, { sql, parameters }: SqlCondition, intervalSeconds: number) {
  return database
    .prepare<unknown[], AmountRow>(
      `select ${columns(by)}, sum(u.cpu_ns) as cpu_ns, max(u.virtual_bytes) as virtual_bytes, max(u.resident_bytes) as resident_bytes
       ${FROM} where ${sql} group by 1, 2 order by 1, 2`,
    )
    .iterate(intervalSeconds * SECOND_US, ...parameters);
}

function moved(database: CaseDatabase, { by, includesSystem }: UsageQuery, { sql, parameters }: SqlCondition, intervalSeconds: number) {
  const names = by === 'file' ? 'join term n on n.id = i.name' : '';
  const isWanted = by === 'file' ? `i.target = 0 and (${includesSystem ? '1' : `not (${IS_SYSTEM})`})` : '1';
  return database
    .prepare<unknown[], MovedRow>(
      `select ${columns(by)}, i.target, sum(i.bytes_in) as bytes_in, sum(i.bytes_out) as bytes_out
       ${FROM} join io_fact i on i.event = u.event ${names} where ${isWanted} and ${sql} group by 1, 2, i.target order by 1, 2, i.target`,
    )
    .iterate(intervalSeconds * SECOND_US, ...parameters);
}

/** What heartbeats count of a container is not told of any of its processes. */
function traffic(database: CaseDatabase, filter: Filter, intervalSeconds: number): readonly MovedRow[] {
  const place = database.prepare<[number], Pick<GroupRow, 'key' | 'node' | 'container_name' | 'namespace' | 'pod'>>(
    `select c.node || ' ' || c.id as key, c.node, coalesce(c.name, substr(c.container_id, 1, 12)) as container_name, c.namespace, c.pod from container c where c.id = ?`,
  );
  return trafficRows(database, filter, intervalSeconds * SECOND_US).flatMap((row) => {
    const known = place.get(row.container);
    const nobody = { process: 0, exec_id: '', pid: 0, binary: null, arguments: null, path: null };
    return known === undefined ? [] : [{ ...nobody, ...known, ...row, target: NETWORK }];
  });
}

type MutableAmounts = { -readonly [Key in keyof UsageAmounts]: UsageAmounts[Key] };

const NOTHING: UsageAmounts = {
  fileBytesRead: 0,
  fileBytesWritten: 0,
  networkBytesReceived: 0,
  networkBytesSent: 0,
  ipcBytes: 0,
};

/** One row of the answer while it is put together. */
class Group {
  readonly #about: Omit<UsageRow, 'total' | 'buckets'>;
  readonly #buckets = new Map<number, MutableAmounts>();
  readonly #total: MutableAmounts = { ...NOTHING };

  constructor(row: GroupRow, by: UsageGrouping) {
    this.#about = {
      node: row.node,
      ...told({ containerId: row.container, containerName: row.container_name, namespace: row.namespace, pod: row.pod, path: row.path }),
      ...(by === 'process' ? { process: processRef({ ...row, id: row.process }) } : {}),
    };
  }

  addAmounts({ bucket, cpu_ns: cpuNs, virtual_bytes: virtualBytes, resident_bytes: residentBytes }: AmountRow, interval: number): void {
    for (const amounts of [this.#total, this.#bucket(bucket, interval)]) {
      if (cpuNs !== null) amounts.cpuNs = (amounts.cpuNs ?? 0) + cpuNs;
      if (virtualBytes !== null) amounts.virtualBytes = Math.max(amounts.virtualBytes ?? 0, virtualBytes);
      if (residentBytes !== null) amounts.residentBytes = Math.max(amounts.residentBytes ?? 0, residentBytes);
    }
  }

  addMoved({ bucket, target, bytes_in: bytesIn, bytes_out: bytesOut }: MovedRow, interval: number): void {
    for (const amounts of [this.#total, this.#bucket(bucket, interval)]) {
      if (target === 0) {
        amounts.fileBytesRead += bytesIn;
        amounts.fileBytesWritten += bytesOut;
      } else if (target === 1) {
        amounts.networkBytesReceived += bytesIn;
        amounts.networkBytesSent += bytesOut;
      } else amounts.ipcBytes += bytesIn + bytesOut;
    }
  }

  #bucket(bucket: number, interval: number): MutableAmounts {
    const atUs = bucket * interval * SECOND_US;
    const known = this.#buckets.get(atUs) ?? { ...NOTHING };
    this.#buckets.set(atUs, known);
    return known;
  }

  row(): UsageRow {
    const buckets: UsageBucket[] = [...this.#buckets].map(([atUs, amounts]) => ({ atUs, ...amounts }));
    return { ...this.#about, total: this.#total, buckets: buckets.sort((a, b) => a.atUs - b.atUs) };
  }
}

function byWeight(a: UsageRow, b: UsageRow): number {
  return (
    (b.total.cpuNs ?? 0) - (a.total.cpuNs ?? 0) ||
    bytesMoved(b.total) - bytesMoved(a.total) ||
    (b.total.residentBytes ?? 0) - (a.total.residentBytes ?? 0) ||
    nameOf(a).localeCompare(nameOf(b), 'en') ||
    (a.process?.id ?? 0) - (b.process?.id ?? 0)
  );
}

function bytesMoved(amounts: UsageAmounts): number {
  return amounts.fileBytesRead + amounts.fileBytesWritten + amounts.networkBytesReceived + amounts.networkBytesSent + amounts.ipcBytes;
}

function nameOf({ node, containerName = '', path = '', process }: UsageRow): string {
  return [node, containerName, path, process?.execId ?? ''].join(' ');
}
