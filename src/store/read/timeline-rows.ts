import type { CaseView } from '../../model/case-view.js';
import { executedImages } from '../../model/process.js';
import type { FileFact } from '../../model/record.js';
import type { EvidenceRef } from '../../model/source.js';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '../../model/timeline.js';
import { closeSummary, dnsSummary, execSummary, exitSummary, fileSummary, gapSummary, openSummary } from '../../model/timeline-summary.js';
import type { CaseDatabase } from '../database.js';
import { DNS_SELECT, type DnsRow, dnsMessage } from './dns-rows.js';
import { processRef } from './process-rows.js';
import { SourceNames, told } from './rows.js';

/** A row of `moment` with the process that it is about, and that one's container. */
export interface MomentRow {
  readonly id: number;
  readonly us: number | null;
  readonly ns: number;
  readonly kind: number;
  readonly ref: number;
  readonly part: number;
  readonly process: number | null;
  readonly exec_id: string | null;
  readonly pid: number | null;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly node: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container_name: string | null;
}

/** Columns of `MomentRow`, for moment `m` of process `p` in container `c`. */
export const MOMENT_COLUMNS = `m.id, m.us, m.ns, m.kind, m.ref, m.part, m.process, p.exec_id, p.pid, p.binary, p.arguments, p.node, c.namespace, c.pod,
  c.name as container_name`;

/** What is only told for the kind of an entry. */
type Telling = Pick<TimelineEntry, 'summary' | 'connectionId' | 'evidence'>;

interface PlaceRow {
  readonly source: number;
  readonly line: number;
}

const EXIT_PLACE = `
  select e.source, e.line from process_image pi join exit_fact x on x.image = pi.image join event e on e.id = x.event where pi.process = ?
  order by x.time_us desc, x.time_ns desc, x.event desc limit 1`;

/** Reads entries of the timeline from rows: a page of them, each with a look-up or two. */
export class TimelineReader {
  readonly #view: CaseView;
  readonly #names: SourceNames;
  readonly #exit;
  readonly #dns;
  readonly #file;
  readonly #event;

  constructor(database: CaseDatabase, view: CaseView) {
    this.#view = view;
    this.#names = new SourceNames(database);
    this.#exit = database.prepare<[number], PlaceRow>(EXIT_PLACE);
    this.#dns = database.prepare<[number], DnsRow>(`${DNS_SELECT} where d.event = ?`);
    this.#file = database.prepare<[number], FileFact & PlaceRow>(
      'select f.operation, f.path, e.source, e.line from file_fact f join event e on e.id = f.event where f.event = ?',
    );
    this.#event = database.prepare<[number], PlaceRow & { readonly kind: string }>(
      'select t.text as kind, e.source, e.line from event e join term t on t.id = e.kind where e.id = ?',
    );
  }

  entry(row: MomentRow, id: number): TimelineEntry {
    const kind = TIMELINE_KINDS[row.kind] ?? 'line';
    const { process, exec_id: execId, pid } = row;
    return {
      id,
      kind,
      ...told({ atUs: row.us, atNs: row.us === null ? null : row.ns }),
      ...(process === null || execId === null || pid === null
        ? {}
        : { process: processRef({ ...row, id: process, exec_id: execId, pid }) }),
      ...told({ node: row.node, namespace: row.namespace, pod: row.pod, containerName: row.container_name }),
      ...this.#telling(kind, row),
    };
  }

  #telling(kind: TimelineKind, { ref, part }: MomentRow): Telling {
    switch (kind) {
      case 'start':
        return this.#image(ref, undefined);
      case 'exec':
        return this.#image(ref, part);
      case 'exit':
        return this.#ended(ref);
      case 'connect':
      case 'accept':
      case 'listen':
      case 'close':
        return this.#connection(kind, ref);
      case 'dns':
        return this.#dnsMessage(ref);
      case 'file':
        return this.#fileAccess(ref);
      case 'flow':
      case 'alert':
      case 'gap':
      case 'line':
      case 'finding':
        return this.#marker(ref);
    }
  }

  #image(processId: number, part: number | undefined): Telling {
    const process = this.#view.process(processId);
    const images = process === undefined ? [] : part === undefined ? executedImages(process) : process.images.slice(part);
    const evidence = images[0]?.evidence;
    return { summary: execSummary(images[0], part !== undefined), ...(evidence === undefined ? {} : { evidence }) };
  }

  #ended(processId: number): Telling {
    const process = this.#view.process(processId);
    const place = this.#exit.get(processId);
    return { summary: exitSummary(process), ...this.#evidence(place) };
  }

  #connection(kind: 'connect' | 'accept' | 'listen' | 'close', connectionId: number): Telling {
    const connection = this.#view.connection(connectionId);
    if (connection === undefined) throw new Error(`no connection ${connectionId}`);
    const summary = kind === 'close' ? closeSummary(connection) : openSummary(connection);
    const evidence = kind === 'close' ? connection.evidence.at(-1) : connection.evidence[0];
    return { summary, connectionId, ...(evidence === undefined ? {} : { evidence }) };
  }

  #dnsMessage(event: number): Telling {
    const row = this.#dns.get(event);
    if (row === undefined) throw new Error(`no DNS message ${event}`);
    const message = dnsMessage(row, this.#names);
    return { summary: dnsSummary(message), evidence: message.evidence };
  }

  #fileAccess(event: number): Telling {
    const row = this.#file.get(event);
    if (row === undefined) throw new Error(`no file access ${event}`);
    return { summary: fileSummary(row), ...this.#evidence(row) };
  }

  #marker(event: number): Telling {
    const row = this.#event.get(event);
    if (row === undefined) throw new Error(`no event ${event}`);
    return { summary: gapSummary(row.kind), ...this.#evidence(row) };
  }

  #evidence(place: PlaceRow | undefined): { readonly evidence?: EvidenceRef } {
    return place === undefined ? {} : { evidence: this.#names.evidence(place.source, place.line) };
  }
}
