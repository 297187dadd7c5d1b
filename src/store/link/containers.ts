import { lateKind } from '../../model/late.js';
import type { CaseDatabase } from '../database.js';

interface PlacedRow {
  readonly node: string;
  readonly docker: string | null;
  readonly pod: number | null;
  readonly container_id: string | null;
}

/** Short ids are this long: nothing shorter names a container. */
const LEAST_ID_CHARACTERS = 12;
/** Containers nest no deeper in processes without an id than this. */
const FILL_ROUNDS = 16;

/** Fills `container` and gives each process its own, told or worked out from its family. */
export function linkContainers(database: CaseDatabase): void {
  placePlaceholders(database);
  const combinations = database
    .prepare<[], PlacedRow>(
      `select p.node, p.docker, p.pod, m.container_id from process p left join pod_metadata m on m.id = p.pod
       where p.docker is not null or p.pod is not null group by 1, 2, 3 order by p.node, p.docker, m.content`,
    )
    .all();
  const keyOf = containerKeys(combinations);
  const containers = new ContainerWriter(database);
  const place = database.prepare('update process set container = ? where node = ? and docker is ? and pod is ?');
  for (const row of combinations) place.run(containers.idOf(row.node, keyOf(row), row.pod), row.node, row.docker, row.pod);
  fillFromFamily(database);
  describeContainers(database);
}

/** What a network-only source says of a container is of the machine where another source saw that container run. */
function placePlaceholders(database: CaseDatabase): void {
  database.exec(`
    update process set node = seen.node
    from (select p.id, min(q.node) as node from process p join process q on q.docker like p.docker || '%' and q.pid > 0
          where p.pid = 0 and length(p.docker) >= ${LEAST_ID_CHARACTERS} and p.docker not glob '*[^0-9a-f]*' group by p.id having count(distinct q.node) = 1) seen
    where seen.id = process.id`);
}

/** One key per container: ids are printed whole, cut to 31, 24 or 15 characters, or not at all where only the pod is known. */
function containerKeys(rows: readonly PlacedRow[]): (row: PlacedRow) => string {
  const ids = new Map<string, string[]>();
  for (const { node, docker, container_id: id } of rows)
    for (const known of [docker, id]) if (known !== null) ids.set(node, [...(ids.get(node) ?? []), known]);
  for (const [node, known] of ids)
    ids.set(
      node,
      [...new Set(known)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)),
    );
  return ({ node, docker, pod, container_id: id }) => {
    const told = id ?? docker;
    if (told === null) return `pod ${pod}`;
    const whole = (ids.get(node) ?? []).filter((known) => known.startsWith(told));
    const longest = whole[0] ?? told;
    return whole.every((known) => longest.startsWith(known)) ? longest : told;
  };
}

class ContainerWriter {
  readonly #ids = new Map<string, number>();
  readonly #insert;
  readonly #describe;

  constructor(database: CaseDatabase) {
    this.#insert = database.prepare('insert into container (container_id, node) values (?, ?)');
    this.#describe = database.prepare<[number, number]>(`update container set
        runtime = coalesce(container.runtime, m.runtime), name = coalesce(container.name, m.container_name), image = coalesce(container.image, m.image),
        image_id = coalesce(container.image_id, m.image_id), namespace = coalesce(container.namespace, m.namespace), pod = coalesce(container.pod, m.name),
        workload = coalesce(container.workload, m.workload), workload_kind = coalesce(container.workload_kind, m.workload_kind),
        labels = coalesce(container.labels, m.labels), started_us = coalesce(container.started_us, m.container_start_us)
      from pod_metadata m where m.id = ? and container.id = ?`);
  }

  idOf(node: string, key: string, pod: number | null): number {
    const identity = `${node} ${key}`;
    const id = this.#ids.get(identity) ?? Number(this.#insert.run(key.startsWith('pod ') ? '' : key, node).lastInsertRowid);
    this.#ids.set(identity, id);
    if (pod !== null) this.#describe.run(pod, id);
    return id;
  }
}

/** Early events come without container or pod; a process between parent and child of one container is in it, and so is a fork. */
function fillFromFamily(database: CaseDatabase): void {
  const down = database.prepare(`update process set container = q.container, is_container_inferred = 1 from process q
    where q.id = process.parent and process.container is null and q.container is not null and process.known_from <> 'inferred'
      and (process.is_in_init_tree = 1 or (process.is_in_init_tree is null and (process.known_from = 'fork' or process.origin = 'auditd')))`);
  const up =
    database.prepare(`update process set container = (select min(c.container) from process c where c.parent = process.id and c.container is not null), is_container_inferred = 1
    where container is null and (is_in_init_tree = 1 or (select q.container from process q where q.id = process.parent) = (select min(c.container) from process c where c.parent = process.id))
      and (select count(distinct c.container) from process c where c.parent = process.id) = 1`);
  for (let round = 0; round < FILL_ROUNDS; round++) {
    if (down.run().changes + up.run().changes === 0) return;
  }
}

function describeContainers(database: CaseDatabase): void {
  database.exec(`
    create index if not exists process_container on process(container);
    update container set started_from = 'metadata' where started_us is not null;
    update container set started_from = 'first-process', started_us = (
      select min(p.start_us) from process p where p.container = container.id and coalesce(p.is_in_init_tree, 1) = 1) where started_us is null;
    update container set started_from = null where started_us is null;
    update container set main_process = (
      select p.id from process p left join process q on q.id = p.parent
      where p.container = container.id and p.pid > 0 and coalesce(p.is_in_init_tree, 1) = 1 and (q.container is null or q.container <> p.container)
      order by coalesce(p.container_pid, 2) <> 1, p.start_us, p.id limit 1);
    update process set is_main = 1 where id in (select main_process from container);
    update container set process_count = (select count(*) from process p where p.container = container.id);
  `);
}

/** Judges each process's lateness against its container's start. */
export function linkLateness(database: CaseDatabase, lateAfterSeconds: number): void {
  database.function('late_kind', { deterministic: true }, (isInInitTree: unknown, mayBeProbe: unknown) =>
    lateKind({ ...(isInInitTree === null ? {} : { isInInitTree: isInInitTree === 1 }), mayBeProbe: mayBeProbe === 1 }),
  );
  database
    .prepare(
      `update process set late_seconds = (image_start_us - c.started_us) / 1e6, late = late_kind(is_in_init_tree, may_be_probe)
       from container c where c.id = process.container and image_start_us - c.started_us > ?`,
    )
    .run(lateAfterSeconds * 1_000_000);
  database.exec("update container set late_count = (select count(*) from process p where p.container = container.id and p.late = 'late')");
}
