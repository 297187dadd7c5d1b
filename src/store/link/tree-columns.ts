import { TREE_FLAGS } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import { CommandNumbers, LONGEST_COMPARED } from './alike.js';
import { type ColumnSelection, columnPages } from './column-pages.js';

/** What the tree needs of each process, by row. */
export interface TreeColumns {
  /** The highest row. */
  readonly count: number;
  /** Rows in the order of their start, the newest first; those whose start nobody tells come last. */
  readonly newestFirst: Int32Array;
  readonly parent: Int32Array;
  readonly container: Int32Array;
  /** Number of the node, by its place in `nodes`. */
  readonly node: Int32Array;
  readonly nodes: readonly string[];
  readonly flags: Uint16Array;
  /** Equal for two only if they ran alike command lines; 0 for one like no other. */
  readonly command: Int32Array;
}

interface TreePage {
  readonly id: readonly number[];
  readonly parent: readonly (number | null)[];
  readonly container: readonly (number | null)[];
  readonly node: readonly string[];
  readonly flags: readonly number[];
  /** What is compared of a command line: nothing of a long one. */
  readonly binary: readonly (string | null)[];
  readonly given: readonly (string | null)[];
}

const PROCESSES: ColumnSelection<TreePage> = {
  table: 'process',
  key: 'id',
  columns: {
    id: 'id',
    parent: 'parent',
    container: 'container',
    node: 'node',
    flags: `case late when 'late' then ${TREE_FLAGS.late} when 'entered' then ${TREE_FLAGS.entered} when 'probe' then ${TREE_FLAGS.probe} else 0 end
      + is_main * ${TREE_FLAGS.main} + (known_from = 'inferred') * ${TREE_FLAGS.inferred} + (connection_count > 0) * ${TREE_FLAGS.hasConnection}
      + has_external * ${TREE_FLAGS.hasExternal} + (exit_status is not null) * ${TREE_FLAGS.exited}`,
    binary: `case when length(binary) + length(coalesce(arguments, '')) <= ${LONGEST_COMPARED} then binary end`,
    given: `case when length(arguments) <= ${LONGEST_COMPARED} then arguments end`,
  },
};

/** In the order of an index. */
const NEWEST_FIRST = 'select id from process order by coalesce(start_us, -1) desc, id desc';

/** Reads every process of a case in one pass. Memory: 30 bytes for each. */
export function readTreeColumns(database: CaseDatabase): TreeColumns {
  const count = Number(database.prepare('select coalesce(max(id), 0) from process').pluck().get());
  const parent = new Int32Array(count + 1);
  const container = new Int32Array(count + 1);
  const node = new Int32Array(count + 1);
  const flags = new Uint16Array(count + 1);
  const command = new Int32Array(count + 1);
  const nodes = new Map<string, number>();
  const commands = new CommandNumbers();
  for (const page of columnPages(database, PROCESSES)) {
    for (let at = 0; at < page.id.length; at++) {
      const id = page.id[at] ?? 0;
      parent[id] = page.parent[at] ?? 0;
      container[id] = page.container[at] ?? 0;
      node[id] = numberOf(nodes, page.node[at] ?? '');
      flags[id] = page.flags[at] ?? 0;
      command[id] = commands.numberOf(page.binary[at] ?? null, page.given[at] ?? '');
    }
  }
  return { count, newestFirst: newestFirst(database, count), parent, container, node, nodes: [...nodes.keys()], flags, command };
}

function newestFirst(database: CaseDatabase, count: number): Int32Array {
  const order = new Int32Array(count);
  let length = 0;
  for (const id of database.prepare<[], number>(NEWEST_FIRST).pluck().iterate()) order[length++] = id;
  return order.subarray(0, length);
}

function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}
