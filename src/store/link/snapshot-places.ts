import type { CaseDatabase } from '../database.js';
import type { ReportedInstance } from './snapshot-reports.js';

/** True when anything reported of itself. */
export function hasSnapshots(database: CaseDatabase): boolean {
  return database.prepare('select 1 from snapshot_fact limit 1').pluck().get() !== undefined;
}

/** Finds, or makes, the container that an instance is. */
export class InstanceContainers {
  readonly #own;
  readonly #byAddress;
  readonly #byPod;
  readonly #insert;
  readonly #place;
  readonly #taken = new Set<number>();

  constructor(database: CaseDatabase) {
    this.#own = database
      .prepare<[string], number>(
        'select min(container) from process where id in (select value from json_each(?)) and container is not null',
      )
      .pluck();
    this.#byAddress = database
      .prepare<[string], number>(
        `select case when count(distinct container) = 1 then min(container) end from connection
         where local_ip in (select value from json_each(?)) and protocol = 'tcp' and container is not null`,
      )
      .pluck();
    this.#byPod = database
      .prepare<[string], number>(
        'select case when count(*) = 1 then min(id) end from container where pod in (select value from json_each(?))',
      )
      .pluck();
    this.#insert = database.prepare(`insert into container (container_id, node, name) select '', node, ? from process where id = ?`);
    this.#place = database.prepare(
      `update process set container = ?, is_container_inferred = 1, node = (select node from container where id = ?)
       where container is null and id in (select value from json_each(?))`,
    );
  }

  /** By the host name, which is the container's id; else by its addresses; else by the pod of that name; else one of its own. */
  containerOf({ placeholders, hostnames }: ReportedInstance, addresses: readonly string[]): number {
    const [first] = placeholders;
    const told = this.#own.get(JSON.stringify(placeholders)) ?? undefined;
    const found =
      told ?? this.#free(this.#byAddress.get(JSON.stringify(addresses))) ?? this.#free(this.#byPod.get(JSON.stringify(hostnames)));
    const container = found ?? Number(this.#insert.run(hostnames[0] ?? null, first ?? -1).lastInsertRowid);
    this.#taken.add(container);
    if (told === undefined) this.#place.run(container, container, JSON.stringify(placeholders));
    return container;
  }

  /** Two instances with one address are two containers with a network of their own on different machines. */
  #free(container: number | null | undefined): number | undefined {
    return container === null || container === undefined || this.#taken.has(container) ? undefined : container;
  }
}
