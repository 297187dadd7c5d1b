import { SortedNames } from '../../model/link/container-ids.js';
import type { Place, Places } from './places.js';
import type { PodFacts } from './pod-facts.js';
import { type ProcessColumns, TRAITS } from './process-columns.js';

/** Short ids are this long: nothing shorter names a container. */
const LEAST_ID = /^[0-9a-f]{12,}$/;

/**
 * Puts what reports tell of containers onto the machines that other sources saw them on: reports do not tell their own. By the container's id,
 * which the host name begins with, else by the pod of that name.
 */
export function placeReporters(processes: ProcessColumns, places: Places, pods: ReadonlyMap<number, PodFacts>): void {
  const seen = placesOf(processes, places, (id) => !processes.has(id, TRAITS.isReporter));
  const byDocker = new NodesById(seen);
  const byPod = new NodesByPod(seen, pods);
  const reporters = rowsWhere(processes, (id) => processes.has(id, TRAITS.isReporter));
  moveToOnly(processes, places, reporters, ({ docker, pod }) =>
    docker === null ? byPod.nodes(pod) : [...byDocker.startingWith(docker), ...byDocker.beginningOf(docker)],
  );
}

/** What a network-only source says of a container is of the machine where another source saw that container run. */
export function placePlaceholders(processes: ProcessColumns, places: Places): void {
  const placeholders = rowsWhere(processes, (id) => !processes.has(id, TRAITS.hasPid));
  if (placeholders.length === 0) return;
  const byDocker = new NodesById(placesOf(processes, places, (id) => processes.has(id, TRAITS.hasPid)));
  moveToOnly(processes, places, placeholders, ({ docker }) =>
    docker !== null && LEAST_ID.test(docker) ? byDocker.startingWith(docker) : [],
  );
}

function rowsWhere(processes: ProcessColumns, isMeant: (id: number) => boolean): readonly number[] {
  const rows: number[] = [];
  for (let id = 1; id <= processes.count; id++) if (isMeant(id)) rows.push(id);
  return rows;
}

/** Moves each process to the node that is found for it, when it is one and only one. */
function moveToOnly(
  processes: ProcessColumns,
  places: Places,
  rows: readonly number[],
  nodesFor: (place: Place) => Iterable<number>,
): void {
  for (const id of rows) {
    const place = places.get(processes.place[id] ?? 0);
    if (place === undefined) continue;
    const [node, ...others] = new Set(nodesFor(place));
    if (node !== undefined && others.length === 0) processes.place[id] = places.numberOf(node, place.docker, place.pod);
  }
}

function placesOf(processes: ProcessColumns, places: Places, isMeant: (id: number) => boolean): readonly Place[] {
  const found = new Set<number>();
  for (let id = 1; id <= processes.count; id++) if (isMeant(id)) found.add(processes.place[id] ?? 0);
  return [...found].flatMap((number) => places.get(number) ?? []);
}

/** Nodes that containers were seen on, by their ids. */
class NodesById {
  readonly #nodes = new Map<string, Set<number>>();
  readonly #ids: SortedNames;

  constructor(places: readonly Place[]) {
    for (const { docker, node } of places) {
      if (docker === null) continue;
      const nodes = this.#nodes.get(docker);
      if (nodes === undefined) this.#nodes.set(docker, new Set([node]));
      else nodes.add(node);
    }
    this.#ids = new SortedNames(this.#nodes.keys());
  }

  *startingWith(part: string): Generator<number> {
    for (const id of this.#ids.startingWith(part)) yield* this.#nodes.get(id) ?? [];
  }

  *beginningOf(id: string): Generator<number> {
    for (let length = 0; length <= id.length; length++) yield* this.#nodes.get(id.slice(0, length)) ?? [];
  }
}

/** Nodes that pods were seen on, by their names; a namespace counts where both tell it. */
class NodesByPod {
  readonly #pods: ReadonlyMap<number, PodFacts>;
  readonly #seen = new Map<string, { readonly node: number; readonly namespace: string | null }[]>();

  constructor(places: readonly Place[], pods: ReadonlyMap<number, PodFacts>) {
    this.#pods = pods;
    for (const { pod, node } of places) {
      const { name, namespace } = pods.get(pod ?? 0) ?? { name: null, namespace: null };
      if (name === null) continue;
      const seen = this.#seen.get(name);
      if (seen === undefined) this.#seen.set(name, [{ node, namespace }]);
      else seen.push({ node, namespace });
    }
  }

  nodes(pod: number | null): readonly number[] {
    const { name, namespace } = this.#pods.get(pod ?? 0) ?? { name: null, namespace: null };
    if (name === null) return [];
    return (this.#seen.get(name) ?? [])
      .filter((seen) => (seen.namespace ?? '') === (namespace ?? seen.namespace ?? ''))
      .map(({ node }) => node);
  }
}
