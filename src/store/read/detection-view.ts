import type { RaisedAlert } from '../../model/alert.js';
import type { Connection, DnsMessage } from '../../model/connection.js';
import type {
  ConnectionDetail,
  ConnectionOutline,
  DescriptorCopy,
  DetectionCase,
  FileAccess,
  HookCall,
  NameQuestion,
  NameText,
  OutboundCall,
  ProcessFileAccess,
  ProcessOutline,
} from '../../model/detection-case.js';
import type { OutboundCallColumns } from '../../model/link/outbound-calls.js';
import type { Process } from '../../model/process.js';
import type { CaseDatabase } from '../database.js';
import { storedAlerts } from './alert-rows.js';
import { connectionOutlines } from './connection-outlines.js';
import { CONNECTION_COLUMNS, ConnectionReader, type ConnectionRow } from './connection-rows.js';
import { DNS_SELECT, type DnsRow, dnsMessage } from './dns-rows.js';
import { hookCalls } from './hook-calls.js';
import { CallReader } from './outbound-calls.js';
import { OutlineReader } from './process-outlines.js';
import { PROCESS_COLUMNS, ProcessReader, type ProcessRow } from './process-rows.js';
import { SourceNames, textsIn, told } from './rows.js';
import { StoredView } from './view.js';

interface FileRow {
  readonly path: string;
  readonly operation: FileAccess['operation'];
  readonly time_us: number | null;
  readonly source: number;
  readonly line: number;
}

type NameTextRow = [isResponse: number, names: string, types: string, rcode: string | null];

interface QuestionRow {
  readonly event: number;
  readonly process: number;
  readonly is_response: number;
  readonly names: string;
  readonly types: string;
  readonly rcode: string | null;
  readonly time_us: number | null;
}

interface CopyRow {
  readonly process: number;
  readonly from_number: number | null;
  readonly to_number: number;
  readonly is_socket: number | null;
  readonly time_us: number | null;
  readonly source: number;
  readonly line: number;
}

/** A pod's containers have one network: one that is told of speaks for the pod. */
const STAND_INS = `
  where p.pid = 0 and p.origin in ('chalk', 'hubble') and p.container is not null
    and not exists (select 1 from process q where q.container = p.container and q.pid > 0 and q.origin not in ('chalk', 'hubble'))
    and not exists (select 1 from container c join container o on o.pod = c.pod and o.namespace is c.namespace join process q on q.container = o.id
      where c.id = p.container and q.pid > 0 and q.origin not in ('chalk', 'hubble'))`;

/** Answers the questions of rules. A stream keeps the numbers of its rows and reads each row when its turn comes. */
export class StoredDetectionCase extends StoredView implements DetectionCase {
  readonly #database: CaseDatabase;
  readonly #sourceNames: SourceNames;
  readonly #processes: ProcessReader;
  readonly #connections: ConnectionReader;
  readonly #outlines: OutlineReader;
  readonly #calls: CallReader;
  readonly #isCalled;

  constructor(database: CaseDatabase) {
    super(database);
    this.#database = database;
    this.#sourceNames = new SourceNames(database);
    this.#processes = new ProcessReader(database, this.#sourceNames);
    this.#connections = new ConnectionReader(database, this.#sourceNames);
    this.#outlines = new OutlineReader(database);
    this.#calls = new CallReader(database);
    this.#isCalled = database
      .prepare<[number], number>("select exists (select 1 from connection where process = ? and direction <> 'outbound')")
      .pluck();
  }

  *processesNamed(names: readonly string[]): Generator<Process> {
    const places = names.map(() => '?').join(', ');
    const ids = this.#database
      .prepare<unknown[], number>(
        `select distinct p.id from process_name m join process p on p.id = m.process where m.name in (${places}) order by coalesce(p.start_us, -1), p.id`,
      )
      .pluck()
      .iterate(...names);
    for (const id of ids) {
      const process = this.process(id);
      if (process !== undefined) yield process;
    }
  }

  outlines(): Iterable<ProcessOutline> {
    return this.#outlines.all();
  }

  outlinesNamed(names: readonly string[]): Iterable<ProcessOutline> {
    return this.#outlines.named(names);
  }

  outline(processId: number): ProcessOutline | undefined {
    return this.#outlines.get(processId);
  }

  lateOutlines(): Iterable<ProcessOutline> {
    return this.#outlines.late();
  }

  outlinesIn(folders: readonly string[]): Iterable<ProcessOutline> {
    return this.#outlines.below(folders);
  }

  *filelessProcesses(): Generator<Process> {
    yield* this.#inOrder('where p.is_fileless = 1');
  }

  *standIns(): Generator<Process> {
    yield* this.#inOrder(STAND_INS);
  }

  isCalled(processId: number): boolean {
    return this.#isCalled.get(processId) === 1;
  }

  outboundConnections(): Iterable<Connection> {
    return this.#connectionsWith('outbound');
  }

  outboundCalls(): Iterable<OutboundCall> {
    return this.#calls.ordered();
  }

  /** Takes over what `unorderedCalls` would read. */
  knowCalls(calls: OutboundCallColumns): void {
    this.#calls.know(calls);
  }

  unorderedCalls(): Iterable<OutboundCall> {
    return this.#calls.unordered();
  }

  /** The joins are told their order: from the processes on, a sort holds the messages of one process and not of all. */
  *nameQuestions(): Generator<NameQuestion> {
    const rows = this.#database.prepare<[], QuestionRow>(
      `select d.event, pi.process, d.is_response, d.names, d.types, d.rcode, d.time_us
       from process_image pi cross join dns_fact d on d.image = pi.image
       order by pi.process, d.time_us, d.time_ns, d.event`,
    );
    for (const row of rows.iterate()) {
      yield {
        messageId: row.event,
        processId: row.process,
        isResponse: row.is_response === 1,
        names: textsIn(row.names),
        types: textsIn(row.types),
        ...told({ rcode: row.rcode, atUs: row.time_us }),
      };
    }
  }

  *nameTexts(): Generator<NameText> {
    const rows = this.#database
      .prepare<[], NameTextRow>(
        `select d.is_response, n.text, t.text, r.text from (select distinct is_response, names, types, rcode from dns_message) d
         join term n on n.id = d.names join term t on t.id = d.types left join term r on r.id = d.rcode`,
      )
      .raw();
    for (const [isResponse, names, types, rcode] of rows.iterate()) {
      yield { isResponse: isResponse === 1, names: textsIn(names), types: textsIn(types), ...told({ rcode }) };
    }
  }

  dnsMessage(id: number): DnsMessage | undefined {
    const row = this.#database.prepare<[number], DnsRow>(`${DNS_SELECT} where d.event = ?`).get(id);
    return row === undefined ? undefined : dnsMessage(row, this.#sourceNames);
  }

  inboundConnections(): Iterable<Connection> {
    return this.#connectionsWith('inbound');
  }

  *connectionOutlines(details: ReadonlySet<ConnectionDetail>): Generator<ConnectionOutline> {
    yield* connectionOutlines(this.#database, 'outbound', details);
    yield* connectionOutlines(this.#database, 'inbound', details);
  }

  fileAccessesOf(processId: number): readonly FileAccess[] {
    return this.#database
      .prepare<[number], FileRow>(
        `select f.path, f.operation, event_us(f.event) as time_us, event_source(f.event) as source, event_line(f.event) as line from process_image pi join file_fact f on f.image = pi.image
         where pi.process = ? order by event_us(f.event), event_ns(f.event), f.event`,
      )
      .all(processId)
      .map((row) => this.#fileAccess(row));
  }

  allProcesses(): Iterable<Process> {
    return this.#inOrder('');
  }

  *allFileAccesses(operations?: ReadonlySet<FileAccess['operation']>): Generator<ProcessFileAccess> {
    const kinds = [...(operations ?? [])];
    const rows = this.#database.prepare<string[], FileRow & { readonly process: number }>(
      `select pi.process, f.path, f.operation, event_us(f.event) as time_us, event_source(f.event) as source, event_line(f.event) as line from file_fact f join process_image pi on pi.image = f.image
       ${operations === undefined ? '' : `where f.operation in (${kinds.map(() => '?').join(', ')})`}
       order by event_us(f.event), event_ns(f.event), f.event`,
    );
    for (const row of rows.iterate(...kinds)) yield { processId: row.process, ...this.#fileAccess(row) };
  }

  *allDnsMessages(): Generator<DnsMessage> {
    const rows = this.#database.prepare<[], DnsRow>(`${DNS_SELECT} order by d.time_us, d.time_ns, d.event`);
    for (const row of rows.iterate()) yield dnsMessage(row, this.#sourceNames);
  }

  *descriptorCopies(): Generator<DescriptorCopy> {
    const rows = this.#database.prepare<[], CopyRow>(
      `select pi.process, d.from_number, d.to_number, d.is_socket, event_us(d.event) as time_us, event_source(d.event) as source, event_line(d.event) as line
       from process_image pi cross join descriptor_fact d on d.image = pi.image
       order by pi.process, event_us(d.event), event_ns(d.event), d.event`,
    );
    for (const row of rows.iterate()) {
      yield {
        processId: row.process,
        to: row.to_number,
        ...told({ from: row.from_number, isSocket: row.is_socket === null ? null : row.is_socket === 1, atUs: row.time_us }),
        evidence: this.#sourceNames.evidence(row.source, row.line),
      };
    }
  }

  allHookCalls(): Iterable<HookCall> {
    return hookCalls(this.#database, this.#sourceNames);
  }

  alerts(): Iterable<RaisedAlert> {
    return storedAlerts(this.#database, this.#sourceNames);
  }

  #fileAccess(row: FileRow): FileAccess {
    return {
      path: row.path,
      operation: row.operation,
      ...told({ atUs: row.time_us }),
      evidence: this.#sourceNames.evidence(row.source, row.line),
    };
  }

  /** Along an index: nothing is sorted, and one row is held at a time. */
  *#inOrder(where: string, parameters: readonly string[] = []): Generator<Process> {
    const rows = this.#database.prepare<unknown[], ProcessRow>(
      `select ${PROCESS_COLUMNS} from process p ${where} order by coalesce(p.start_us, -1), p.id`,
    );
    for (const row of rows.iterate(...parameters)) yield this.#processes.process(row);
  }

  *#connectionsWith(direction: 'outbound' | 'inbound'): Generator<Connection> {
    const rows = this.#database.prepare<[string], ConnectionRow>(
      `select ${CONNECTION_COLUMNS} from connection n join process p on p.id = n.process left join container c on c.id = n.container
       where n.direction = ? order by coalesce(n.opened_us, n.closed_us, -1), n.id`,
    );
    for (const row of rows.iterate(direction)) yield this.#connections.connection(row);
  }
}
