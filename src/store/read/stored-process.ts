import type { ImageChange, KnownFrom, Lateness, Process } from '../../model/process.js';
import type { EvidenceRef, FormatName } from '../../model/source.js';
import type { ProcessRow } from './process-rows.js';
import { told } from './rows.js';

/** Answers that take a look-up of their own. */
export interface ProcessLookups {
  images(row: ProcessRow): readonly ImageChange[];
  places(id: number): { readonly evidence: readonly EvidenceRef[]; readonly sources: readonly FormatName[] };
}

/**
 * A process from its row. Rules look through very many and keep few, so what takes a look-up is read when it is asked for, and fields are set
 * one by one: an object put together from others is kept as a dictionary by V8, at several times the memory.
 */
export class StoredProcess implements Process {
  readonly id: number;
  readonly execId: string;
  readonly pid: number;
  readonly node: string;
  readonly startIsEstimated: boolean;
  readonly containerIsInferred: boolean;
  readonly isMain: boolean;
  readonly knownFrom: KnownFrom;
  readonly childCount: number;
  readonly connectionCount: number;
  readonly isFileless: boolean;
  declare readonly binary?: string;
  declare readonly arguments?: string;
  declare readonly parentId?: number;
  declare readonly parentExecId?: string;
  declare readonly cluster?: string;
  declare readonly cwd?: string;
  declare readonly uid?: number;
  declare readonly auid?: number;
  declare readonly userName?: string;
  declare readonly tid?: number;
  declare readonly flags?: string;
  declare readonly startedAtUs?: number;
  declare readonly startedAtNs?: number;
  declare readonly imageStartedAtUs?: number;
  declare readonly exitedAtUs?: number;
  declare readonly exitedAtNs?: number;
  declare readonly exitStatus?: number;
  declare readonly exitSignal?: string;
  declare readonly containerId?: number;
  declare readonly containerPid?: number;
  declare readonly docker?: string;
  declare readonly isInInitTree?: boolean;
  declare readonly lateSeconds?: number;
  declare readonly late?: Lateness;
  declare readonly capabilities?: readonly string[];
  readonly #row: ProcessRow;
  readonly #lookups: ProcessLookups;
  #images: readonly ImageChange[] | undefined;
  #places: ReturnType<ProcessLookups['places']> | undefined;

  constructor(row: ProcessRow, lookups: ProcessLookups) {
    this.#row = row;
    this.#lookups = lookups;
    this.id = row.id;
    this.execId = row.exec_id;
    this.pid = row.pid;
    this.node = row.node;
    this.startIsEstimated = row.is_start_estimated === 1;
    this.containerIsInferred = row.is_container_inferred === 1;
    this.isMain = row.is_main === 1;
    this.knownFrom = row.known_from;
    this.childCount = row.child_count;
    this.connectionCount = row.connection_count;
    this.isFileless = row.is_fileless === 1;
    if (row.binary !== null) this.binary = row.binary;
    if (row.arguments !== null) this.arguments = row.arguments;
    if (row.parent !== null) this.parentId = row.parent;
    if (row.parent_exec_id !== null) this.parentExecId = row.parent_exec_id;
    if (row.cwd !== null) this.cwd = row.cwd;
    if (row.uid !== null) this.uid = row.uid;
    if (row.auid !== null) this.auid = row.auid;
    if (row.flags !== null) this.flags = row.flags;
    if (row.start_us !== null) {
      this.startedAtUs = row.start_us;
      this.startedAtNs = row.start_ns;
    }
    if (row.image_start_us !== null) this.imageStartedAtUs = row.image_start_us;
    if (row.exit_us !== null) {
      this.exitedAtUs = row.exit_us;
      this.exitedAtNs = row.exit_ns;
    }
    if (row.exit_status !== null) this.exitStatus = row.exit_status;
    if (row.container !== null) this.containerId = row.container;
    if (row.container_pid !== null) this.containerPid = row.container_pid;
    if (row.docker !== null) this.docker = row.docker;
    if (row.is_in_init_tree !== null) this.isInInitTree = row.is_in_init_tree === 1;
    if (row.late_seconds !== null) this.lateSeconds = row.late_seconds;
    if (row.late !== null) this.late = row.late;
    Object.assign(this, rarelyTold(row));
  }

  get images(): readonly ImageChange[] {
    this.#images ??= this.#lookups.images(this.#row);
    return this.#images;
  }

  get evidence(): readonly EvidenceRef[] {
    this.#places ??= this.#lookups.places(this.id);
    return this.#places.evidence;
  }

  get sources(): readonly FormatName[] {
    this.#places ??= this.#lookups.places(this.id);
    return this.#places.sources;
  }
}

/** Fields that few sources tell. */
function rarelyTold(row: ProcessRow): Pick<Process, 'cluster' | 'userName' | 'tid' | 'exitSignal' | 'capabilities'> {
  return told({
    cluster: row.cluster,
    userName: row.user_name,
    tid: row.tid,
    exitSignal: row.exit_signal,
    capabilities: row.capability_names === null ? null : row.capability_names.split(' '),
  });
}

/** An image whose place is looked up when it is asked for. */
export class StoredImage implements ImageChange {
  readonly execId: string;
  readonly knownFrom: KnownFrom;
  declare readonly binary?: string;
  declare readonly arguments?: string;
  declare readonly startedAtUs?: number;
  declare readonly startedAtNs?: number;
  readonly #event: number;
  readonly #placeOf: (event: number) => EvidenceRef;

  constructor(image: Omit<ImageChange, 'evidence'>, event: number, placeOf: (event: number) => EvidenceRef) {
    this.execId = image.execId;
    this.knownFrom = image.knownFrom;
    if (image.binary !== undefined) this.binary = image.binary;
    if (image.arguments !== undefined) this.arguments = image.arguments;
    if (image.startedAtUs !== undefined) this.startedAtUs = image.startedAtUs;
    if (image.startedAtNs !== undefined) this.startedAtNs = image.startedAtNs;
    this.#event = event;
    this.#placeOf = placeOf;
  }

  get evidence(): EvidenceRef {
    return this.#placeOf(this.#event);
  }
}
