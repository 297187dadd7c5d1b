import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SeenProcess, uniteProcesses } from '../../../src/model/link/unite-processes.js';

const SECOND = 1_000_000;

interface Sketch {
  readonly name: string;
  readonly start?: number;
  readonly execs?: readonly number[];
  readonly seen?: number;
  readonly exit?: number;
  readonly container?: string;
}

interface Named extends SeenProcess {
  readonly name: string;
}

function seen({ name, start, execs = [], seen: at, exit, container }: Sketch): Named {
  const us = (seconds: number) => Math.round(seconds * SECOND);
  return {
    name,
    execsUs: execs.map(us),
    ...(start === undefined ? {} : { startUs: us(start) }),
    ...(at === undefined ? {} : { seenUs: us(at) }),
    ...(exit === undefined ? {} : { exitUs: us(exit) }),
    ...(container === undefined ? {} : { container }),
  };
}

const united = (...lists: readonly (readonly Sketch[])[]) =>
  uniteProcesses(lists.map((list) => list.map(seen)))
    .map((group) => group.map(({ name }) => name).join('+'))
    .sort();

describe('uniteProcesses', () => {
  it.each<[string, readonly (readonly Sketch[])[], readonly string[]]>([
    [
      'an exec that two saw',
      [[{ name: 't', start: 10, execs: [10], exit: 20 }], [{ name: 's', start: 9.9, execs: [10.01], exit: 20 }]],
      ['t+s'],
    ],
    ['a fork long before the exec', [[{ name: 't', start: 100, execs: [100] }], [{ name: 's', start: 10, execs: [100.2] }]], ['t+s']],
    [
      'two users of a pid, each seen by both',
      [
        [
          { name: 't1', start: 10, execs: [10], exit: 11 },
          { name: 't2', start: 50, execs: [50], exit: 51 },
        ],
        [
          { name: 'a1', start: 10, execs: [10] },
          { name: 'a2', start: 50, execs: [50] },
        ],
      ],
      ['t1+a1', 't2+a2'],
    ],
    [
      'two users of a pid of which one kind of source saw one only',
      [
        [
          { name: 't1', start: 10, execs: [10], exit: 11 },
          { name: 't2', start: 50, execs: [50] },
        ],
        [{ name: 'a2', start: 50.1, execs: [50.1] }],
      ],
      ['t1', 't2+a2'],
    ],
    ['one that ran already for one of them', [[{ name: 't', seen: 5 }], [{ name: 's', seen: 7, exit: 9 }]], ['t+s']],
    [
      'one that ran already, and another that came after its end',
      [[{ name: 't', seen: 5, exit: 6 }], [{ name: 's', start: 30, execs: [30] }]],
      ['s', 't'],
    ],
    ['a fork that never executed', [[{ name: 't', start: 10, exit: 12 }], [{ name: 's', start: 10.1, exit: 12 }]], ['t+s']],
    [
      'the same pid and time in two containers, which can not be',
      [
        [{ name: 't', start: 10, execs: [10], container: 'aaaaaaaaaaaa' }],
        [{ name: 's', start: 10, execs: [10], container: 'bbbbbbbbbbbb' }],
      ],
      ['s', 't'],
    ],
    [
      'ids that are cut at different lengths',
      [
        [{ name: 't', start: 10, execs: [10], container: 'aaaaaaaaaaaabbbb' }],
        [{ name: 's', start: 10, execs: [10], container: 'aaaaaaaaaaaa' }],
      ],
      ['t+s'],
    ],
    [
      'an exec of which one source lost the event, told by the equal ends',
      [[{ name: 't', start: 12, execs: [12], exit: 20 }], [{ name: 's', start: 10, execs: [10], exit: 20 }]],
      ['t+s'],
    ],
    [
      'three kinds of sources',
      [[{ name: 't', start: 1, execs: [1] }], [{ name: 's', start: 1, execs: [1] }], [{ name: 'a', start: 1, execs: [1] }]],
      ['t+s+a'],
    ],
    ['what the first did not see at all', [[], [{ name: 's', start: 1, execs: [1] }], [{ name: 'a', start: 1, execs: [1] }]], ['s+a']],
  ])('joins %s', (_what, lists, expected) => {
    expect(united(...lists)).toEqual([...expected].sort());
  });

  it('puts each process into one group, and never two of one list that it keeps apart first', () => {
    const list = fc
      .array(fc.record({ start: fc.integer({ min: 0, max: 90 }), length: fc.integer({ min: 1, max: 9 }) }), { maxLength: 6 })
      .map((lives) =>
        [...lives].sort((a, b) => a.start - b.start).map(({ start, length }) => ({ start, execs: [start], exit: start + length })),
      );
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 3 }), (lists) => {
        const named = lists.map((lives, at) => lives.map((life, place) => seen({ name: `${at}.${place}`, ...life })));
        const groups = uniteProcesses(named);
        expect(
          groups
            .flat()
            .map(({ name }) => name)
            .sort(),
        ).toEqual(
          named
            .flat()
            .map(({ name }) => name)
            .sort(),
        );
        for (const group of groups) expect(group.filter(({ name }) => name.startsWith('0.')).length).toBeLessThan(2);
      }),
    );
  });
});
