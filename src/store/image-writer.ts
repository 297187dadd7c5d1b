import { decodeExecId, pidInOwnId } from '../model/exec-id.js';
import type { DescriptionRole, ProcessDescription } from '../model/record.js';
import type { FormatName } from '../model/source.js';
import type { Pods, Terms } from './dictionaries.js';
import type { FactStatements } from './fact-statements.js';

/** As stored: the best copy of a process has the lowest number. */
const ROLE_RANK: Readonly<Record<DescriptionRole, number>> = { exec: 0, event: 1, parent: 2 };

/** Exec ids whose copies are remembered, so that a copy seen before costs no write. Beyond, the case is asked. */
const REMEMBERED_IMAGES = 5_000;

/** What SQLite's INTEGER holds. */
const LARGEST_INTEGER = 2n ** 63n - 1n;

/** The pid of an image that is only named, by an id that tells none. */
const UNKNOWN_PID = 0;

interface KnownImage {
  readonly id: number;
  /** False for an id that is redacted or of another make: then only a description tells node and pid. */
  readonly tellsPid: boolean;
  pid: number;
  /** Each copy that is in the case: a few at most; `undefined` until they were read back. */
  copies: KnownCopy[] | undefined;
}

type Fields = readonly (string | number | null)[];

interface KnownCopy {
  readonly id: number;
  readonly image: KnownImage;
  /** All it says but for its role and thread. */
  readonly fields: Fields;
  /** The very object that a reader gives again and again: compared by identity, at no cost. */
  seen: ProcessDescription | undefined;
  role: number;
  firstUs: number | undefined;
  /** Where it was read in its best role, and the thread that was told there. */
  event: number;
  tid: number | null;
}

/** A copy of a process that is in the case, for who meets it again. */
export type StoredCopy = KnownCopy;

/** What an event says beside a process that it prints: when, and in which cluster. */
export interface Told {
  readonly us: number | undefined;
  readonly cluster: string | undefined;
}

/** Writes images and the copies of processes that describe them. What it writes does not depend on the order of lines. */
export class ImageWriter {
  readonly #statements: FactStatements;
  readonly #terms: Terms;
  readonly #pods: Pods;
  readonly #images = new Map<string, KnownImage>();
  readonly #improved = new Set<KnownCopy>();
  /** Format of the source whose records are written now. */
  origin: FormatName = 'tetragon';

  constructor(statements: FactStatements, terms: Terms, pods: Pods) {
    this.#statements = statements;
    this.#terms = terms;
    this.#pods = pods;
  }

  /** Row of the process's image. */
  idOf(process: ProcessDescription): number {
    return this.#image(process.execId, process.node, process.pid).id;
  }

  /** Keeps a copy of a process that an event printed, unless the very same was kept before. */
  describe(process: ProcessDescription, told: Told, event: number): void {
    const image = this.#image(process.execId, process.node, process.pid);
    const seen = image.copies?.find((copy) => copy.seen === process);
    if (seen !== undefined) this.seeAgain(seen, process, told.us, event);
    else this.#copy(image, process, told, event).seen = process;
  }

  /** As `describe`, for a process that was not met before: gives its copy, to be seen again. */
  meet(process: ProcessDescription, told: Told, event: number): StoredCopy {
    return this.#copy(this.#image(process.execId, process.node, process.pid), process, told, event);
  }

  /** The same copy in a better role, which then says where it was read, or from earlier. */
  seeAgain(copy: StoredCopy, { role, tid }: Pick<ProcessDescription, 'role' | 'tid'>, us: number | undefined, event: number): void {
    const rank = ROLE_RANK[role];
    const isEarlier = us !== undefined && (copy.firstUs === undefined || us < copy.firstUs);
    if (rank >= copy.role && !isEarlier) return;
    if (rank <= copy.role) {
      copy.event = event;
      copy.tid = tidOf({ role, ...(tid === undefined ? {} : { tid }) });
    }
    copy.role = Math.min(copy.role, rank);
    if (isEarlier) copy.firstUs = us;
    this.#improved.add(copy);
  }

  /** Writes what became better known of copies. To be called before the end of each transaction. */
  flush(): void {
    for (const { id, role, firstUs, event, tid } of this.#improved) this.#statements.improve.run(role, firstUs ?? null, event, tid, id);
    this.#improved.clear();
  }

  #copy(image: KnownImage, process: ProcessDescription, { us, cluster }: Told, event: number): KnownCopy {
    image.copies ??= this.#storedCopies(image);
    const fields = this.#fields(process, cluster);
    const role = ROLE_RANK[process.role];
    const known = image.copies.find((copy) => isSame(copy.fields, fields));
    if (known !== undefined) {
      this.seeAgain(known, process, us, event);
      return known;
    }
    const tid = tidOf(process);
    const id = Number(this.#statements.description.run(image.id, role, us ?? null, event, tid, ...fields).lastInsertRowid);
    const copy = { id, image, fields, seen: undefined, role, firstUs: us, event, tid };
    image.copies.push(copy);
    return copy;
  }

  /** All a copy says, but for its role and thread: the same process seen from another side is the same copy. */
  #fields(process: ProcessDescription, cluster: string | undefined): Fields {
    return [
      process.node,
      cluster ?? null,
      process.pid,
      process.uid ?? null,
      process.auid ?? null,
      process.userName ?? null,
      process.cwd ?? null,
      process.binary ?? null,
      process.arguments ?? null,
      process.flags ?? null,
      process.start?.us ?? null,
      process.start?.ns ?? null,
      process.parentExecId === undefined ? null : this.#named(process.parentExecId, process).id,
      process.docker ?? null,
      process.pod === undefined ? null : this.#pods.id(process.pod),
      process.containerPid ?? null,
      truth(process.mayBeProbe),
      truth(process.isInInitTree),
      truth(process.isFileless),
      process.capabilities === undefined ? null : this.#terms.id(process.capabilities.join(' ')),
    ];
  }

  #storedCopies(image: KnownImage): KnownCopy[] {
    // What is only remembered to be better known must not be read back as it was.
    this.flush();
    return this.#statements.copiesOf.all(image.id).map(({ first_us: firstUs, content, ...copy }) => ({
      ...copy,
      image,
      fields: fieldsIn(content),
      seen: undefined,
      firstUs: firstUs ?? undefined,
    }));
  }

  /** A parent is known by its id at least; ids that can't be decoded are taken to be of the child's node. */
  #named(execId: string, child: ProcessDescription): KnownImage {
    return this.#image(execId, child.node, pidInOwnId(execId) ?? UNKNOWN_PID);
  }

  #image(execId: string, node: string, pid: number): KnownImage {
    const image = this.#images.get(execId) ?? this.#load(execId, node, pid);
    if (!image.tellsPid && image.pid === UNKNOWN_PID && pid !== UNKNOWN_PID) {
      image.pid = pid;
      this.#statements.place.run(node, pid, image.id);
    }
    return image;
  }

  #load(execId: string, node: string, pid: number): KnownImage {
    if (this.#images.size >= REMEMBERED_IMAGES) this.#forgetOldest();
    const parts = decodeExecId(execId);
    const added = this.#add(execId, parts === undefined || parts.node === '' ? node : parts.node, parts?.pid ?? pid, parts?.ktimeNs);
    const stored = added === undefined ? this.#statements.findImage.get(execId) : undefined;
    const image: KnownImage = {
      id: added ?? stored?.id ?? 0,
      tellsPid: parts !== undefined,
      pid: stored?.pid ?? parts?.pid ?? pid,
      copies: stored === undefined ? [] : undefined,
    };
    this.#images.set(execId, image);
    return image;
  }

  /** Row of an image that is new, as most are that are not remembered; `undefined` where the case has it. */
  #add(execId: string, node: string, pid: number, bootNs: bigint | undefined): number | undefined {
    const boot = bootNs !== undefined && bootNs <= LARGEST_INTEGER ? bootNs : null;
    const { changes, lastInsertRowid } = this.#statements.image.run(execId, node, pid, boot, this.origin);
    return changes === 0 ? undefined : Number(lastInsertRowid);
  }

  #forgetOldest(): void {
    let left = REMEMBERED_IMAGES / 4;
    for (const execId of this.#images.keys()) {
      if (left-- <= 0) return;
      this.#images.delete(execId);
    }
  }
}

function isSame(one: Fields, other: Fields): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** The statement gives them as JSON. */
function fieldsIn(content: string): Fields {
  const fields: Fields = JSON.parse(content);
  return fields;
}

/** The thread is the process's own in its exec event alone: later events come from any of its threads. */
function tidOf(process: Pick<ProcessDescription, 'role' | 'tid'>): number | null {
  return process.role === 'exec' ? (process.tid ?? null) : null;
}

function truth(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}
