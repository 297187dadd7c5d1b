import { type Grouping, TREE_FLAGS } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { commandNumbers } from './alike.js';
import { type GroupPlan, planGroups } from './groups.js';

interface TreeProcess {
  readonly id: number;
  readonly parent: number | null;
  readonly container: number | null;
  readonly node: string;
  readonly flags: number;
}

const PROCESSES = `
  select id, parent, container, node,
    (coalesce(late, '') = 'late') * ${TREE_FLAGS.late} + (coalesce(late, '') = 'entered') * ${TREE_FLAGS.entered} + (coalesce(late, '') = 'probe') * ${TREE_FLAGS.probe}
    + is_main * ${TREE_FLAGS.main} + (known_from = 'inferred') * ${TREE_FLAGS.inferred} + (connection_count > 0) * ${TREE_FLAGS.hasConnection}
    + has_external * ${TREE_FLAGS.hasExternal} + (exit_status is not null) * ${TREE_FLAGS.exited} as flags
  from process order by start_us is null, start_us desc, id desc`;

/** Stores both arrangements of the tree in pre-order, siblings by start. Memory: a few numbers per process. */
export function linkTrees(database: CaseDatabase): void {
  const count = Number(database.prepare('select coalesce(max(id), 0) from process').pluck().get());
  const containerOf = new Int32Array(count + 1);
  for (const row of database
    .prepare<[], { id: number; container: number }>('select id, container from process where container is not null')
    .iterate())
    containerOf[row.id] = row.container;
  const commandOf = commandNumbers(database, count);
  for (const grouping of ['pod', 'host'] as const) storeTree(database, grouping, count, { containerOf, commandOf });
}

/** What is known of each process by row: its container, and what it ran. */
interface ProcessColumns {
  readonly containerOf: Int32Array;
  readonly commandOf: Int32Array;
}

function storeTree(database: CaseDatabase, grouping: Grouping, count: number, { containerOf, commandOf }: ProcessColumns): void {
  const plan = planGroups(database, grouping);
  const links = new ChildLinks(count + 1 + plan.groups.length);
  const flags = new Uint16Array(count + 1);
  // Newest first: each is put before its siblings.
  for (const row of database.prepare<[], TreeProcess>(PROCESSES).iterate()) {
    flags[row.id] = row.flags;
    const container = row.container ?? 0;
    const isBesideParent = row.parent !== null && (grouping === 'host' || containerOf[row.parent] === container);
    const parent = isBesideParent ? row.parent : null;
    const above = parent ?? count + 1 + plan.groupFor(container, row.node);
    const younger = links.first(above);
    const isYoungerAlike = younger > 0 && commandOf[younger] !== 0 && commandOf[younger] === commandOf[row.id];
    if (isYoungerAlike) flags[younger] = (flags[younger] ?? 0) | TREE_FLAGS.alike;
    links.prepend(above, row.id);
  }
  for (let group = plan.groups.length - 1; group >= 0; group--) links.prepend(rootOrGroup(plan, group, count), count + 1 + group);
  const order = links.preOrder(count);
  database
    .prepare('insert into tree values (?, ?, ?, ?, ?, ?)')
    .run(
      grouping,
      bytesOf(order.ids),
      bytesOf(order.sizes),
      bytesOf(order.depths),
      bytesOf(flagsInOrder(order.ids, flags)),
      JSON.stringify(plan.groups.map(({ group }) => group)),
    );
}

/** Slot 0 stands above the roots. */
function rootOrGroup(plan: GroupPlan, group: number, count: number): number {
  const under = plan.groups[group]?.under;
  return under === undefined ? 0 : count + 1 + under;
}

function flagsInOrder(ids: Int32Array, flags: Uint16Array): Uint16Array {
  return Uint16Array.from(ids, (id) => (id > 0 ? (flags[id] ?? 0) : 0));
}

function bytesOf(numbers: Int32Array | Uint16Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** What a depth column holds: a deeper chain is drawn no deeper. */
const DEEPEST = 0xffff;

/** First child and next sibling of each slot: 0 for the top, then processes by row, then groups. */
class ChildLinks {
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(slots: number) {
    this.#first = new Int32Array(slots);
    this.#next = new Int32Array(slots);
  }

  prepend(parent: number, child: number): void {
    this.#next[child] = this.#first[parent] ?? 0;
    this.#first[parent] = child;
  }

  /** The first child of a slot, 0 when it has none. */
  first(parent: number): number {
    return this.#first[parent] ?? 0;
  }

  /** Every slot below the top, parents before children. Slots beyond `count` are groups and get negative ids. */
  preOrder(count: number): { ids: Int32Array; sizes: Int32Array; depths: Uint16Array } {
    const rows = this.#first.length - 1;
    const ids = new Int32Array(rows);
    const sizes = new Int32Array(rows).fill(1);
    const depths = new Uint16Array(rows);
    const path: number[] = [];
    let length = 0;
    let slot = this.#first[0] ?? 0;
    while (slot !== 0) {
      ids[length] = slot > count ? count - slot : slot;
      depths[length] = Math.min(path.length, DEEPEST);
      path.push(length++);
      let next = this.#first[slot] ?? 0;
      let at = slot;
      while (next === 0) {
        const row = path.pop();
        if (row === undefined)
          return { ids: ids.subarray(0, length), sizes: sizes.subarray(0, length), depths: depths.subarray(0, length) };
        sizes[row] = length - row;
        next = this.#next[at] ?? 0;
        const above = path.at(-1);
        at = above === undefined ? 0 : slotOf(ids[above] ?? 0, count);
      }
      slot = next;
    }
    return { ids, sizes, depths };
  }
}

function slotOf(id: number, count: number): number {
  return id > 0 ? id : count - id;
}
