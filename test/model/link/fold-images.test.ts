import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldImages, imageWithParent, knownFrom, type LinkImage } from '../../../src/model/link/fold-images.js';

const PID = 50;
const SECOND = 1_000_000;

type Sketch = Partial<Omit<LinkImage, 'orderUs'>> & {
  readonly id: number;
  /** Seconds since boot. */
  readonly at: number;
  readonly exitAt?: number;
};

/** An image by fork and exec of parent 1, unless told otherwise. */
function image({ at, exitAt, ...sketch }: Sketch): LinkImage {
  return {
    pid: PID,
    orderUs: Math.round(at * SECOND),
    hasExecEvent: true,
    isMentionOnly: false,
    flags: 'execve clone',
    binary: `/bin/${sketch.id}`,
    parentImage: 1000,
    parentPid: 1,
    ...(exitAt === undefined ? {} : { exitOrderUs: Math.round(exitAt * SECOND) }),
    ...sketch,
  };
}

const forked = (sketch: Sketch) => image({ hasExecEvent: false, flags: 'execve', ...sketch });
const mentioned = ({ id, at }: Sketch): LinkImage => ({
  id,
  pid: PID,
  orderUs: at * SECOND,
  hasExecEvent: false,
  isMentionOnly: true,
  flags: '',
});
/** Exec without a fork: its parent is the image before it. */
const execdBy = (before: number, sketch: Sketch) => image({ flags: 'execve', parentImage: before, parentPid: PID, ...sketch });

/** `1 ⇒ 2` for the images of one process, `(3)` for an alias, processes apart by `|`. */
function drawn(images: readonly LinkImage[]): string {
  return foldImages(images)
    .map(({ images: own, aliases }) =>
      [own.map(({ id }) => id).join(' ⇒ '), ...(aliases.length === 0 ? [] : [`(${aliases.map(({ id }) => id).join(' ')})`])].join(' '),
    )
    .join(' | ');
}

describe('foldImages', () => {
  it.each<[string, readonly LinkImage[], string]>([
    ['an exec without a fork replaces the image', [image({ id: 1, at: 1 }), execdBy(1, { id: 2, at: 2 })], '1 ⇒ 2'],
    [
      'a chain of execs is one process, however long it slept between',
      [image({ id: 1, at: 1 }), execdBy(1, { id: 2, at: 2 }), execdBy(2, { id: 3, at: 90_000 })],
      '1 ⇒ 2 ⇒ 3',
    ],
    [
      'an exec in place of an image that is not in the log is not joined to an older one',
      [image({ id: 1, at: 1 }), image({ id: 2, at: 2, flags: 'execve', parentPid: PID, parentImage: 999 })],
      '1 | 2',
    ],
    ['a fork that execs soon after is one process', [forked({ id: 1, at: 1 }), image({ id: 2, at: 1.00133 })], '1 ⇒ 2'],
    [
      'a fork of the same parent may wait for minutes before its exec: its pid is not free',
      [forked({ id: 1, at: 1 }), image({ id: 2, at: 301 })],
      '1 ⇒ 2',
    ],
    [
      "a container's first exec follows the fork of a runtime that has ended by then",
      [forked({ id: 1, at: 1, parentImage: 7 }), image({ id: 2, at: 31, parentImage: 8 })],
      '1 ⇒ 2',
    ],
    [
      'an exec of another parent long after a fork is another process',
      [forked({ id: 1, at: 1, parentImage: 7 }), image({ id: 2, at: 120, parentImage: 8 })],
      '1 | 2',
    ],
    ['two forks are two processes', [forked({ id: 1, at: 1 }), forked({ id: 2, at: 2 })], '1 | 2'],
    ['two execs of their own forks are two processes', [image({ id: 1, at: 1 }), image({ id: 2, at: 1.5 })], '1 | 2'],
    ['a pid whose process exited is reused by another', [forked({ id: 1, at: 1, exitAt: 2 }), image({ id: 2, at: 2.5 })], '1 | 2'],
    [
      'a pid that was reused keeps its own exec chain',
      [image({ id: 1, at: 1, exitAt: 2 }), image({ id: 2, at: 3 }), execdBy(2, { id: 3, at: 4 })],
      '1 | 2 ⇒ 3',
    ],
    [
      'an id that a child alone names is the process that had the pid then',
      [image({ id: 1, at: 1 }), mentioned({ id: 2, at: 5 })],
      '1 (2)',
    ],
    ['an id named after the exit is another process', [image({ id: 1, at: 1, exitAt: 2 }), mentioned({ id: 2, at: 5 })], '1 | 2'],
    ['an id named within the life is not', [image({ id: 1, at: 1, exitAt: 9 }), mentioned({ id: 2, at: 5 })], '1 (2)'],
    ['an id named just before an exec is that exec', [mentioned({ id: 1, at: 1 }), image({ id: 2, at: 1.5 })], '2 (1)'],
    ['an id named long before an exec is another process', [mentioned({ id: 1, at: 1 }), image({ id: 2, at: 3 })], '1 | 2'],
    ['two ids that were only named are two processes', [mentioned({ id: 1, at: 1 }), mentioned({ id: 2, at: 50 })], '1 | 2'],
    [
      'a restarted agent prints a process again, its start rounded to 10 ms',
      [image({ id: 1, at: 1, flags: 'procFS', binary: '/bin/sh' }), image({ id: 2, at: 1.01, flags: 'procFS', binary: '/bin/sh' })],
      '1 (2)',
    ],
    [
      'the exec that was seen is shown, not its repetition from /proc',
      [image({ id: 1, at: 1, flags: 'procFS', binary: '/bin/sh' }), image({ id: 2, at: 1.005, binary: '/bin/sh' })],
      '2 (1)',
    ],
    [
      'the repetition of an image in the middle of a chain joins that chain',
      [
        image({ id: 1, at: 1, binary: '/bin/sh' }),
        execdBy(1, { id: 2, at: 1.05, binary: '/bin/app' }),
        image({ id: 3, at: 1.06, flags: 'procFS', binary: '/bin/app' }),
      ],
      '1 ⇒ 2 (3)',
    ],
    [
      'another binary is no repetition',
      [image({ id: 1, at: 1, flags: 'procFS', binary: '/bin/sh' }), image({ id: 2, at: 1.01, flags: 'procFS', binary: '/bin/ls' })],
      '1 | 2',
    ],
    [
      'without /proc in it, the same binary started again is no repetition',
      [image({ id: 1, at: 1, binary: '/bin/sh' }), image({ id: 2, at: 1.01, binary: '/bin/sh' })],
      '1 | 2',
    ],
    [
      'an image that names itself as its parent is a process of its own',
      [image({ id: 1, at: 0, parentImage: 1, parentPid: PID }), image({ id: 2, at: 5 })],
      '1 | 2',
    ],
    ['without images there are no processes', [], ''],
  ])('%s', (_sentence, images, expected) => {
    expect(drawn(images)).toBe(expected);
  });

  it('puts each image into exactly one process, in the order given, whatever the images are', () => {
    const anyImage = fc.record({
      at: fc.integer({ min: 0, max: 20 }),
      exitAt: fc.option(fc.integer({ min: 0, max: 25 }), { nil: undefined }),
      kind: fc.constantFrom('exec', 'fork', 'exec-in-place', 'mention', 'procfs'),
      parent: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(anyImage, { maxLength: 9 }), (sketches) => {
        const images = sketches
          .map(({ at, exitAt, kind, parent }, index): LinkImage => {
            const sketch: Sketch = { id: index + 1, at, parentImage: parent, ...(exitAt === undefined ? {} : { exitAt }) };
            if (kind === 'mention') return mentioned(sketch);
            if (kind === 'fork') return forked(sketch);
            if (kind === 'exec-in-place') return execdBy(parent, sketch);
            return image({ ...sketch, ...(kind === 'procfs' ? { flags: 'procFS', binary: '/bin/sh' } : {}) });
          })
          .sort((a, b) => a.orderUs - b.orderUs);
        const folded = foldImages(images);
        const all = folded.flatMap(({ images: own, aliases }) => [...own, ...aliases]);
        expect(all.map(({ id }) => id).sort()).toEqual(images.map(({ id }) => id).sort());
        for (const { images: own } of folded) expect(own.length).toBeGreaterThan(0);
        for (const { images: own } of folded)
          expect(own.map((one) => one.orderUs)).toEqual(own.map((one) => one.orderUs).sort((a, b) => a - b));
      }),
    );
  });
});

it('folds a pid that replaced its image tens of thousands of times, and one that was reused as often, without a stall', () => {
  const size = 30_000;
  const chain = Array.from({ length: size }, (_, at) =>
    at === 0 ? image({ id: 1, at }) : execdBy(at, { id: at + 1, at, binary: '/bin/sh' }),
  );
  const reused = Array.from({ length: size }, (_, at) => image({ id: at + 1, at, exitAt: at + 0.5 }));
  expect(foldImages(chain).map(({ images: own }) => own.length)).toEqual([size]);
  expect(foldImages(reused)).toHaveLength(size);
});

describe('imageWithParent', () => {
  it.each<[string, readonly LinkImage[], number]>([
    ['of an exec chain is the first image', [image({ id: 1, at: 1 }), execdBy(1, { id: 2, at: 2 })], 1],
    [
      'of a fork and its exec is the exec, which names who has the child now',
      [forked({ id: 1, at: 1, parentImage: 7 }), image({ id: 2, at: 2, parentImage: 8 })],
      2,
    ],
    ['of a fork without exec is the fork', [forked({ id: 1, at: 1 })], 1],
  ])('%s', (_sentence, images, id) => {
    expect(imageWithParent(images)?.id).toBe(id);
  });
});

describe('knownFrom', () => {
  it.each<[string, LinkImage, string]>([
    ['an exec event', image({ id: 1, at: 1 }), 'exec'],
    ['a copy of an exec in the event of another', image({ id: 1, at: 1, hasExecEvent: false }), 'exec'],
    ['/proc', image({ id: 1, at: 1, flags: 'procFS auid' }), 'procfs'],
    ['events of a child that did not exec', forked({ id: 1, at: 1 }), 'fork'],
    ['an exec in place whose event is missing', forked({ id: 1, at: 1, parentPid: PID }), 'exec'],
    ['its id alone', mentioned({ id: 1, at: 1 }), 'inferred'],
  ])('an image known by %s says so', (_how, one, expected) => {
    expect(knownFrom(one)).toBe(expected);
  });
});
