import { TREE_FLAGS, type TreeGroup, type TreeSkeleton } from '../../../src/model/case-view.js';

/**
 * A skeleton from a drawing: two spaces a level, a group in brackets, flags after a colon.
 *
 *     [node]
 *       sh
 *         id: exited
 */
export function drawnTree(drawing: string): {
  readonly skeleton: TreeSkeleton;
  row(name: string): number;
  names(rows: Iterable<number>): readonly string[];
} {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map(indent));
  const depths = lines.map((line) => (indent(line) - margin) / 2);
  const names = lines.map((line) => line.trim().replace(/:.*/, ''));
  const groups: TreeGroup[] = [];
  const ids = names.map((name, row) => {
    if (!name.startsWith('[')) return row;
    return -groups.push({ kind: row === 0 ? 'node' : 'container', label: name.slice(1, -1), processCount: 0, lateCount: 0 });
  });
  const sizes = depths.map((depth, row) => {
    const next = depths.findIndex((other, place) => place > row && other <= depth);
    return (next < 0 ? depths.length : next) - row;
  });
  return {
    skeleton: {
      grouping: 'pod',
      ids: Int32Array.from(ids),
      sizes: Int32Array.from(sizes),
      depths: Uint16Array.from(depths),
      flags: Uint16Array.from(lines.map(flagsOf)),
      groups,
    },
    row: (name) => names.indexOf(name),
    names: (rows) => [...rows].map((row) => names[row] ?? '?'),
  };
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

function flagsOf(line: string): number {
  const words = line.split(':')[1]?.trim().split(/\s+/) ?? [];
  const known = new Map(Object.entries(TREE_FLAGS));
  return words.reduce((flags, word) => flags | (known.get(word) ?? 0), 0);
}
