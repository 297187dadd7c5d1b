import { type Grouping, TREE_FLAGS } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { ChildLinks } from './child-links.js';
import { type GroupPlan, planGroups } from './groups.js';
import { readTreeColumns, type TreeColumns } from './tree-columns.js';

/** Stores both arrangements of the tree in pre-order, siblings by start. Memory: a few numbers per process. */
export function linkTrees(database: CaseDatabase): void {
  const columns = readTreeColumns(database);
  for (const grouping of ['pod', 'host'] as const) storeTree(database, grouping, columns);
}

function storeTree(database: CaseDatabase, grouping: Grouping, columns: TreeColumns): void {
  const { count, newestFirst, parent, container, node, command } = columns;
  const plan = planGroups(database, columns, grouping);
  const links = new ChildLinks(count + 1 + plan.groups.length);
  const flags = columns.flags.slice();
  // Newest first: each is put before its siblings.
  for (let at = 0; at < newestFirst.length; at++) {
    const id = newestFirst[at] ?? 0;
    const told = parent[id] ?? 0;
    const isBesideParent = told !== 0 && (grouping === 'host' || container[told] === container[id]);
    const above = isBesideParent ? told : count + 1 + plan.groupFor(container[id] ?? 0, node[id] ?? 0);
    const younger = links.first(above);
    const isYoungerAlike = younger > 0 && command[younger] !== 0 && command[younger] === command[id];
    if (isYoungerAlike) flags[younger] = (flags[younger] ?? 0) | TREE_FLAGS.alike;
    links.prepend(above, id);
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
  const inOrder = new Uint16Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] ?? 0;
    if (id > 0) inOrder[row] = flags[id] ?? 0;
  }
  return inOrder;
}

function bytesOf(numbers: Int32Array | Uint16Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
