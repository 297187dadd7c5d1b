import { describe, expect, it } from 'vitest';
import type { TreeSkeleton } from '../../../src/model/case-view.js';
import { foldableRows, withRunsOpen } from '../../../src/tui/tree/alike-runs.js';
import { baseOpenRows, withOverrides } from '../../../src/tui/tree/expansion.js';
import { noiseRows, rowsOfProcesses } from '../../../src/tui/tree/marked-rows.js';
import { indexTree } from '../../../src/tui/tree/tree-index.js';
import { visibleRows } from '../../../src/tui/tree/visible-rows.js';
import { scrolledTo, treeWindow } from '../../../src/tui/tree/window.js';

const LENGTH = 1_000_000;

/** A host with a thousand chains of processes, a thousand deep each but for the host's own row. */
function chains(): TreeSkeleton {
  const ids = new Int32Array(LENGTH);
  const sizes = new Int32Array(LENGTH);
  const depths = new Uint16Array(LENGTH);
  ids[0] = -1;
  sizes[0] = LENGTH;
  for (let row = 1; row < LENGTH; row++) {
    const depth = ((row - 1) % 1000) + 1;
    ids[row] = row;
    depths[row] = depth;
    sizes[row] = Math.min(1001 - depth, LENGTH - row);
  }
  const groups = [{ kind: 'host' as const, label: 'h', processCount: LENGTH - 1, lateCount: 0 }];
  return { grouping: 'host', ids, sizes, depths, flags: new Uint16Array(LENGTH), groups };
}

function rowsOfGroupOpen(): Uint8Array {
  const open = new Uint8Array(LENGTH);
  open[0] = 1;
  return open;
}

/** Rows that count how often one of them is read. */
function counted(rows: Int32Array): { readonly rows: Int32Array; readonly reads: () => number } {
  let reads = 0;
  const watched = new Proxy(rows, {
    get(target, property) {
      if (typeof property === 'string' && /^\d+$/.test(property)) reads += 1;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { rows: watched, reads: () => reads };
}

describe('a million rows', () => {
  const tree = indexTree(chains());
  const none = new Uint8Array(LENGTH);
  const all = baseOpenRows(tree, 'all', { findings: none });

  it('are all shown when all are open', () => {
    expect(visibleRows(tree, all, undefined)).toHaveLength(LENGTH);
  });

  it('are fewer by a branch that is closed', () => {
    const open = withOverrides(tree, all, new Map([[1, { isOpen: false }]]));
    expect(visibleRows(tree, open, undefined)).toHaveLength(LENGTH - 999);
  });

  it('are looked at by the screenful: a jump to the end reads no more than stands there', () => {
    const shown = counted(visibleRows(tree, all, undefined));
    const top = scrolledTo(tree, shown.rows, 0, LENGTH - 1, 50);
    expect(treeWindow(tree, shown.rows, top, 50).rows.at(-1)).toBe(LENGTH - 1);
    expect(shown.reads()).toBeGreaterThan(0);
    expect(shown.reads()).toBeLessThan(1_000);
  });

  it('fold into one that stands for all, and unfold', () => {
    const flags = new Uint16Array(LENGTH).fill(256);
    const siblings = { ...tree.skeleton, flags, sizes: new Int32Array(LENGTH).fill(1), depths: new Uint16Array(LENGTH).fill(1) };
    siblings.sizes[0] = LENGTH;
    siblings.depths[0] = 0;
    const flat = indexTree(siblings);
    const folded = foldableRows(flat, none, undefined);
    const hostOpen = rowsOfGroupOpen();
    expect([...visibleRows(flat, hostOpen, undefined, folded)]).toEqual([0, 1]);
    expect(visibleRows(flat, withRunsOpen(hostOpen, folded, flat.skeleton.ids), undefined, folded)).toHaveLength(LENGTH);
  });

  it('keep the way to one finding when everything else is noise', () => {
    const findings = rowsOfProcesses(tree, [1500]);
    const exited = { ...tree, skeleton: { ...tree.skeleton, flags: new Uint16Array(LENGTH).fill(128) } };
    const hidden = noiseRows(exited, findings);
    expect(visibleRows(exited, all, hidden)).toHaveLength(501);
  });
});
