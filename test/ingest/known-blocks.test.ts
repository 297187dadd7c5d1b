import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeExecId } from '../../src/model/exec-id.js';
import { ColumnRecords, parsedRecord } from './column-records.js';

/** How one process object is printed this time. */
interface BlockSketch {
  readonly pid: number;
  readonly isPodKnown: boolean;
  readonly binary: string;
  readonly node: string;
  /** As printed: absent, or any JSON number, also ones no agent prints. */
  readonly refcnt: string | undefined;
  readonly refcntPlace: 'end' | 'middle' | 'twice' | 'in pod';
  readonly space: string;
  readonly isIdFirst: boolean;
  readonly argument: string;
}

/** How one line is printed. */
interface LineSketch {
  readonly kind: string;
  readonly process: BlockSketch;
  readonly parent: BlockSketch | undefined;
  readonly space: string;
  readonly isParentFirst: boolean;
  readonly oddity: 'none' | 'process twice' | 'parent twice' | 'process elsewhere' | 'parent elsewhere' | 'wrapped' | 'cut' | 'not UTF-8';
  readonly other: BlockSketch;
}

function block({ pid, isPodKnown, binary, node, refcnt, refcntPlace, space, isIdFirst, argument }: BlockSketch): string {
  const id = `"exec_id":${space}"${encodeExecId({ node, ktimeNs: BigInt(pid * 1000), pid })}"`;
  const count = refcnt === undefined ? [] : [`"refcnt":${refcnt}`];
  const inPod = refcntPlace === 'in pod' ? count : [];
  const pod = isPodKnown ? [`"pod":{"name":"p","namespace":"n"${inPod.map((text) => `,${text}`).join('')}}`] : [];
  const fields = [
    `"pid":${pid}`,
    ...(refcntPlace === 'middle' || refcntPlace === 'twice' ? count : []),
    `"binary":${JSON.stringify(binary)}`,
    `"arguments":${argument}`,
    ...pod,
    ...(refcntPlace === 'end' || refcntPlace === 'twice' ? count : []),
  ];
  return `{${(isIdFirst ? [id, ...fields] : [...fields, id]).join(`,${space}`)}}`;
}

function written({ kind, process, parent, space, isParentFirst, oddity, other }: LineSketch): Buffer {
  const own = `"process":${space}${block(process)}`;
  const parents = parent === undefined ? [] : [`"parent":${block(parent)}`];
  const odd: Readonly<Record<LineSketch['oddity'], readonly string[]>> = {
    none: [],
    wrapped: [],
    cut: [],
    'not UTF-8': [],
    'process twice': [`"process":${block(other)}`],
    'parent twice': [`"parent":${block(other)}`],
    'process elsewhere': [`"other":{"process":${block(other)}}`],
    'parent elsewhere': [`"other":{"parent":${block(other)}}`],
  };
  const fields = [...(isParentFirst ? [...parents, own] : [own, ...parents]), '"status":1'];
  const body = `{${(isParentFirst ? [...odd[oddity], ...fields] : [...fields, ...odd[oddity]]).join(`,${space}`)}}`;
  const envelope = '"node_name":"gateway","time":"2026-01-01T00:00:00Z"';
  const text = oddity === 'wrapped' ? `{"type":"${kind}",${envelope},"payload":${body}}` : `{"${kind}":${space}${body},${envelope}}`;
  const bytes = Buffer.from(oddity === 'cut' ? text.slice(0, -7) : text);
  if (oddity === 'not UTF-8') bytes[bytes.indexOf('binary') + 10] = 0xff;
  return bytes;
}

const BASE: BlockSketch = {
  pid: 1,
  isPodKnown: false,
  binary: '/bin/a',
  node: 'node-1',
  refcnt: '1',
  refcntPlace: 'end',
  space: '',
  isIdFirst: true,
  argument: '"-a"',
};

/** One of two processes, mostly as it is always printed: what was seen before must come again for a reader to be misled. */
const blockSketch: fc.Arbitrary<BlockSketch> = fc
  .tuple(
    fc.integer({ min: 1, max: 2 }),
    fc.oneof(
      fc.constant({}),
      fc.record({ refcnt: fc.constantFrom('0', '1', '42', '4294967282', '007', '00', '-1', '1.5', '1e3', '"1"', 'null', '1.', undefined) }),
      fc.record({ refcntPlace: fc.constantFrom('end', 'middle', 'twice', 'in pod'), isPodKnown: fc.boolean() }),
      fc.record({ binary: fc.constantFrom('/bin/"b"', '/bin/é') }),
      fc.record({ node: fc.constant('') }),
      fc.record({ space: fc.constant(' ') }),
      fc.record({ isIdFirst: fc.constant(false) }),
      fc.record({ isPodKnown: fc.constant(true) }),
      fc.record({
        argument: fc.constantFrom(
          '"\\u0041"',
          '"\\"process\\":{\\"exec_id\\":\\"x\\"}"',
          '"}{"',
          '"\\\\"',
          '"x\\\\\\""',
          '"\\"refcnt\\":7"',
          'null',
        ),
      }),
    ),
  )
  .map(([pid, change]) => ({ ...BASE, pid, ...change }));

const lineSketch: fc.Arbitrary<LineSketch> = fc.record({
  kind: fc.constantFrom('process_exec', 'process_exit', 'process_kprobe'),
  process: blockSketch,
  parent: fc.option(blockSketch, { nil: undefined }),
  space: fc.constantFrom('', '', '', ' '),
  isParentFirst: fc.constantFrom(false, false, true),
  oddity: fc.constantFrom<LineSketch['oddity'][]>(
    'none',
    'none',
    'none',
    'process twice',
    'parent twice',
    'process elsewhere',
    'parent elsewhere',
    'wrapped',
    'cut',
    'not UTF-8',
  ),
  other: blockSketch,
});

/** What columns say of a line must be what the full parser says, whatever was read before; it may say nothing. */
function expectExact(reader: ColumnRecords, line: Buffer): boolean {
  const told = reader.read(line);
  if (told !== undefined) expect(told).toEqual(parsedRecord(line));
  return told !== undefined;
}

describe('a reader into columns that has seen other lines', () => {
  it('says of each line what the full parser says of it alone', () => {
    fc.assert(
      fc.property(fc.array(lineSketch, { minLength: 2, maxLength: 25 }), (sketches) => {
        const reader = new ColumnRecords();
        for (const line of sketches.map(written)) expectExact(reader, line);
      }),
      { numRuns: 400 },
    );
  });

  const plain: LineSketch = {
    kind: 'process_exec',
    process: BASE,
    parent: undefined,
    space: '',
    isParentFirst: false,
    oddity: 'none',
    other: BASE,
  };

  it.each<[string, LineSketch]>([
    ['as agents print them', plain],
    ['with blanks after commas', { ...plain, space: ' ' }],
    ['with a parent', { ...plain, parent: { ...BASE, pid: 2, isPodKnown: true } }],
    ['of processes whose arguments hold quotes', { ...plain, process: { ...BASE, argument: '"x\\""' } }],
    ['of processes with letters beyond ASCII', { ...plain, process: { ...BASE, binary: '/bin/é' } }],
  ])('understands lines %s', (_what, sketch) => {
    const reader = new ColumnRecords();
    for (let again = 0; again < 2; again++) expect(expectExact(reader, written(sketch))).toBe(true);
  });

  it.each<[string, LineSketch, LineSketch]>([
    [
      'a process printed twice under one id, of which the last counts',
      { ...plain, oddity: 'process twice', other: { ...BASE, binary: '/bin/evil' } },
      plain,
    ],
    [
      'the same process within another object',
      { ...plain, oddity: 'process elsewhere', isParentFirst: true, other: { ...BASE, binary: '/bin/evil' } },
      plain,
    ],
    ['a count that is no JSON number', plain, { ...plain, process: { ...BASE, refcnt: '007' } }],
    ['a process whose pod came later', plain, { ...plain, process: { ...BASE, isPodKnown: true } }],
    ['a known process that stands as a parent', plain, { ...plain, process: { ...BASE, pid: 2 }, parent: BASE }],
  ])('is not misled by %s', (_what, first, second) => {
    const reader = new ColumnRecords();
    for (const line of [first, second, first, second].map(written)) expectExact(reader, line);
  });

  it.each([
    ['with a count', '1'],
    ['without one', undefined],
  ])('is not misled by a line that differs in any one byte, of processes %s', (_what, refcnt) => {
    const line = written({ ...plain, process: { ...BASE, refcnt, isPodKnown: true }, parent: { ...BASE, pid: 2, refcnt } });
    const reader = new ColumnRecords();
    for (const at of line.keys()) {
      const changed = Buffer.from(line);
      changed[at] = (line[at] ?? 0) ^ 1;
      for (const one of [line, changed]) expectExact(reader, one);
    }
  });

  it('does not keep the bytes it was given, which are filled again', () => {
    const reader = new ColumnRecords();
    const line = written(plain);
    const first = Buffer.from(line);
    reader.read(first);
    first.fill(0x78);
    expect(expectExact(reader, line)).toBe(true);
  });

  it('stays exact beyond the number of processes that it remembers', () => {
    const reader = new ColumnRecords();
    const lines = Array.from({ length: 9_000 }, (_, pid) => written({ ...plain, process: { ...BASE, pid: pid + 1 } }));
    for (const line of lines) reader.read(line);
    for (const line of [lines[0], lines[4_000], lines.at(-1)]) expect(line !== undefined && expectExact(reader, line)).toBe(true);
  });
});
