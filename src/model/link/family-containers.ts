/** Processes by row; row 0 is nobody. Absent parents and containers are 0. */
export interface PlacedFamily {
  readonly parent: Int32Array;
  readonly container: Int32Array;
  /** True for a process that is where its parent is. */
  isWithParent(id: number): boolean;
  /** True for a process that its source says is in a container, whichever. */
  isInContainer(id: number): boolean;
}

/** Containers nest no deeper in processes without an id than this. */
const FILL_ROUNDS = 16;

/**
 * The container of each process, told or worked out from its family: early events come without container or pod. A process between parent
 * and child of one container is in it; so is one that its source says is in some container, when its children are in one; so is one that
 * is where its parent is.
 */
export function familyContainers({ parent, container, isWithParent, isInContainer }: PlacedFamily): Int32Array {
  const filled = container.slice();
  for (let round = 0; round < FILL_ROUNDS; round++) if (fillDown() + fillUp() === 0) break;
  return filled;

  function fillDown(): number {
    const found: number[] = [];
    for (let id = 1; id < filled.length; id++) if (filled[id] === 0 && containerAbove(id) !== 0 && isWithParent(id)) found.push(id);
    // Of one generation: what was found in this round is passed on in the next.
    const containers = found.map(containerAbove);
    for (const [at, id] of found.entries()) filled[id] = containers[at] ?? 0;
    return found.length;
  }

  function fillUp(): number {
    const { lowest, highest } = containersBelow();
    const found: number[] = [];
    for (let id = 1; id < filled.length; id++) {
      const below = lowest[id] ?? 0;
      const isOnlyOne = below !== 0 && below === highest[id];
      if (filled[id] === 0 && isOnlyOne && (isInContainer(id) || containerAbove(id) === below)) found.push(id);
    }
    for (const id of found) {
      filled[id] = lowest[id] ?? 0;
      see(lowest, id);
    }
    return found.length;
  }

  function containerAbove(id: number): number {
    const above = parent[id] ?? 0;
    return above === 0 ? 0 : (filled[above] ?? 0);
  }

  function containersBelow(): { readonly lowest: Int32Array; readonly highest: Int32Array } {
    const lowest = new Int32Array(filled.length);
    const highest = new Int32Array(filled.length);
    for (let id = 1; id < filled.length; id++) {
      if (filled[id] === 0) continue;
      see(lowest, id);
      const above = parent[id] ?? 0;
      highest[above] = Math.max(highest[above] ?? 0, filled[id] ?? 0);
    }
    return { lowest, highest };
  }

  function see(lowest: Int32Array, id: number): void {
    const above = parent[id] ?? 0;
    const known = lowest[above] ?? 0;
    const own = filled[id] ?? 0;
    lowest[above] = known === 0 ? own : Math.min(known, own);
  }
}
