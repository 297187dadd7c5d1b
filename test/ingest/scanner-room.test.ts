import { describe, expect, it } from 'vitest';
import { encodeExecId } from '../../src/model/exec-id.js';
import { type Actor, dnsLine, enterpriseLine, execLine, exitLine, hookLine, kprobeLine } from '../tetragon-lines.js';
import { expectParsed, parsedEvents, ReadSource, source, type ToldBatch } from './read-source.js';

// As the files of the scanner have them: each test goes beyond one.
const MOST_ROWS = 16_384;
const MOST_ANCESTORS = 64;
const MOST_TEXTS = 65_536;
const MOST_TEXT_BYTES = 4 * 1024 * 1024;
const MOST_KEYS = 1024;
const MOST_BLOCKS = 4096;
const MOST_BLOCK_BYTES = 2 * 1024 * 1024;
const LARGEST_BLOCK = 128 * 1024;
const WINDOW_BYTES = 256 * 1024;

const TEXT_FIELDS = ['cwd', 'binary', 'arguments', 'docker', 'parent_exec_id'] as const;

function execId(pid: number): string {
  return encodeExecId({ node: 'node-1', ktimeNs: BigInt(pid * 1000), pid });
}

function block(pid: number, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ exec_id: execId(pid), pid, ...fields, refcnt: pid % 7 });
}

function exit(
  pid: number,
  { body = '', fields = {}, second = 0 }: { body?: string; fields?: Record<string, unknown>; second?: number } = {},
) {
  const time = `2026-01-01T00:00:${String(second % 60).padStart(2, '0')}Z`;
  return `{"process_exit":{"process":${block(pid, fields)}${body}},"node_name":"node-1","time":"${time}"}`;
}

function policy(name: string): string {
  return `,"policy_name":"${name}"`;
}

/** A line of this many bytes that holds a small process. */
function lineOf(length: number): string {
  const without = exit(1, { body: policy('') });
  return exit(1, { body: policy('p'.repeat(length - without.length)) });
}

/** Reads lines as one chunk and one batch, of which the full parser says the same. */
function readAtOnce(reader: ReadSource, lines: readonly string[]): ToldBatch {
  const bytes = source(lines);
  reader.take(bytes);
  const batch = reader.batch();
  expect({ offered: batch.offered, lines: batch.positionLines, bytes: batch.positionBytes }).toEqual({
    ...{ offered: lines.length, lines: lines.length, bytes: bytes.length },
  });
  expectParsed(batch.events, bytes);
  expect(batch.events.length).toBe(lines.length);
  return batch;
}

/** How many events were left to the full parser. */
function leftOf({ events }: ToldBatch): number {
  return events.filter(({ as }) => as === 'record').length;
}

/** The next lines are understood again, once what was met before has been forgotten. */
function expectNewBegin(reader: ReadSource, before: ToldBatch): void {
  for (let again = 0; again < 3; again++) {
    reader.take(source([exit(1), exit(2, { body: policy('next') })]));
    const next = reader.batch();
    expect([leftOf(next), next.events.length]).toEqual([0, 2]);
    expect(next.generation).toBe(before.generation + 1);
    expect(next.events.map(({ record }) => [record.process?.pid, record.policy])).toEqual([
      [1, undefined],
      [2, 'next'],
    ]);
  }
}

describe('lines that bring more than the scanner has room for', () => {
  it('are all told when they are more than rows', () => {
    const reader = new ReadSource();
    const lines = Array.from({ length: MOST_ROWS + 300 }, (_, at) => exit(at % 9, { second: at }));
    const batch = readAtOnce(reader, lines);
    expect(leftOf(batch)).toBe(300);
    reader.take(source([exit(1)]));
    expect(reader.batch().events).toMatchObject([{ as: 'columns', place: { line: lines.length + 1 } }]);
  });

  it('are all told when their ancestors are more than rows', () => {
    const ancestors = Array.from({ length: MOST_ANCESTORS }, (_, at) => block(at + 100));
    const line = exit(1, { body: `,"ancestors":[${ancestors.join(',')}]` });
    const fitting = MOST_ROWS / MOST_ANCESTORS;
    const batch = readAtOnce(new ReadSource(), [...Array.from({ length: fitting + 5 }, () => line), exit(2)]);
    // The last has none, but might.
    expect(leftOf(batch)).toBe(6);
  });

  it('are left to the parser when they name more ancestors than an event may', () => {
    const ancestors = (count: number) => Array.from({ length: count }, (_, at) => block(at + 100)).join(',');
    const lines = [MOST_ANCESTORS, MOST_ANCESTORS + 1, 1].map((count) => exit(1, { body: `,"ancestors":[${ancestors(count)}]` }));
    expect(readAtOnce(new ReadSource(), lines).events.map(({ as }) => as)).toEqual(['columns', 'record', 'columns']);
  });

  it('are all told when their texts are too many', () => {
    const reader = new ReadSource();
    // Seven texts each, with the exec id.
    const lines = Array.from({ length: MOST_TEXTS / 7 + 1000 }, (_, at) => {
      const fields = Object.fromEntries(TEXT_FIELDS.map((name) => [name, name === 'parent_exec_id' ? execId(at) : `${name}-${at}`]));
      return exit(at + 20_000, { fields, body: policy(`p-${at}`) });
    });
    const batch = readAtOnce(reader, lines);
    expect(leftOf(batch)).toBeGreaterThan(100);
    expect(leftOf(batch)).toBeLessThan(2_000);
    expectNewBegin(reader, batch);
  });

  it('are all told when their texts are too long', () => {
    const reader = new ReadSource();
    const length = 100_000;
    const lines = Array.from({ length: 60 }, (_, at) => exit(at % 3, { body: policy(String(at).padEnd(length, '-')) }));
    const batch = readAtOnce(reader, [...lines, ...lines.slice(0, 3), exit(1)]);
    expect(leftOf(batch)).toBe(60 - Math.floor(MOST_TEXT_BYTES / length));
    expectNewBegin(reader, batch);
  });

  it('are all told when their keys are too many', () => {
    const reader = new ReadSource();
    const lines = Array.from({ length: MOST_KEYS + 100 }, (_, at) => exit(at % 5, { body: `,"key-${at}":[${at}]` }));
    const batch = readAtOnce(reader, [...lines, ...lines.slice(0, 50), exit(1)]);
    // Those that are known already take part of the room.
    expect(leftOf(batch)).toBeGreaterThan(100);
    expect(leftOf(batch)).toBeLessThan(300);
    expectNewBegin(reader, batch);
  });

  it('are all understood when their processes are too many, whether they come again or not', () => {
    const pids = Array.from({ length: MOST_BLOCKS + 100 }, (_, at) => at + 1);
    const often = pids.slice(0, 900);
    const lines = [...pids, ...pids, ...often, ...often, ...pids, ...often].map((pid, at) => {
      // With the same exec id, but told otherwise: each has variants.
      const fields = at % 11 === 0 ? { binary: `/bin/${at % 5}` } : {};
      return `{"process_exit":{"process":${block(pid, fields)},"parent":${block((pid * 7) % 800)}},"node_name":"node-1"}`;
    });
    expect(leftOf(readAtOnce(new ReadSource(), lines))).toBe(0);
  });

  it('are all understood when each of too many processes has come again', () => {
    const lines = Array.from({ length: 2 * MOST_BLOCKS }, (_, at) => {
      const own = block(at);
      return `{"process_exit":{"process":${own},"parent":${own}},"node_name":"node-1"}`;
    });
    const batch = readAtOnce(new ReadSource(), lines);
    expect([leftOf(batch), batch.newProcesses]).toEqual([0, lines.length]);
  });

  it('tell a process once that comes again and again, however many others come between', () => {
    const often = 25;
    const rare = 3 * MOST_BLOCKS;
    const lines = Array.from({ length: rare }, (_, at) => {
      const parent = block(at % often, { binary: '/bin/often' });
      return `{"process_exit":{"process":${block(often + at)},"parent":${parent}},"node_name":"node-1"}`;
    });
    const batch = readAtOnce(new ReadSource(), lines);
    expect([leftOf(batch), batch.newProcesses]).toEqual([0, often + rare]);
  });

  it('are all understood when their processes are too long, whether they come again or not', () => {
    const length = 60_000;
    const count = Math.ceil((MOST_BLOCK_BYTES / length) * 1.5);
    const line = (pid: number) => exit(pid, { fields: { arguments: String(pid).padEnd(length, 'x') } });
    const round = Array.from({ length: count }, (_, at) => line(at + 1));
    const batch = readAtOnce(new ReadSource(), [...round, ...round.slice(0, 20), ...round.slice(0, 20), ...round, line(1), line(2)]);
    expect(leftOf(batch)).toBe(0);
  });

  it('are left to the parser when a process is longer than any that is kept', () => {
    const long = exit(3, { fields: { arguments: 'x'.repeat(LARGEST_BLOCK) } });
    const lines = [exit(1), long, exit(2), long, exit(3, { fields: { arguments: 'x'.repeat(LARGEST_BLOCK - 200) } }), exit(1)];
    expect(readAtOnce(new ReadSource(), lines).events.map(({ as }) => as)).toEqual([
      ...(['columns', 'record', 'columns', 'record', 'columns', 'columns'] as const),
    ]);
  });

  it('are left to the parser when they are longer than the window, and alone among those around', () => {
    const lengths = [WINDOW_BYTES - 1, WINDOW_BYTES, WINDOW_BYTES + 1, 3 * WINDOW_BYTES + 5];
    const lines = [exit(1), ...lengths.flatMap((length) => [lineOf(length), exit(2), exit(3)])];
    const expected = lengths.flatMap((length) => [length <= WINDOW_BYTES ? 'columns' : 'record', 'columns', 'columns']);
    expect(readAtOnce(new ReadSource(), lines).events.map(({ as }) => as)).toEqual(['columns', ...expected]);
  });

  it('are understood where one window of a chunk ends within them', () => {
    const lines = Array.from({ length: 40 }, (_, at) => [lineOf(40_000 + at * 2_111), exit(at), exit(at + 1)]).flat();
    expect(leftOf(readAtOnce(new ReadSource(), lines))).toBe(0);
  });

  it('are understood where the window ends with them, or a byte beside', () => {
    for (const by of [-2, -1, 0, 1, 2]) {
      const first = exit(9);
      // The first line of a source stands alone: the window begins behind it.
      const lines = [first, lineOf(200_000), lineOf(WINDOW_BYTES - 200_000 - 2 + by), exit(1), lineOf(1_000), exit(2)];
      expect({ by, left: leftOf(readAtOnce(new ReadSource(), lines)) }).toEqual({ by, left: 0 });
    }
  });
});

describe('what is met in lines that are left to the parser', () => {
  it('is forgotten too once it is much', () => {
    const reader = new ReadSource();
    // Each is learned anew in every round, and none of them is told: an event without a hook's name is for the parser.
    const lines = Array.from(
      { length: MOST_BLOCKS + 900 },
      (_, at) => `{"process_kprobe":{"process":${block(at + 1)}},"node_name":"node-1"}`,
    );
    const generations = [1, 2, 3, 4].map(() => {
      reader.take(source(lines));
      const { events } = reader.batch();
      expect(events.filter(({ as }) => as === 'columns')).toEqual([]);
      reader.take(source([exit(1)]));
      return reader.batch().generation;
    });
    expect(generations.at(-1)).toBeGreaterThan(generations[0] ?? 0);
  });
});

describe('lines after all was forgotten', () => {
  const of: Actor = { pid: 1, at: 1, binary: '/sbin/init' };
  const ends = { local: '10.0.0.1:4000', remote: '10.0.0.2:80' };
  const texts = Array.from({ length: 30 }, (_, at) => exit(at % 3, { body: policy(String(at).padEnd(100_000, '-')) }));
  const kinds = [
    hookLine(of, 'tcp_connect', { at: 1, ...ends }),
    hookLine(of, 'tcp_close', { at: 2, ...ends }),
    hookLine(of, 'tcp_sendmsg', { at: 3, ...ends }),
    hookLine(of, 'udp_sendmsg', { at: 3, ...ends }),
    kprobeLine(of, 'another_hook', 4, [{ int_arg: 4 }]),
    enterpriseLine('process_connect', of, { at: 5, ...ends, more: { protocol: '' } }),
    dnsLine(of, 6, { name: 'host.example', ips: ['10.0.1.1'] }),
    exitLine(of, 7),
    execLine(of),
  ];

  it.each([
    ['as they came before', kinds],
    ['in the reverse order', kinds.toReversed()],
    ['for the first time', kinds.slice(3)],
  ])('mean what they say, %s', (_what, after) => {
    const reader = new ReadSource();
    const before = [...kinds.slice(0, after.length === kinds.length ? kinds.length : 3), ...texts];
    const first = readAtOnce(reader, before);
    reader.take(source(after));
    const { events, generation } = reader.batch();
    expect(generation).toBe(first.generation + 1);
    expect(events.map(({ as }) => as)).toEqual(after.map(() => 'columns'));
    expect(events.map(({ as: _, ...event }) => event)).toEqual(parsedEvents(source([...before, ...after])).slice(before.length));
  });
});
