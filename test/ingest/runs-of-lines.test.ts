import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineHashBy } from '../../src/ingest/line-hash.js';
import { SHA256_SCHEME, seededScheme } from '../../src/model/line-hash.js';
import { type Actor, dnsLine, enterpriseLine, execLine, exitLine, hookLine, kprobeLine } from '../tetragon-lines.js';
import { expectParsed, ReadSource, source, type ToldBatch } from './read-source.js';

const init: Actor = { pid: 1, at: 1, binary: '/sbin/init', flags: 'procFS auid' };
const actors: readonly Actor[] = [
  init,
  { pid: 10, at: 3, binary: '/bin/sh', arguments: '-c id', parent: init },
  { pid: 11, at: 4, binary: '/bin/app', parent: init, more: { refcnt: 1 } },
  // With an escape: its object is parsed, its line is not.
  { pid: 13, at: 6, binary: '/bin/text', arguments: 'a "b" \u001b[2J \u00e9', parent: init },
];

/** Lines that are understood by their bytes. */
const UNDERSTOOD: readonly ((of: Actor, at: number) => string)[] = [
  (of) => execLine(of),
  (of, at) => exitLine(of, at, at % 2 === 0 ? { signal: 'SIGKILL' } : { status: at }),
  (of, at) => enterpriseLine('process_connect', of, { at, local: '10.0.0.1:4000', remote: `203.0.113.${at % 9}:443`, cookie: `${at}` }),
  (of, at) => enterpriseLine('process_sock_stats', of, { at, local: '10.0.0.1:80', remote: '10.0.0.2:4000', sent: at, received: 7 }),
  (of, at) => dnsLine(of, at, { name: `host-${at % 5}.example`, ips: at % 2 === 0 ? [`10.0.1.${at % 9}`] : [] }),
  (of, at) => hookLine(of, 'tcp_connect', { at, local: '10.0.0.1:4000', remote: '10.0.0.2:80', cookie: `${2 ** 40 + at}` }),
];
/** Lines that the parser has to read, ignore or refuse. */
const ODD: readonly ((of: Actor, at: number) => string)[] = [
  (of, at) => exitLine(of, at).replace('"time"', '"cluster_name":"\\u0041","time"'),
  (of, at) => exitLine(of, at).replace('"time"', '"cluster_name":"é","time"'),
  (of, at) => exitLine(of, at).replace('"time":"', '"time":"x'),
  (of, at) => kprobeLine(of, 'security_file_permission', at, [{ file_arg: { path: '/etc/passwd' } }, { int_arg: 4 }]),
  (of, at) => `${exitLine(of, at)} x`,
  (of, at) => exitLine(of, at).slice(0, -5 - at),
  () => '',
  () => 'level=info msg="Exit probe on"',
];
const lineFrom = (lines: typeof ODD) =>
  fc.tuple(fc.constantFrom(...lines), fc.constantFrom(...actors), fc.integer({ min: 1, max: 60 })).map(([line, of, at]) => line(of, at));
const understood = lineFrom(UNDERSTOOD);
const anyLine = fc.oneof({ arbitrary: understood, weight: 5 }, { arbitrary: lineFrom(ODD), weight: 1 });
const feeds = fc.constantFrom('\n', '\n', '\r\n');
const anySource = fc
  .tuple(fc.constantFrom('', '', '\ufeff'), fc.array(fc.tuple(anyLine, feeds), { minLength: 1, maxLength: 30 }), fc.boolean())
  .map(([mark, lines, isEnded]) => {
    const bytes = Buffer.from(mark + lines.map((parts) => parts.join('')).join(''));
    return isEnded ? bytes : bytes.subarray(0, -1);
  });

/** The bytes in pieces of these sizes, over and over again. */
function chunksOf(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = from + (sizes[chunks.length % sizes.length] ?? 1);
    chunks.push(bytes.subarray(from, to));
    from = to;
  }
  return chunks;
}

/** Each line in two pieces, so that none is one of a run. */
function halvesOf(bytes: Buffer): readonly Buffer[] {
  const halves: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, from);
    const end = feed === -1 ? bytes.length : feed + 1;
    const middle = Math.max(from, end - 1);
    halves.push(bytes.subarray(from, middle), bytes.subarray(middle, end));
    from = end;
  }
  return halves;
}

function readIn(chunks: readonly Buffer[], options: ConstructorParameters<typeof ReadSource>[0] = {}): ToldBatch {
  const reader = new ReadSource(options);
  reader.take(...chunks);
  return reader.batch({ isEnd: true });
}

describe('a source in chunks', () => {
  it('says the same wherever they were cut', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3_000 }));
    fc.assert(
      fc.property(anySource, fc.array(size, { minLength: 1, maxLength: 9 }), (bytes, sizes) => {
        const whole = readIn([bytes]);
        expect(readIn(chunksOf(bytes, sizes))).toEqual(whole);
        expect(readIn(halvesOf(bytes))).toEqual(whole);
        if (!bytes.subarray(0, 3).equals(Buffer.from('\ufeff'))) expectParsed(whole.events, bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('says the same when it was cut at each of its bytes', () => {
    const lines = UNDERSTOOD.flatMap((line, at) => [line(init, at + 1), ODD[at]?.(init, at + 1) ?? '']);
    const bytes = source(lines, '\r\n');
    const { newProcesses: _, ...whole } = readIn([bytes]);
    expectParsed(whole.events, bytes);
    // It remembers what it met, so that nothing is new to it after the first time.
    const reader = new ReadSource();
    for (let at = 1; at < bytes.length; at++) {
      reader.beginAnew();
      reader.take(bytes.subarray(0, at), bytes.subarray(at));
      const { newProcesses: __, ...again } = reader.batch({ isEnd: true });
      expect({ at, ...again }).toEqual({ at, ...whole });
    }
  });

  it('says the same in several batches as in one', () => {
    fc.assert(
      fc.property(fc.array(anySource, { minLength: 1, maxLength: 5 }), (parts) => {
        const ended = parts.map((part) => Buffer.concat([part, Buffer.from('\n')]));
        const reader = new ReadSource();
        const batches = ended.map((part) => {
          reader.take(part);
          return reader.batch();
        });
        const whole = readIn(ended);
        expect(batches.flatMap(({ events }) => events)).toEqual(whole.events);
        expect(batches.reduce((sum, { offered }) => sum + offered, 0)).toBe(whole.offered);
        expect(batches.at(-1)).toMatchObject({ positionBytes: whole.positionBytes, positionLines: whole.positionLines });
      }),
      { numRuns: 100 },
    );
  });
});

describe('a run of lines', () => {
  it('says when the first and the last of its events were observed', () => {
    const lines = [execLine(init), ...[40, 20, 30].map((at) => exitLine({ pid: 10, at: 3, binary: '/bin/sh' }, at))];
    const { firstUs, lastUs } = readIn([source([...lines, execLine(init)])]);
    const second = Date.UTC(2026, 0, 1) * 1000;
    // What ran before the agent was not observed when it started.
    expect([firstUs, lastUs]).toEqual([second + 20_000_000, second + 40_000_000]);
  });

  it.each(ODD.map((line, at) => [at, line(init, 7)] as const))('leaves odd line %i to the parser, in its place', (_at, odd) => {
    const before = UNDERSTOOD.map((line, at) => line(init, at + 1));
    const bytes = source([...before, odd, ...before, odd, odd, ...before]);
    const { events, offered } = readIn([bytes]);
    expectParsed(events, bytes);
    expect(offered).toBe(3 * before.length + 3);
    const lines = events.map(({ place }) => place.line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    const oddLines = [before.length + 1, 2 * before.length + 2, 2 * before.length + 3];
    expect(events.filter(({ as }) => as === 'columns').map(({ place }) => place.line)).toEqual(
      Array.from({ length: offered }, (_, line) => line + 1).filter((line) => !oddLines.includes(line)),
    );
  });

  it.each([['with the old scheme', SHA256_SCHEME] as const, ['with a seed', seededScheme(2n ** 64n - 1n)] as const])(
    'has the hashes %s that its lines have by themselves',
    (_what, scheme) => {
      const lines = UNDERSTOOD.map((line, at) => line(init, at + 1));
      for (const feed of ['\n', '\r\n']) {
        const bytes = source(lines, feed);
        const [atOnce, singly] = [readIn([bytes], { scheme }), readIn(halvesOf(bytes), { scheme })];
        const hashes = lines.map((line) => lineHashBy(scheme)(line));
        expect(atOnce.events.map(({ place }) => place.hash)).toEqual(hashes);
        expect(atOnce.events.map(({ as }) => as)).toEqual(lines.map(() => 'columns'));
        expect(singly).toEqual(atOnce);
      }
    },
  );

  it('says with carriage returns what it says without', () => {
    fc.assert(
      fc.property(fc.array(understood, { minLength: 2, maxLength: 20 }), (lines) => {
        const [plain, returned] = [readIn([source(lines)]), readIn([source(lines, '\r\n')])];
        expect(returned.events).toEqual(
          plain.events.map(({ place, ...event }) => ({
            ...event,
            place: { ...place, byteOffset: place.byteOffset + place.line - 1, byteLength: place.byteLength + 1 },
          })),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('a source beside others', () => {
  it('says the same when they hold nothing of it', () => {
    fc.assert(
      fc.property(anySource, (bytes) => {
        expect(readIn([bytes], { elsewhere: [] })).toEqual(readIn([bytes]));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves out the lines that they hold, as often as they hold them', () => {
    const [kept, held] = [exitLine(init, 5), execLine(init)];
    const bytes = source([held, kept, held, kept, held]);
    const hash = lineHashBy(seededScheme(1n))(held);
    const { events, ignored, kinds, offered } = readIn([bytes], { scheme: seededScheme(1n), elsewhere: [hash, hash] });
    expect(events.map(({ as, place }) => `${as} ${place.line}`)).toEqual(['columns 2', 'columns 4', 'columns 5']);
    expect([...ignored]).toEqual([['duplicate', 2]]);
    expect(Object.fromEntries(kinds)).toEqual({ process_exit: 2, process_exec: 1 });
    expect(offered).toBe(5);
  });
});
