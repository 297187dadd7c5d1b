import type { ConnectionTable } from '../../model/link/connection-table.js';
import { TCP } from '../../model/link/texts.js';
import type { CaseDatabase } from '../database.js';
import type { ReportedInstance } from './snapshot-reports.js';

/** True when anything reported of itself. */
export function hasSnapshots(database: CaseDatabase): boolean {
  return database.prepare('select 1 from snapshot_fact limit 1').pluck().get() !== undefined;
}

/** Finds, or makes, the container that an instance is. */
export class InstanceContainers {
  readonly #own;
  readonly #byAddress: ContainersByAddress;
  readonly #byPod;
  readonly #insert;
  readonly #place;
  readonly #taken = new Set<number>();

  constructor(database: CaseDatabase, table: ConnectionTable) {
    this.#own = database
      .prepare<[string], number>(
        'select min(container) from process where id in (select value from json_each(?)) and container is not null',
      )
      .pluck();
    this.#byAddress = new ContainersByAddress(table);
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
    const found = told ?? this.#free(this.#byAddress.only(addresses)) ?? this.#free(this.#byPod.get(JSON.stringify(hostnames)));
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

/** Containers by the addresses that TCP sockets of theirs had as local ends. */
class ContainersByAddress {
  readonly #containers = new Map<string, Set<number>>();

  constructor(table: ConnectionTable) {
    const { protocol, localIp } = table.columns;
    for (const row of table.rows()) {
      const ip = table.texts.text(localIp[row] ?? 0);
      if (ip === undefined || protocol[row] !== TCP || table.containerOf(row) === 0) continue;
      const known = this.#containers.get(ip) ?? new Set<number>();
      this.#containers.set(ip, known.add(table.containerOf(row)));
    }
  }

  /** The container that has any of these addresses, when no other has one. */
  only(addresses: readonly string[]): number | undefined {
    const [first, ...others] = new Set(addresses.flatMap((ip) => [...(this.#containers.get(ip) ?? [])]));
    return others.length === 0 ? first : undefined;
  }
}
