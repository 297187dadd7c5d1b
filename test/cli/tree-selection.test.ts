import { describe, expect, it } from 'vitest';
import { chosenRows, type TreeChoice } from '../../src/cli/tree-selection.js';
import type { TreeSkeleton } from '../../src/model/case-view.js';

/** Draws a skeleton: two spaces a level, `[name]` for groups, a number for the row of a process. */
function skeleton(drawing: string): TreeSkeleton {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map(indentOf));
  const depths = lines.map((line) => (indentOf(line) - margin) / 2);
  const names = lines.map((line) => line.trim());
  const labels = names.filter((name) => name.startsWith('['));
  return {
    grouping: 'pod',
    ids: Int32Array.from(names, (name) => (name.startsWith('[') ? -1 - labels.indexOf(name) : Number(name))),
    sizes: Int32Array.from(depths, (depth, at) => {
      const next = depths.findIndex((other, later) => later > at && other <= depth);
      return (next === -1 ? depths.length : next) - at;
    }),
    depths: Uint16Array.from(depths),
    flags: new Uint16Array(lines.length),
    groups: labels.map((label) => ({ kind: 'pod', label, processCount: 0, lateCount: 0 })),
  };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const TREE = skeleton(`
  [a]
    1
      2
        3
      4
  [b]
    5
      6
`);

const ALL: TreeChoice = { withAncestors: false, withDescendants: false, withGroups: true };

function drawn(choice: Partial<TreeChoice>): string {
  const rows = chosenRows(TREE, { ...ALL, ...choice });
  return rows
    .map(({ id, depth, isContext, isLast }) => {
      const name = id < 0 ? (TREE.groups[-1 - id]?.label ?? '?') : String(id);
      return `${'  '.repeat(depth)}${name}${isContext ? ' (context)' : ''}${isLast ? '.' : ''}`;
    })
    .join('\n');
}

function matching(...ids: number[]): ReadonlySet<number> {
  return new Set(ids);
}

describe('chosenRows', () => {
  it('shows everything when nothing is asked for', () => {
    expect(drawn({})).toBe(['[a]', '  1.', '    2', '      3.', '    4.', '[b].', '  5.', '    6.'].join('\n'));
  });

  it('hangs a match from the nearest match above it', () => {
    expect(drawn({ matching: matching(1, 3) })).toBe(['[a].', '  1.', '    3.'].join('\n'));
  });

  it('leaves out groups that hold no match', () => {
    expect(drawn({ matching: matching(6) })).toBe(['[b].', '  6.'].join('\n'));
    expect(drawn({ matching: matching() })).toBe('');
  });

  it('adds the way down to a match as context', () => {
    expect(drawn({ matching: matching(3), withAncestors: true })).toBe(
      ['[a].', '  1 (context).', '    2 (context).', '      3.'].join('\n'),
    );
  });

  it('adds what a match started as context', () => {
    expect(drawn({ matching: matching(2), withDescendants: true })).toBe(['[a].', '  2.', '    3 (context).'].join('\n'));
  });

  it('leaves groups out when only processes are wanted', () => {
    expect(drawn({ withGroups: false, maxDepth: 1 })).toBe(['1', '5.'].join('\n'));
    expect(drawn({ withGroups: false, matching: matching(6), withAncestors: true })).toBe(['5 (context).', '  6.'].join('\n'));
  });

  it('counts the depth of what is shown', () => {
    expect(drawn({ maxDepth: 2 })).toBe(['[a]', '  1.', '[b].', '  5.'].join('\n'));
    expect(drawn({ matching: matching(3), maxDepth: 2 })).toBe(['[a].', '  3.'].join('\n'));
  });
});
