import type { CaseView, Grouping, Overview, Page, PageRequest, RawEvent, TreeRow, TreeSkeleton } from '../../model/case-view.js';
import type { Connection, DnsMessage } from '../../model/connection.js';
import type { ConnectionGroup, ConnectionGrouping, ConnectionListQuery } from '../../model/connection-list.js';
import type { NameSummary } from '../../model/dns-name.js';
import type { Filter } from '../../model/filter.js';
import type { Finding, Incident } from '../../model/finding.js';
import type { Heartbeat } from '../../model/heartbeat.js';
import type { Container, Process, ProcessRef } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { ServiceGrouping, ServiceMap } from '../../model/service-map.js';
import type { EvidenceRef, Problem, Source } from '../../model/source.js';
import type { TimelinePage, TimelineQuery, TimelineRequest } from '../../model/timeline.js';
import type { UsageQuery, UsageReport } from '../../model/usage.js';
import type { CaseDatabase } from '../database.js';
import { lineHashScheme } from '../line-hash-scheme.js';
import { EventPages } from '../pages/event-pages.js';
import { sourcesOf } from '../source-ledger.js';
import { connectionGroups, connectionIds } from './connection-list.js';
import { CONNECTION_COLUMNS, ConnectionReader, type ConnectionRow } from './connection-rows.js';
import { type ContainerRow, containerOf } from './container-rows.js';
import { Conversations } from './conversations.js';
import { DNS_SELECT, type DnsRow, dnsMessage } from './dns-rows.js';
import { addFilterFunctions } from './filter-sql.js';
import { readHeartbeats } from './heartbeats.js';
import { readFindings, readIncidents } from './judgement-rows.js';
import { readNames } from './name-summaries.js';
import { readOverview } from './overview.js';
import { paged } from './paged.js';
import { problemRows } from './problem-rows.js';
import { PROCESS_COLUMNS, ProcessReader, type ProcessRow, processRef } from './process-rows.js';
import { resolvedCondition } from './resolved-filter.js';
import { SourceNames } from './rows.js';
import { readServedPorts } from './served-ports.js';
import { readServices } from './services.js';
import { StoredTimeline } from './timeline.js';
import { readTree } from './tree-skeleton.js';
import { readUsage } from './usage.js';
import { CONNECTION_FROM, frequentStatements } from './view-statements.js';

const PROCESS_FROM = 'from process p left join container c on c.id = p.container';
const MOST_ANCESTORS = 1000;

/** Answers questions about a case from its tables. */
export class StoredView implements CaseView {
  readonly #database: CaseDatabase;
  readonly #names: SourceNames;
  readonly #processes: ProcessReader;
  readonly #connections: ConnectionReader;
  readonly #conversations: Conversations;
  readonly #statements: ReturnType<typeof frequentStatements>;
  #timeline: StoredTimeline | undefined;
  #servedPorts: { readonly revision: number; readonly ports: readonly ServedPort[] } | undefined;

  constructor(database: CaseDatabase) {
    this.#database = database;
    this.#names = new SourceNames(database);
    this.#processes = new ProcessReader(database, this.#names);
    this.#connections = new ConnectionReader(database, this.#names);
    this.#conversations = new Conversations(database);
    addFilterFunctions(database);
    this.#statements = frequentStatements(database);
  }

  revision(): number {
    return Number(this.#statements.revision.get());
  }

  lateAfterSeconds(): number {
    return Number(this.#database.prepare('select late_after_seconds from link_state').pluck().get());
  }

  overview(): Overview {
    return readOverview(this.#database);
  }

  sources(): readonly Source[] {
    return sourcesOf(this.#database);
  }

  problems(page: PageRequest): Page<Problem & { readonly id: number }> {
    return paged(problemRows(this.#database, this.#names, page), page.limit);
  }

  containers(): readonly Container[] {
    return this.#database
      .prepare<[], ContainerRow>(
        'select * from container where process_count > 0 order by node, namespace is null, namespace, pod, name, started_us, id',
      )
      .all()
      .map(containerOf);
  }

  container(id: number): Container | undefined {
    const row = this.#statements.container.get(id);
    return row === undefined ? undefined : containerOf(row);
  }

  tree(grouping: Grouping): TreeSkeleton {
    return readTree(this.#database, grouping);
  }

  treeRows(processIds: readonly number[]): readonly TreeRow[] {
    // Neighbours are mostly of one container.
    const containers = new Map<number, Container | undefined>();
    const containerOf = (id: number): Container | undefined => {
      if (!containers.has(id)) containers.set(id, this.container(id));
      return containers.get(id);
    };
    const rowsOf = (id: number): readonly TreeRow[] => {
      const process = this.process(id);
      if (process === undefined) return [];
      const container = process.containerId === undefined ? undefined : containerOf(process.containerId);
      const firstConnection = process.connectionCount === 0 ? undefined : this.#firstConnectionOf(id);
      return [{ process, ...(container !== undefined && { container }), ...(firstConnection !== undefined && { firstConnection }) }];
    };
    // Dozens of questions would each lock the case anew.
    return this.#database.transaction(() => processIds.flatMap(rowsOf))();
  }

  /** The connection that a process is told by: its number stands with the process, since a busy one has thousands. */
  #firstConnectionOf(process: number): Connection | undefined {
    const row = this.#statements.firstConnection.get(process);
    return row === undefined ? undefined : this.#connections.connection(row);
  }

  process(id: number): Process | undefined {
    const row = this.#statements.process.get(id);
    return row === undefined ? undefined : this.#processes.process(row);
  }

  processWithExecId(execId: string): number | undefined {
    return this.#database
      .prepare<[string], number>('select pi.process from image i join process_image pi on pi.image = i.id where i.exec_id = ?')
      .pluck()
      .get(execId);
  }

  ancestors(processId: number, limit = MOST_ANCESTORS): readonly ProcessRef[] {
    return this.#statements.ancestors.all(processId, limit).map(processRef);
  }

  children(processId: number): readonly Process[] {
    return this.#statements.children.all(processId).map((row) => this.#processes.process(row));
  }

  processes(filter: Filter, page: PageRequest): Page<Process> {
    const { sql, parameters } = resolvedCondition(this.#database, filter, 'process');
    const after =
      page.after === undefined
        ? ''
        : 'and (coalesce(p.start_us, -1), p.id) > (select coalesce(start_us, -1), id from process where id = ?)';
    const rows = this.#database
      .prepare<unknown[], ProcessRow>(
        `select ${PROCESS_COLUMNS} ${PROCESS_FROM} where ${sql} ${after} order by coalesce(p.start_us, -1), p.id limit ?`,
      )
      .all(...parameters, ...(page.after === undefined ? [] : [page.after]), page.limit);
    return paged(
      rows.map((row) => this.#processes.process(row)),
      page.limit,
    );
  }

  lateIn(containerId: number, limit: number): readonly Process[] {
    return this.#statements.lateIn.all(containerId, limit).map((row) => this.#processes.process(row));
  }

  matchingProcesses(filter: Filter): Int32Array {
    const { sql, parameters } = resolvedCondition(this.#database, filter, 'process');
    return Int32Array.from(this.#numbers(`select p.id ${PROCESS_FROM} where ${sql} order by p.id`, parameters));
  }

  matchingContainers(filter: Filter): readonly number[] {
    const { sql, parameters } = resolvedCondition(this.#database, filter, 'process');
    return this.#numbers(`select distinct p.container ${PROCESS_FROM} where p.container is not null and ${sql}`, parameters);
  }

  #numbers(sql: string, parameters: readonly unknown[]): readonly number[] {
    return this.#database
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...parameters);
  }

  connections(filter: Filter, page: PageRequest): Page<Connection> {
    const { sql, parameters } = resolvedCondition(this.#database, filter, 'connection');
    const time = (alias: string) => `coalesce(${alias}opened_us, ${alias}closed_us, -1)`;
    const after = page.after === undefined ? '' : `and (${time('n.')}, n.id) > (select ${time('')}, id from connection where id = ?)`;
    const rows = this.#database
      .prepare<unknown[], ConnectionRow>(
        `select ${CONNECTION_COLUMNS} ${CONNECTION_FROM} where ${sql} ${after} order by ${time('n.')}, n.id limit ?`,
      )
      .all(...parameters, ...(page.after === undefined ? [] : [page.after]), page.limit);
    return paged(
      rows.map((row) => this.#connections.connection(row)),
      page.limit,
    );
  }

  connection(id: number): Connection | undefined {
    const row = this.#statements.connection.get(id);
    return row === undefined ? undefined : this.#connections.connection(row);
  }

  connectionGroups(filter: Filter, by: Exclude<ConnectionGrouping, 'none'>): readonly ConnectionGroup[] {
    return connectionGroups(this.#database, filter, by);
  }

  connectionIds(query: ConnectionListQuery): Int32Array {
    return connectionIds(this.#database, query);
  }

  services(filter: Filter, by: ServiceGrouping): ServiceMap {
    return readServices(this.#database, this.#conversations, this.#containersById(), { filter, by });
  }

  servedPorts(): readonly ServedPort[] {
    const revision = this.revision();
    if (this.#servedPorts?.revision !== revision)
      this.#servedPorts = { revision, ports: readServedPorts(this.#database, this.#conversations, this.#containersById()) };
    return this.#servedPorts.ports;
  }

  heartbeats(containers?: ReadonlySet<number>): Iterable<Heartbeat> {
    return readHeartbeats(this.#database, this.#names, (container) => containers?.has(container) !== false);
  }

  #containersById(): ReadonlyMap<number, Container> {
    return new Map(this.containers().map((container) => [container.id, container]));
  }

  names(filter: Filter): readonly NameSummary[] {
    return readNames(this.#database, filter);
  }

  connectionsOf(processId: number): readonly Connection[] {
    return this.#statements.connectionsOf.all(processId).map((row) => this.#connections.connection(row));
  }

  firstHopOf(processId: number): number | undefined {
    return this.#statements.firstHop.get(processId);
  }

  dnsMessages(filter: Filter, page: PageRequest): Page<DnsMessage> {
    const { sql, parameters } = resolvedCondition(this.#database, filter, 'dns');
    const after =
      page.after === undefined
        ? ''
        : 'and (coalesce(d.time_us, -1), d.event) > (select coalesce(time_us, -1), event from dns_message where event = ?)';
    const rows = this.#database
      .prepare<unknown[], DnsRow>(`${DNS_SELECT} where ${sql} ${after} order by coalesce(d.time_us, -1), d.event limit ?`)
      .all(...parameters, ...(page.after === undefined ? [] : [page.after]), page.limit);
    return paged(
      rows.map((row) => dnsMessage(row, this.#names)),
      page.limit,
    );
  }

  usage(query: UsageQuery): UsageReport {
    return readUsage(this.#database, query);
  }

  timeline(query: TimelineQuery, page: TimelineRequest): TimelinePage {
    return this.#moments().page(query, page);
  }

  timelineDensity(query: Parameters<CaseView['timelineDensity']>[0], buckets: number): readonly number[] {
    return this.#moments().density(query, buckets);
  }

  timelineSize(): number {
    return this.#moments().size();
  }

  #moments(): StoredTimeline {
    this.#timeline ??= new StoredTimeline(this.#database, this);
    return this.#timeline;
  }

  findings(): readonly Finding[] {
    return readFindings(this.#database);
  }

  incidents(): readonly Incident[] {
    return readIncidents(this.#database);
  }

  async rawEvent(evidence: EvidenceRef): Promise<RawEvent> {
    const source = this.#names.named(evidence.source) ?? -1;
    const file = this.#database.prepare<[number], string>('select absolute_path from source where id = ?').pluck().get(source);
    const place = new EventPages(this.#database).ofLine(source, evidence.line);
    return place === undefined || file === undefined
      ? { kind: 'gone', reason: `the case holds no event of ${evidence.source} line ${evidence.line}` }
      : (await import('./raw-event.js')).readRawEvent({ file, ...place }, lineHashScheme(this.#database));
  }
}
