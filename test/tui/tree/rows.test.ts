import { describe, expect, it } from 'vitest';
import { baseOpenRows, withOverrides } from '../../../src/tui/tree/expansion.js';
import { noiseRows, rowsApartFrom, rowsOfProcesses } from '../../../src/tui/tree/marked-rows.js';
import { EMPTY_TREE, indexTree, rowsAbove } from '../../../src/tui/tree/tree-index.js';
import { placeAtOrBefore, placeOf, visibleRows } from '../../../src/tui/tree/visible-rows.js';
import { centredOn, nearestPlace, scrolledTo, treeWindow } from '../../../src/tui/tree/window.js';
import { drawnTree } from './drawn-tree.js';

const drawn = drawnTree(`
  [node]
    [crawler]
      node: main
        helper: exited
        sh: late
          bash: late hasExternal
            id: late exited
    [resumes]
      gunicorn: main
        worker: hasConnection
        helper2: exited
          helper3: exited
      probe: probe exited
`);
const tree = indexTree(drawn.skeleton);
const none = new Uint8Array(tree.length);
const open = (...names: readonly string[]): Uint8Array =>
  Uint8Array.from(drawn.names(Array(tree.length).keys()), (name) => (names.includes(name) ? 1 : 0));
const everything = baseOpenRows(tree, 'all', { findings: none });

describe('the index of a tree', () => {
  it('knows what stands above a row, nearest first', () => {
    expect(drawn.names(rowsAbove(tree, drawn.row('bash')))).toEqual(['sh', 'node', '[crawler]', '[node]']);
    expect(rowsAbove(tree, 0)).toEqual([]);
  });

  it('tells apart a container and its restart, which have one name', () => {
    const twice = indexTree(
      drawnTree(`
        [n]
          [c]
            a
          [c]
            b
      `).skeleton,
    );
    expect(new Set(twice.groupPaths).size).toBe(3);
  });

  it('is there for a tree of nothing', () => {
    expect(visibleRows(EMPTY_TREE, none, undefined)).toHaveLength(0);
  });
});

describe('rows shown', () => {
  it.each([
    { what: 'nothing open', rows: open(), shown: ['[node]'] },
    { what: 'the node open', rows: open('[node]'), shown: ['[node]', '[crawler]', '[resumes]'] },
    { what: 'a branch open below a closed one', rows: open('[node]', 'node'), shown: ['[node]', '[crawler]', '[resumes]'] },
    { what: 'one container open', rows: open('[node]', '[resumes]'), shown: ['[node]', '[crawler]', '[resumes]', 'gunicorn', 'probe'] },
  ])('with $what are $shown', ({ rows, shown }) => {
    expect(drawn.names(visibleRows(tree, rows, undefined))).toEqual(shown);
  });

  it('leave out what is apart from every match', () => {
    const hidden = rowsApartFrom(tree, rowsOfProcesses(tree, [drawn.row('bash'), 99_999]));
    expect(drawn.names(visibleRows(tree, everything, hidden))).toEqual(['[node]', '[crawler]', 'node', 'sh', 'bash']);
  });

  it('leave out noise and nothing that leads to more', () => {
    const shown = drawn.names(visibleRows(tree, everything, noiseRows(tree, none)));
    expect(shown).toEqual(['[node]', '[crawler]', 'node', 'sh', 'bash', 'id', '[resumes]', 'gunicorn', 'worker']);
  });

  it('keep noise that leads to a finding', () => {
    const findings = rowsOfProcesses(tree, [drawn.row('helper3')]);
    expect(drawn.names(visibleRows(tree, everything, noiseRows(tree, findings)))).toContain('helper2');
  });

  it.each([
    { row: 0, place: 0 },
    { row: 7, place: 2 },
    { row: 3, place: -1 },
  ])('have row $row at place $place', ({ row, place }) => {
    expect(placeOf(visibleRows(tree, open('[node]'), undefined), row)).toBe(place);
  });

  it('have no place before the first', () => {
    expect(placeAtOrBefore(Int32Array.from([5]), 4)).toBe(-1);
  });
});

describe('what is open at the start', () => {
  it('is the way to late and found processes, and the containers', () => {
    const findings = rowsOfProcesses(tree, [drawn.row('helper3')]);
    const base = baseOpenRows(tree, 'interesting', { findings });
    expect(drawn.names(tree.rowOfGroup)).toEqual(['[node]', '[crawler]', '[resumes]']);
    expect(drawn.names([...base.keys()].filter((row) => base[row] === 1))).toEqual([
      '[node]',
      '[crawler]',
      'node',
      'sh',
      'bash',
      '[resumes]',
      'gunicorn',
      'helper2',
    ]);
  });

  it('yields to what was opened and closed by hand', () => {
    const rows = withOverrides(tree, everything, new Map([[-1, { isOpen: false }]]));
    expect(drawn.names(visibleRows(tree, rows, undefined))).toEqual(['[node]']);
  });
});

describe('the window', () => {
  const shown = visibleRows(tree, everything, undefined);

  it('pins what stands above its first row, nearest last, in a third of its height at most', () => {
    const window = treeWindow(tree, shown, drawn.row('id'), 9);
    expect(drawn.names(window.pinned)).toEqual(['node', 'sh', 'bash']);
    expect(drawn.names(window.rows)).toEqual(['id', '[resumes]', 'gunicorn', 'worker', 'helper2', 'helper3']);
  });

  it('pins nothing at the top', () => {
    expect(treeWindow(tree, shown, 0, 9).pinned).toEqual([]);
  });

  it('always shows the cursor, fills its height at the end, and moves no further than needed', () => {
    for (let height = 1; height < 16; height++) {
      for (let cursor = 0; cursor < shown.length; cursor++) {
        for (let top = 0; top < shown.length; top++) {
          const next = scrolledTo(tree, shown, top, cursor, height);
          const { pinned, rows } = treeWindow(tree, shown, next, height);
          expect(rows).toContain(shown[cursor]);
          expect(pinned.length + rows.length).toBeLessThanOrEqual(height);
          if (height >= shown.length) expect(next).toBe(0);
        }
      }
    }
  });

  it('keeps in sight what was jumped to', () => {
    const top = centredOn(tree, shown, 9, 6);
    expect(treeWindow(tree, shown, top, 6).rows).toContain(shown[9]);
  });

  it('takes for a hidden row the nearest one above it', () => {
    const few = visibleRows(tree, open('[node]', '[crawler]'), undefined);
    expect(drawn.names([few[nearestPlace(tree, few, drawn.row('bash'))] ?? -1])).toEqual(['node']);
  });
});
