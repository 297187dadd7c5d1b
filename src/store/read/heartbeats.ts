import type { Direction } from '../../model/connection.js';
import type { Heartbeat, SocketChange } from '../../model/heartbeat.js';
import { bytesBetween, type ComparedReport, missingBetween, newNeighbours, usualIntervalUs } from '../../model/link/compare-heartbeats.js';
import { SAME_MOMENT_US } from '../../model/link/pair-snapshots.js';
import type { InterfaceCounter, Neighbour, SnapshotSocket } from '../../model/snapshot.js';
import type { CaseDatabase } from '../database.js';
import type { SourceNames } from './rows.js';

interface ReportRow {
  readonly event: number;
  readonly source: number;
  readonly line: number;
  readonly us: number;
  readonly operation: string;
  readonly heartbeat: number | null;
  readonly sockets: string | null;
  readonly interfaces: string;
  readonly neighbours: string;
}

interface InstanceRow {
  readonly id: number;
  readonly name: string;
  readonly container: number;
}

interface ChangeRow {
  readonly change: SocketChange['change'];
  readonly us: number;
  readonly direction: Direction;
  readonly protocol: string;
  readonly local_ip: string;
  readonly local_port: number;
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly connection: number;
}

/** Reports of one moment are one: a container may report the same heartbeat by several templates. */
interface Report extends ComparedReport {
  readonly row: ReportRow;
  readonly sockets: readonly SnapshotSocket[] | undefined;
  /** Of each report that it was put together from. */
  readonly times: readonly number[];
}

const CHANGE = 'direction, protocol, local_ip, local_port, remote_ip, remote_port, connection from instance_socket where instance = ?';

/** Every report of running instances, instance by instance and in order of time. Memory: the reports of one instance. */
export function* readHeartbeats(
  database: CaseDatabase,
  names: SourceNames,
  isWanted: (container: number) => boolean,
): Generator<Heartbeat> {
  const instances = database.prepare<[], InstanceRow>('select id, name, container from instance order by container, name').all();
  for (const instance of instances.filter(({ container }) => isWanted(container))) {
    const reports = reportsOf(database, instance.id);
    const changes = changesOf(database, instance.id);
    const interval = usualIntervalUs(reports);
    let before: Report | undefined;
    for (const report of reports) {
      yield {
        ...heartbeatOf(instance, report, names),
        ...comparison(before, report, interval),
        changes: report.times.flatMap((us) => changes.get(us) ?? []),
      };
      before = report;
    }
  }
}

function reportsOf(database: CaseDatabase, instance: number): readonly Report[] {
  const rows = database
    .prepare<[number], ReportRow>(
      `select s.event, event_source(s.event) as source, event_line(s.event) as line, event_us(s.event) as us, s.operation, s.heartbeat, s.sockets, s.interfaces, s.neighbours
       from instance_name n join snapshot_fact s on s.instance = n.name
       where n.instance = ? and s.image is not null and event_us(s.event) is not null order by event_us(s.event), s.operation, s.sockets, s.event`,
    )
    .all(instance);
  const reports: Report[] = [];
  for (const row of rows) {
    const report = reportOf(row);
    const last = reports.at(-1);
    if (last === undefined || report.us - last.us > SAME_MOMENT_US || report.operation !== last.operation) reports.push(report);
    else reports[reports.length - 1] = together(last, report);
  }
  return reports;
}

/** The columns hold what the facts' writer wrote. */
function reportOf(row: ReportRow): Report {
  const interfaces: readonly InterfaceCounter[] = JSON.parse(row.interfaces);
  const neighbours: readonly Neighbour[] = JSON.parse(row.neighbours);
  const sockets: readonly SnapshotSocket[] | undefined = row.sockets === null ? undefined : JSON.parse(row.sockets);
  const count = row.heartbeat === null ? {} : { count: row.heartbeat };
  return { row, us: row.us, operation: row.operation, ...count, sockets, interfaces, neighbours, times: [row.us] };
}

function together(a: Report, b: Report): Report {
  return {
    ...a,
    ...(a.count === undefined && b.count !== undefined ? { count: b.count } : {}),
    sockets: a.sockets ?? b.sockets,
    times: a.times.at(-1) === b.us ? a.times : [...a.times, b.us],
    interfaces: a.interfaces.length > 0 ? a.interfaces : b.interfaces,
    neighbours: a.neighbours.length > 0 ? a.neighbours : b.neighbours,
  };
}

function changesOf(database: CaseDatabase, instance: number): ReadonlyMap<number, readonly SocketChange[]> {
  const rows = database
    .prepare<[number, number], ChangeRow>(
      `select 'appeared' as change, first_us as us, ${CHANGE} and absent_us is not null union all select 'gone', gone_us, ${CHANGE} and gone_us is not null
       order by us, change, direction, local_port, remote_ip, remote_port, local_ip`,
    )
    .all(instance, instance);
  const changes = new Map<number, SocketChange[]>();
  for (const row of rows) changes.set(row.us, [...(changes.get(row.us) ?? []), changeOf(row)]);
  return changes;
}

function changeOf(row: ChangeRow): SocketChange {
  return {
    change: row.change,
    direction: row.direction,
    protocol: row.protocol,
    local: { ip: row.local_ip, port: row.local_port },
    ...(row.remote_ip === null ? {} : { remote: { ip: row.remote_ip, port: row.remote_port ?? 0 } }),
    connectionId: row.connection,
  };
}

function heartbeatOf({ name, container }: InstanceRow, { row, sockets }: Report, names: SourceNames) {
  const listening = sockets?.filter(({ remote, protocol, state }) => remote === undefined && (protocol === 'udp' || state === 'LISTEN'));
  return {
    id: row.event,
    instance: name,
    containerId: container,
    operation: row.operation,
    atUs: row.us,
    ...(sockets === undefined || listening === undefined
      ? {}
      : { sockets: { listening: listening.length, connected: sockets.length - listening.length } }),
    evidence: names.evidence(row.source, row.line),
  };
}

function comparison(before: Report | undefined, report: Report, interval: number | undefined) {
  const bytes = before === undefined ? undefined : bytesBetween(before.interfaces, report.interfaces);
  return {
    ...(bytes === undefined ? {} : { bytesReceived: bytes.received, bytesSent: bytes.sent }),
    newNeighbours: before === undefined || before.neighbours.length === 0 ? [] : newNeighbours(before.neighbours, report.neighbours),
    missing: before === undefined ? 0 : missingBetween(before, report, interval),
  };
}
