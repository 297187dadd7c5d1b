import type { CaseView } from '../../model/case-view.js';
import { executedImages } from '../../model/process.js';
import type { EvidenceRef } from '../../model/source.js';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '../../model/timeline.js';
import { closeSummary, execSummary, exitSummary, openSummary } from '../../model/timeline-summary.js';
import type { CaseDatabase } from '../database.js';
import { EventTellings, type PlaceRow, type Telling } from './event-tellings.js';
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

/** Columns of `MomentRow`, for moment `m` of process `p` in container `c`. A container that nothing names is known by its short id. */
export const MOMENT_COLUMNS = `m.id, m.us, m.ns, m.kind, m.ref, m.part, m.process, p.exec_id, p.pid, p.binary, p.arguments, p.node, c.namespace, c.pod,
  coalesce(c.name, case when c.pod is null then nullif(substr(c.container_id, 1, 12), '') end) as container_name`;

const EXIT_PLACE = `
  select event_source(x.event) as source, event_line(x.event) as line from process_image pi join exit_fact x on x.image = pi.image where pi.process = ?
  order by x.time_us desc, x.time_ns desc, x.event desc limit 1`;

/** Reads entries of the timeline from rows: a page of them, each with a look-up or two. */
export class TimelineReader {
  readonly #view: CaseView;
  readonly #names: SourceNames;
  readonly #exit;
  readonly #events: EventTellings;

  constructor(database: CaseDatabase, view: CaseView) {
    this.#view = view;
    this.#names = new SourceNames(database);
    this.#exit = database.prepare<[number], PlaceRow>(EXIT_PLACE);
    this.#events = new EventTellings(database, this.#names);
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
      case 'finding':
        throw new Error('findings are no moments');
      default:
        return this.#events.telling(kind, ref);
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

  #evidence(place: PlaceRow | undefined): { readonly evidence?: EvidenceRef } {
    return place === undefined ? {} : { evidence: this.#names.evidence(place.source, place.line) };
  }
}
