import { decodeExecId } from '../model/exec-id.js';
import type { DescriptionRole, EventRecord, PodDescription, ProcessDescription, SocketFact, SocketOperation } from '../model/record.js';
import type { EventPlace } from '../model/store.js';
import type { CaseDatabase } from './database.js';

/** As stored: the best copy of a process has the lowest number. */
export const ROLE_RANK: Readonly<Record<DescriptionRole, number>> = { exec: 0, event: 1, parent: 2 };

export const SOCKET_OPERATIONS: readonly SocketOperation[] = ['connect', 'attempt', 'accept', 'listen', 'send', 'stats', 'close'];

/** Exec ids whose copies are remembered, so that a copy seen before costs no write. Beyond, the case is asked. */
const REMEMBERED_IMAGES = 20_000;

/** Readers that make a new object for each copy gain nothing, and must not cost memory. */
const MOST_SEEN = 8;

/** What SQLite's INTEGER holds. */
const LARGEST_INTEGER = 2n ** 63n - 1n;

interface KnownImage {
  readonly id: number;
  /** Each copy that is in the case, by content; `undefined` until they were read back. */
  copies: Map<string, KnownCopy> | undefined;
  /** Copies by the very object that a reader gives again and again: compared by identity, at no cost. */
  readonly seen: Map<ProcessDescription, KnownCopy>;
}

interface KnownCopy {
  readonly id: number;
  role: number;
  firstUs: number | undefined;
}

/** Writes records as facts. One per import; the caller owns the transactions. Memory is bounded. */
export class FactWriter {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #images = new Map<string, KnownImage>();
  readonly #terms = new Map<string, number>();
  readonly #pods = new Map<string, number>();
  #nextEvent: number;

  constructor(database: CaseDatabase) {
    this.#statements = prepare(database);
    this.#nextEvent = Number(database.prepare('select coalesce(max(id), 0) from event').pluck().get()) + 1;
  }

  /** Adds one record. Returns the event's row. */
  write(record: EventRecord, source: number, place: EventPlace): number {
    const event = this.#nextEvent++;
    const image = record.process === undefined ? null : this.#image(record.process.execId, record.process.node, record.process.pid).id;
    this.#statements.event.run(
      event,
      source,
      place.line,
      place.byteOffset,
      place.byteLength,
      place.hash,
      this.#term(record.kind),
      record.time?.us ?? null,
      record.time?.ns ?? 0,
      image,
      record.functionName === undefined ? null : this.#term(record.functionName),
      record.policy === undefined ? null : this.#term(record.policy),
    );
    if (record.process !== undefined) this.#describe(record.process, record, event);
    if (record.parent !== undefined) this.#describe(record.parent, record, event);
    for (const ancestor of record.ancestors) this.#describe(ancestor, record, event);
    if (image !== null) this.#writeFacts(record, event, image);
    return event;
  }

  #writeFacts(record: EventRecord, event: number, image: number): void {
    const { exit, socket, dns, file } = record;
    if (exit !== undefined) {
      const time = exit.time ?? record.time;
      this.#statements.exit.run(event, image, exit.status, exit.signal ?? null, time?.us ?? null, time?.ns ?? 0);
    }
    if (socket !== undefined) this.#writeSocket(socket, event, image, record.count);
    if (dns !== undefined) {
      this.#statements.dns.run(
        event,
        image,
        Number(dns.isResponse),
        JSON.stringify(dns.names),
        JSON.stringify(dns.types),
        dns.rcode ?? null,
        JSON.stringify(dns.ips),
        dns.server?.ip ?? null,
        dns.server?.port ?? null,
      );
    }
    if (file !== undefined) this.#statements.file.run(event, image, file.operation, file.path);
  }

  #writeSocket(socket: SocketFact, event: number, image: number, count: number): void {
    this.#statements.socket.run(
      event,
      image,
      SOCKET_OPERATIONS.indexOf(socket.operation),
      Number(socket.isOriented),
      socket.protocol,
      socket.local?.ip ?? null,
      socket.local?.port ?? null,
      socket.remote?.ip ?? null,
      socket.remote?.port ?? null,
      socket.cookie ?? null,
      socket.remoteNames === undefined ? null : JSON.stringify(socket.remoteNames),
      socket.remotePod === undefined ? null : this.#pod(socket.remotePod),
      socket.bytesSent ?? null,
      socket.bytesReceived ?? null,
      count,
    );
  }

  #describe(process: ProcessDescription, record: EventRecord, event: number): void {
    const image = this.#image(process.execId, process.node, process.pid);
    const seen = image.seen.get(process);
    if (seen !== undefined) {
      this.#improve(seen, seen.role, record.time?.us);
      return;
    }
    const copy = this.#copy(image, process, record, event);
    if (image.seen.size >= MOST_SEEN) image.seen.clear();
    image.seen.set(process, copy);
  }

  #copy(image: KnownImage, process: ProcessDescription, record: EventRecord, event: number): KnownCopy {
    image.copies ??= this.#storedCopies(image.id);
    const parentImage = process.parentExecId === undefined ? null : this.#parentImage(process.parentExecId, process);
    const pod = process.pod === undefined ? null : this.#pod(process.pod);
    const capabilities = process.capabilities === undefined ? null : this.#term(process.capabilities.join(' '));
    const fields = describedFields(process, record, { parentImage, pod, capabilities });
    const content = JSON.stringify(fields);
    const known = image.copies.get(content);
    const role = ROLE_RANK[process.role];
    if (known !== undefined) {
      this.#improve(known, role, record.time?.us);
      return known;
    }
    const tid = process.role === 'exec' ? (process.tid ?? null) : null;
    const id = Number(this.#statements.description.run(image.id, role, record.time?.us ?? null, event, tid, ...fields).lastInsertRowid);
    const copy = { id, role, firstUs: record.time?.us };
    image.copies.set(content, copy);
    return copy;
  }

  /** The same copy with a better role, or from earlier: what the case says must not depend on the order of lines. */
  #improve(known: KnownCopy, role: number, us: number | undefined): void {
    const isEarlier = us !== undefined && (known.firstUs === undefined || us < known.firstUs);
    if (role >= known.role && !isEarlier) return;
    known.role = Math.min(known.role, role);
    if (isEarlier) known.firstUs = us;
    this.#statements.improve.run(known.role, known.firstUs ?? null, known.id);
  }

  #storedCopies(image: number): Map<string, KnownCopy> {
    const copies = new Map<string, KnownCopy>();
    for (const { id, role, first_us: firstUs, content } of this.#statements.copiesOf.all(image))
      copies.set(content, { id, role, firstUs: firstUs ?? undefined });
    return copies;
  }

  /** A parent is known by its id at least; ids that can't be decoded are taken to be of the child's node. */
  #parentImage(execId: string, child: ProcessDescription): number {
    const parts = decodeExecId(execId);
    return this.#image(execId, parts === undefined || parts.node === '' ? child.node : parts.node, parts?.pid ?? 0).id;
  }

  #image(execId: string, node: string, pid: number): KnownImage {
    const known = this.#images.get(execId);
    if (known !== undefined) return known;
    if (this.#images.size >= REMEMBERED_IMAGES) this.#forgetOldest();
    const stored = this.#statements.findImage.get(execId);
    const image: KnownImage = {
      id: stored === undefined ? this.#insertImage(execId, node, pid) : Number(stored),
      copies: stored === undefined ? new Map() : undefined,
      seen: new Map(),
    };
    this.#images.set(execId, image);
    return image;
  }

  #insertImage(execId: string, node: string, pid: number): number {
    const boot = decodeExecId(execId)?.ktimeNs;
    return Number(
      this.#statements.image.run(execId, node, pid, boot !== undefined && boot <= LARGEST_INTEGER ? boot : null).lastInsertRowid,
    );
  }

  #forgetOldest(): void {
    let left = REMEMBERED_IMAGES / 4;
    for (const execId of this.#images.keys()) {
      if (left-- <= 0) return;
      this.#images.delete(execId);
    }
  }

  #term(text: string): number {
    const known = this.#terms.get(text);
    if (known !== undefined) return known;
    const stored = this.#statements.findTerm.get(text);
    const id = stored === undefined ? Number(this.#statements.term.run(text).lastInsertRowid) : Number(stored);
    this.#terms.set(text, id);
    return id;
  }

  #pod(pod: PodDescription): number {
    const content = JSON.stringify(pod);
    const known = this.#pods.get(content);
    if (known !== undefined) return known;
    if (this.#pods.size >= REMEMBERED_IMAGES) this.#pods.clear();
    const stored = this.#statements.findPod.get(content);
    const id = stored === undefined ? this.#insertPod(content, pod) : Number(stored);
    this.#pods.set(content, id);
    return id;
  }

  #insertPod(content: string, pod: PodDescription): number {
    const { container } = pod;
    const labels = pod.labels === undefined ? null : JSON.stringify(pod.labels);
    return Number(
      this.#statements.pod.run(
        content,
        pod.namespace ?? null,
        pod.name ?? null,
        pod.workload ?? null,
        pod.workloadKind ?? null,
        labels,
        container?.id ?? null,
        container?.runtime ?? null,
        container?.name ?? null,
        container?.imageId ?? null,
        container?.image ?? null,
        container?.start?.us ?? null,
      ).lastInsertRowid,
    );
  }
}

type Field = string | number | null;

/** All a copy says, but for its role and thread: the same process seen from another side is the same copy. */
function describedFields(
  process: ProcessDescription,
  record: EventRecord,
  rows: { parentImage: number | null; pod: number | null; capabilities: number | null },
): readonly Field[] {
  return [
    process.node,
    record.cluster ?? null,
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
    rows.parentImage,
    process.docker ?? null,
    rows.pod,
    process.containerPid ?? null,
    truth(process.mayBeProbe),
    truth(process.isInInitTree),
    truth(process.isFileless),
    rows.capabilities,
  ];
}

function truth(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

const DESCRIBED =
  'node, cluster, pid, uid, auid, user_name, cwd, binary, arguments, flags, start_us, start_ns, parent_image, docker, pod, container_pid, may_be_probe, is_in_init_tree, is_fileless, capabilities';

function prepare(database: CaseDatabase) {
  const places = (count: number) => new Array<string>(count).fill('?').join(', ');
  return {
    event: database.prepare(`insert into event values (${places(12)})`),
    image: database.prepare('insert into image (exec_id, node, pid, boot_ns) values (?, ?, ?, ?)'),
    findImage: database.prepare('select id from image where exec_id = ?').pluck(),
    copiesOf: database.prepare<[number], { id: number; role: number; first_us: number | null; content: string }>(
      `select id, role, first_us, json_array(${DESCRIBED}) as content from description where image = ?`,
    ),
    improve: database.prepare('update description set role = ?, first_us = ? where id = ?'),
    description: database.prepare(`insert into description (image, role, first_us, event, tid, ${DESCRIBED}) values (${places(25)})`),
    exit: database.prepare(`insert into exit_fact values (${places(6)})`),
    socket: database.prepare(`insert into socket_fact values (${places(15)})`),
    dns: database.prepare(`insert into dns_fact values (${places(9)})`),
    file: database.prepare(`insert into file_fact values (${places(4)})`),
    term: database.prepare('insert into term (text) values (?)'),
    findTerm: database.prepare('select id from term where text = ?').pluck(),
    pod: database.prepare(
      `insert into pod_metadata (content, namespace, name, workload, workload_kind, labels, container_id, runtime, container_name, image_id, image, container_start_us) values (${places(12)})`,
    ),
    findPod: database.prepare('select id from pod_metadata where content = ?').pluck(),
  };
}
