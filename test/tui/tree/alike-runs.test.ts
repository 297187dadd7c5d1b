import { describe, expect, it } from 'vitest';
import { foldableRows, headOf, runLength, withRunsOpen } from '../../../src/tui/tree/alike-runs.js';
import { rowsOfProcesses } from '../../../src/tui/tree/marked-rows.js';
import { indexTree } from '../../../src/tui/tree/tree-index.js';
import { visibleRows } from '../../../src/tui/tree/visible-rows.js';
import { drawnTree } from './drawn-tree.js';

/** Names of the rows folded away in a drawing; those of `told` are in findings, those of `hidden` are hidden. */
function foldedIn(
  drawing: string,
  { told = [], hidden = [] }: { told?: readonly string[]; hidden?: readonly string[] } = {},
): readonly string[] {
  const drawn = drawnTree(drawing);
  const tree = indexTree(drawn.skeleton);
  const marked = (names: readonly string[]): Uint8Array => rowsOfProcesses(tree, names.map(drawn.row));
  const folded = foldableRows(tree, marked(told), marked(hidden));
  return drawn.names([...folded.keys()].filter((row) => folded[row] === 1));
}

const FOUR = `
  sh
    a
    b: alike
    c: alike
    d: alike
`;

describe('rows folded into the one before them', () => {
  it.each([
    { what: 'equal leaves side by side', drawing: FOUR, folded: ['b', 'c', 'd'] },
    { what: 'not the one of a finding, and not into it', drawing: FOUR, told: ['b'], folded: ['d'] },
    { what: 'not into one that is hidden', drawing: FOUR, hidden: ['a'], folded: ['c', 'd'] },
    { what: 'past one that is hidden', drawing: FOUR, hidden: ['b'], folded: ['b', 'c', 'd'] },
    { what: 'not one that started something', drawing: 'sh\n  a\n  b: alike\n    x\n  c: alike', folded: [] },
    { what: 'not the child of one that is alike', drawing: 'sh\n  a\n    x\n  b: alike', folded: [] },
    { what: 'not one that is late into one that is not', drawing: 'sh\n  a\n  b: alike late\n  c: alike late', folded: ['c'] },
    { what: 'not one that connected to the outside', drawing: 'sh\n  a: hasExternal\n  b: alike hasExternal', folded: [] },
    { what: 'not a main process', drawing: 'sh\n  a: main\n  b: alike main', folded: [] },
    { what: 'not a root into a row of another branch', drawing: 'a\n  x\nb: alike', folded: [] },
    { what: 'roots as well', drawing: 'a\nb: alike', folded: ['b'] },
  ])('are $what', ({ drawing, folded, told, hidden }) => {
    expect(foldedIn(drawing, { ...(told === undefined ? {} : { told }), ...(hidden === undefined ? {} : { hidden }) })).toEqual(folded);
  });
});

describe('a run of equal rows', () => {
  const drawn = drawnTree(`
    sh
      a
      b: alike
      c: alike
      z
      d
      e: alike
  `);
  const tree = indexTree(drawn.skeleton);
  const none = new Uint8Array(tree.length);
  const folded = foldableRows(tree, none, undefined);
  const shOpen = rowsOfProcesses(tree, [0]);
  const shown = (open: Uint8Array): readonly string[] => drawn.names(visibleRows(tree, open, undefined, folded));

  it('is its first row until that is opened', () => {
    expect(shown(shOpen)).toEqual(['sh', 'a', 'z', 'd']);
    expect(shown(rowsOfProcesses(tree, [0, drawn.row('d')]))).toEqual(['sh', 'a', 'z', 'd', 'e']);
  });

  it.each(['a', 'b', 'c'])('opens when %s must be seen', (name) => {
    expect(shown(withRunsOpen(shOpen, folded, [drawn.row(name)]))).toEqual(
      name === 'a' ? ['sh', 'a', 'z', 'd'] : ['sh', 'a', 'b', 'c', 'z', 'd'],
    );
  });

  it('opens once for several of its rows, and leaves what was given as it was', () => {
    const open = withRunsOpen(shOpen, folded, ['b', 'c', 'z', 'e'].map(drawn.row));
    expect(shown(open)).toEqual(['sh', 'a', 'b', 'c', 'z', 'd', 'e']);
    expect(shown(shOpen)).toEqual(['sh', 'a', 'z', 'd']);
    expect(withRunsOpen(shOpen, folded, [drawn.row('z')])).toBe(shOpen);
  });

  it('knows its first row and how many it stands for', () => {
    expect(drawn.names(['a', 'b', 'c', 'z', 'e'].map((name) => headOf(folded, drawn.row(name))))).toEqual(['a', 'a', 'a', 'z', 'd']);
    expect(['a', 'z', 'd'].map((name) => runLength(folded, undefined, drawn.row(name)))).toEqual([3, 1, 2]);
    expect(runLength(folded, rowsOfProcesses(tree, [drawn.row('b')]), drawn.row('a'))).toBe(2);
  });
});
