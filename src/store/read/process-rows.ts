import type { ImageChange, KnownFrom, Lateness, Process, ProcessRef } from '../../model/process.js';
import type { CaseDatabase } from '../database.js';
import { evidenceOf, listIn, type SourceNames, told } from './rows.js';
import { type ProcessLookups, StoredImage, StoredProcess } from './stored-process.js';

/** A row of `process` with the capabilities' text. */
export interface ProcessRow {
  readonly id: number;
  readonly exec_id: string;
  readonly node: string;
  readonly cluster: string | null;
  readonly pid: number;
  readonly parent: number | null;
  readonly parent_exec_id: string | null;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly cwd: string | null;
  readonly uid: number | null;
  readonly auid: number | null;
  readonly user_name: string | null;
  readonly tid: number | null;
  readonly flags: string | null;
  readonly start_us: number | null;
  readonly start_ns: number;
  readonly is_start_estimated: number;
  readonly image_start_us: number | null;
  readonly exit_us: number | null;
  readonly exit_ns: number;
  readonly exit_status: number | null;
  readonly exit_signal: string | null;
  readonly container: number | null;
  readonly is_container_inferred: number;
  readonly container_pid: number | null;
  readonly docker: string | null;
  readonly is_in_init_tree: number | null;
  readonly is_main: number;
  readonly late_seconds: number | null;
  readonly late: Lateness | null;
  readonly known_from: KnownFrom;
  readonly images: string | null;
  readonly image_event: number | null;
  readonly child_count: number;
  readonly connection_count: number;
  readonly is_fileless: number;
  readonly capability_names: string | null;
}

/** Columns of `ProcessRow`, for process `p`. */
export const PROCESS_COLUMNS = `p.id, p.exec_id, p.node, p.cluster, p.pid, p.parent, p.parent_exec_id, p.binary, p.arguments, p.cwd, p.uid, p.auid, p.user_name, p.tid, p.flags,
  p.start_us, p.start_ns, p.is_start_estimated, p.image_start_us, p.exit_us, p.exit_ns, p.exit_status, p.exit_signal, p.container, p.is_container_inferred, p.container_pid, p.docker,
  p.is_in_init_tree, p.is_main, p.late_seconds, p.late, p.known_from, p.images, p.image_event, p.child_count, p.connection_count, p.is_fileless,
  (select text from term where id = p.capabilities) as capability_names`;

/** Events shown as a process's evidence: those that described its images first, and its exits. */
const EVIDENCE = `
  select event_source(d.event) as source, event_line(d.event) as line from process_image pi join description d on d.image = pi.image where pi.process = :id
  union select event_source(x.event), event_line(x.event) from process_image pi join exit_fact x on x.image = pi.image where pi.process = :id
  order by 1, 2 limit 20`;

/** An inferred process is known by the event of the child that named it. */
const NAMED_BY = `
  select event_source(d.event) as source, event_line(d.event) as line from process c join process_image pi on pi.process = c.id join description d on d.image = pi.image
  where c.parent = :id order by 1, 2 limit 1`;

/** Reads processes from rows, evidence included. */
export class ProcessReader implements ProcessLookups {
  readonly #names: SourceNames;
  readonly #evidence;
  readonly #namedBy;

  constructor(database: CaseDatabase, names: SourceNames) {
    this.#names = names;
    this.#evidence = database.prepare<[{ id: number }], { source: number; line: number }>(EVIDENCE);
    this.#namedBy = database.prepare<[{ id: number }], { source: number; line: number }>(NAMED_BY);
  }

  process(row: ProcessRow): Process {
    return new StoredProcess(row, this);
  }

  /** Where a process was read, and the formats that tell of it. */
  places(id: number): ReturnType<typeof evidenceOf> {
    const own = this.#evidence.all({ id });
    return evidenceOf(this.#names, own.length > 0 ? own : this.#namedBy.all({ id }));
  }

  /** The images that a process ran, oldest first. */
  images(row: ProcessRow): readonly ImageChange[] {
    if (row.images !== null)
      return listIn(row.images)
        .filter(isStoredImage)
        .map(({ event, ...image }) => this.#image(image, event));
    const start = told({ startedAtUs: row.start_us, startedAtNs: row.start_us === null ? null : row.start_ns });
    const image = { execId: row.exec_id, ...told({ binary: row.binary, arguments: row.arguments }), ...start, knownFrom: row.known_from };
    return [this.#image(image, row.image_event ?? undefined)];
  }

  #image(image: Omit<ImageChange, 'evidence'>, event: number | undefined): ImageChange {
    return event === undefined ? image : new StoredImage(image, event, (at) => this.#names.evidenceOfEvent(at));
  }
}

/** A process as far as a reference needs it. */
export function processRef(row: {
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
}): ProcessRef {
  return { id: row.id, execId: row.exec_id, pid: row.pid, ...told({ binary: row.binary, arguments: row.arguments }) };
}

/** The column holds what linking wrote. */
function isStoredImage(value: unknown): value is Omit<ImageChange, 'evidence'> & { readonly event?: number } {
  return typeof value === 'object' && value !== null && 'execId' in value && 'knownFrom' in value;
}
