import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { LONGEST_LINE_BYTES } from '../../../src/ingest/lines.js';
import type { Part, ReadPart } from '../../../src/ingest/parallel/part.js';
import { PartReader } from '../../../src/ingest/parallel/part-reader.js';
import type { EventColumns, MetProcess } from '../../../src/model/event-columns.js';
import type { PodDescription } from '../../../src/model/record.js';
import {
  type Actor,
  type ContainerInStory,
  dnsLine,
  enterpriseLine,
  enterpriseListenLine,
  eventLine,
  execLine,
  exitLine,
  hookAcceptLine,
  hookLine,
  kprobeLine,
  unknownParent,
} from '../../tetragon-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'workbench-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a reader met. Its numbers count from 1. */
interface Met {
  readonly texts: string[];
  readonly pods: (PodDescription | undefined)[];
  readonly processes: (MetProcess | undefined)[];
}

const TEXTS = new Set([
  ...['kind', 'functionName', 'policy', 'cluster', 'signal', 'protocol', 'localIp', 'remoteIp', 'remoteNames'],
  ...['names', 'types', 'rcode', 'ips', 'serverIp'],
]);
const PROCESSES = new Set(['process', 'parent']);

type Group = Readonly<Record<string, number | ArrayLike<number>>> & { readonly count: number };
type Row = Readonly<Record<string, unknown>>;

/** What the lines of a file say, put together from its parts: each event as plain values, sums added up. */
class Told {
  readonly events: Row[] = [];
  readonly problems: Row[] = [];
  readonly ignored: Record<string, number> = {};
  readonly kinds: Record<string, number> = {};
  offered = 0;
  malformed = 0;
  lines = 0;
  firstUs = Number.POSITIVE_INFINITY;
  lastUs = Number.NEGATIVE_INFINITY;
  position: Row = {};
  unfinished: Row | undefined;
  readonly #met = new Map<string, Met>();

  /** Adds the next part of the file. */
  add({ batch, lines, unfinished }: ReadPart): void {
    const before = this.lines;
    const columns = batch.columns === undefined ? [] : this.#rowsOf(batch.columns);
    let next = 0;
    for (const { record, place, columnsBefore = 0 } of batch.records) {
      this.#addColumns(columns.slice(next, columnsBefore));
      next = columnsBefore;
      this.events.push({ as: 'record', record, ...place, line: place.line + before });
    }
    this.#addColumns(columns.slice(next));
    this.problems.push(...batch.problems.map((problem) => ({ ...problem, line: problem.line + before })));
    for (const [reason, count] of batch.ignored) this.ignored[reason] = (this.ignored[reason] ?? 0) + count;
    for (const [kind, count] of batch.kinds) this.kinds[kind] = (this.kinds[kind] ?? 0) + count;
    this.offered += batch.offered;
    this.malformed += batch.malformed;
    this.firstUs = Math.min(this.firstUs, batch.firstUs ?? this.firstUs);
    this.lastUs = Math.max(this.lastUs, batch.lastUs ?? this.lastUs);
    this.lines += lines;
    if (lines === 0) expect({ events: batch.records.length + columns.length, offered: batch.offered }).toEqual({ events: 0, offered: 0 });
    else this.position = { bytes: batch.positionBytes, lines: batch.positionLines + before };
    if (unfinished !== undefined) this.unfinished = { ...unfinished, line: unfinished.line + before };
  }

  /** All of it, but for what numbers meant. */
  whole(): Row {
    const { events, problems, ignored, kinds, offered, malformed, lines, firstUs, lastUs, position, unfinished } = this;
    return { events, problems, ignored, kinds, offered, malformed, lines, firstUs, lastUs, position, unfinished };
  }

  #addColumns(rows: readonly (Row & { readonly line: number })[]): void {
    const before = this.lines;
    this.events.push(...rows.map((row) => ({ ...row, as: 'columns', line: row.line + before })));
  }

  #rowsOf(columns: EventColumns): readonly (Row & { readonly line: number })[] {
    const met = this.#metBy(columns);
    const { events, ancestors, exits, sockets, dns } = columns;
    const facts = Object.entries({ ancestors, exits, sockets, dns }).map(([name, group]) => ({ name, rows: rows(group, met) }));
    return rows(events, met).map((row, at) => {
      const told = facts.map(({ name, rows: all }) => [name, all.filter(({ event }) => event === at).map(({ event: _, ...fact }) => fact)]);
      return { ...row, line: events.line[at] ?? 0, ...Object.fromEntries(told) };
    });
  }

  #metBy({ reader, texts, pods, processes }: EventColumns): Met {
    const met = this.#met.get(reader) ?? { texts: [''], pods: [undefined], processes: [undefined] };
    this.#met.set(reader, met);
    met.texts.push(...texts);
    met.pods.push(...pods);
    met.processes.push(...processes);
    return met;
  }
}

/** The rows of a group, numbers of things as those things. */
function rows({ count, ...lists }: Group, met: Met): readonly Row[] {
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, typeof list === 'number' ? list : meant(name, list[at] ?? Number.NaN, met)]),
    ),
  );
}

function meant(name: string, number: number, { texts, pods, processes }: Met): unknown {
  if (TEXTS.has(name)) return numbered(texts, number);
  if (name === 'remotePod') return numbered(pods, number);
  if (!PROCESSES.has(name)) return number;
  const met = numbered(processes, number);
  return met === undefined ? undefined : { ...met.process, pod: numbered(pods, met.pod) };
}

function numbered<Thing>(things: readonly Thing[], number: number): Thing | undefined {
  if (number >= things.length) throw new Error(`${number} was named before it was told`);
  return things[number];
}

/** Reads these parts of a file, one after the other, by so many readers that take turns. */
function read(file: string, parts: readonly Part[], readers: number): Told {
  const order = { file, format: 'tetragon', defaultNode: 'file-name', hashScheme: 'xxh64:1' } as const;
  const all = Array.from({ length: readers }, () => new PartReader(order));
  const told = new Told();
  parts.forEach((part, at) => {
    const answer = all[at % readers]?.read(part);
    if (answer !== undefined) told.add(answer);
  });
  for (const reader of all) reader.close();
  return told;
}

/** The parts between these places. */
function partsAt(places: readonly number[], size: number): readonly Part[] {
  const ends = [...new Set([...places, size])].filter((place) => place > 0 && place <= size).sort((a, b) => a - b);
  return ends.map((to, at) => ({ from: ends[at - 1] ?? 0, to }));
}

const CONTAINER: ContainerInStory = { id: 'a'.repeat(64), name: 'app', pod: 'app-1', namespace: 'shop', startedAt: 2, workload: 'app' };
const init: Actor = { pid: 1, at: 1, binary: '/sbin/init', flags: 'procFS auid' };
const NAMED: readonly Actor[] = [
  init,
  { pid: 10, at: 3, binary: '/bin/sh', arguments: '-c id', parent: init },
  { pid: 11, at: 4, binary: '/bin/app', container: CONTAINER, parent: init, more: { refcnt: 1 } },
  { pid: 12, at: 5, binary: '/bin/app', container: { ...CONTAINER, pod: 'app-2' }, isPodUnknown: true, parent: unknownParent(9) },
  { pid: 13, at: 6, binary: '/bin/text', arguments: 'a "b" \u001b[2J \u00e9', parent: init },
  // Warned of: the exec id names another pid.
  { pid: 14, at: 7, binary: '/bin/odd', execId: 'bm9kZS0xOjEwMDA6NDI=' },
];
const actor = fc.oneof(
  fc.constantFrom(...NAMED),
  fc.integer({ min: 100, max: 130 }).map((pid): Actor => ({ pid, at: pid, binary: `/bin/p-${pid}`, parent: init, more: { refcnt: pid } })),
);

const EVENTS: readonly ((of: Actor, second: number) => string)[] = [
  (of) => execLine(of),
  (of, at) => exitLine(of, at, at % 2 === 0 ? { signal: 'SIGKILL' } : { status: at }),
  (of, at) => enterpriseLine('process_connect', of, { at, local: '10.0.0.1:4000', remote: `203.0.113.${at % 9}:443`, cookie: `${at}` }),
  (of, at) => enterpriseLine('process_accept', of, { at, local: '10.0.0.1:80', remote: '10.0.0.2:4000', names: ['peer.example.'] }),
  (of, at) => enterpriseLine('process_sock_stats', of, { at, local: '10.0.0.1:80', remote: '10.0.0.2:4000', sent: at, received: 7 }),
  (of, at) => enterpriseLine('process_close', of, { at, local: '::1:80', remote: '::1:4000', more: { destination_pod: { name: 'peer' } } }),
  (of, at) => enterpriseListenLine(of, at, '0.0.0.0:80', `${at + 1}`),
  (of, at) => dnsLine(of, at, { name: `host-${at % 5}.example`, ips: at % 2 === 0 ? [`10.0.1.${at % 9}`] : [] }),
  (of, at) => hookLine(of, 'tcp_connect', { at, local: '10.0.0.1:4000', remote: '10.0.0.2:80', cookie: `${2 ** 40 + at}` }),
  (of, at) => hookAcceptLine(of, { at, local: '10.0.0.1:80', remote: '10.0.0.2:4000' }),
  (of, at) => kprobeLine(of, 'security_file_permission', at, [{ file_arg: { path: '/etc/passwd' } }, { int_arg: 4 }]),
  (of, at) => eventLine('process_exit', of, at, { ancestors: [{ exec_id: 'bm9kZS0xOjU6MQ==', pid: 1 }], count: 3 }),
  (of, at) => eventLine('process_new_kind', of, at),
  (_of, at) => JSON.stringify({ rate_limit_info: { number_of_dropped_process_events: at }, node_name: 'node-1' }),
];
const event = fc.tuple(fc.constantFrom(...EVENTS), actor, fc.integer({ min: 1, max: 99 })).map(([line, of, at]) => line(of, at));

const NO_EVENTS = [
  '',
  '',
  '  ',
  '\t',
  'level=info msg="Exit probe on"',
  '[1,2]',
  '{"process_exec":{',
  'null',
  '{}',
  '{"a":"b"}',
  '\ufeff{}',
];
const bytesOfLine: fc.Arbitrary<Buffer> = fc.oneof(
  { arbitrary: event.map((text) => Buffer.from(text)), weight: 12 },
  { arbitrary: fc.constantFrom(...NO_EVENTS).map((text) => Buffer.from(text)), weight: 3 },
  { arbitrary: fc.tuple(event, fc.nat()).map(([text, cut]) => Buffer.from(text.slice(0, cut % text.length))), weight: 1 },
  { arbitrary: event.map((text) => Buffer.from(text.replace('/bin/', '/\u00e9/'), 'latin1')), weight: 1 },
);
/** Few are longer than what is read at a time. */
const longLine = fc
  .constantFrom(250_000, 262_100, 530_000)
  .map((length) => Buffer.from(execLine({ pid: 20, at: 20, binary: '/bin/long', arguments: 'x'.repeat(length) })));

interface Drawn {
  readonly bytes: Buffer;
  readonly places: readonly number[];
}

function feedsIn(bytes: Buffer): readonly number[] {
  const feeds: number[] = [];
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) feeds.push(at);
  return feeds;
}

/** A file, and places to cut it at: anywhere, beside its feeds, and close to each other. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    lines: fc.array(fc.tuple(bytesOfLine, fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 40 }),
    long: fc.option(fc.tuple(longLine, fc.nat(40)), { freq: 4 }),
    mark: fc.constantFrom('', '', '\ufeff'),
    isEnded: fc.constantFrom(true, true, false),
    tail: fc.constantFrom('', '', '', '{"process_exec":{"process":'),
    anywhere: fc.array(fc.nat(), { maxLength: 8 }),
    besideFeeds: fc.array(fc.tuple(fc.nat(), fc.integer({ min: -2, max: 2 })), { maxLength: 8 }),
    stretch: fc.tuple(fc.nat(), fc.nat(12)),
  })
  .map(({ lines, long, mark, isEnded, tail, anywhere, besideFeeds, stretch }) => {
    const all = lines.map(([line, end]) => Buffer.concat([line, Buffer.from(end)]));
    if (long !== null) all.splice(long[1], 0, Buffer.concat([long[0], Buffer.from('\n')]));
    const whole = Buffer.concat([Buffer.from(mark), ...all]);
    const bytes = isEnded ? Buffer.concat([whole, Buffer.from(tail)]) : whole.subarray(0, -1);
    const within = (place: number) => place % (bytes.length + 1);
    const feeds = feedsIn(bytes);
    const beside = feeds.length === 0 ? [] : besideFeeds.map(([feed, by]) => (feeds[feed % feeds.length] ?? 0) + by);
    const close = Array.from({ length: stretch[1] }, (_, by) => within(stretch[0]) + by);
    return { bytes, places: [...anywhere.map(within), ...beside, ...close] };
  });

describe('the parts of a file', () => {
  it('say together what the whole says, wherever it was cut, read by one reader or by two', () => {
    const file = join(folder, 'drawn.jsonl');
    const seen = { columns: 0, record: 0, problems: 0, unfinished: 0 };
    fc.assert(
      fc.property(drawn, ({ bytes, places }) => {
        writeFileSync(file, bytes);
        const parts = partsAt(places, bytes.length);
        const whole = read(file, partsAt([], bytes.length), 1);
        expect(read(file, parts, 1).whole()).toEqual(whole.whole());
        expect(read(file, parts, 2).whole()).toEqual(whole.whole());
        const { events, problems, unfinished } = whole;
        for (const { as } of events) seen[as === 'columns' ? 'columns' : 'record'] += 1;
        seen.problems += problems.length;
        seen.unfinished += unfinished === undefined ? 0 : 1;
      }),
      { numRuns: 150 },
    );
    expect(Object.entries(seen).filter(([, times]) => times < 5)).toEqual([]);
  });

  it('may be single bytes', () => {
    const bytes = Buffer.from(`\ufeff${[...NAMED.map(execLine), ...NO_EVENTS, execLine(init)].join('\r\n')}\n{"process_exec":{`);
    const file = join(folder, 'bytes.jsonl');
    writeFileSync(file, bytes);
    const parts = partsAt([...bytes.keys()], bytes.length);
    const told = read(file, parts, 2).whole();
    expect(told).toEqual(read(file, partsAt([], bytes.length), 1).whole());
    const lines = NAMED.length + NO_EVENTS.length + 2;
    const byteOffset = bytes.length - '{"process_exec":{'.length;
    expect(told).toMatchObject({ lines, offered: lines, unfinished: { line: lines, byteOffset } });
  });

  it('count the lines that begin in them, the last one to its end', () => {
    const file = join(folder, 'three.jsonl');
    writeFileSync(file, 'aaaa\nbbbb\ncccc');
    const reader = new PartReader({ file, format: 'tetragon', defaultNode: 'file-name', hashScheme: 'xxh64:1' });
    const told = (from: number, to: number) => {
      const { lines, batch, unfinished } = reader.read({ from, to });
      return { lines, of: batch.problems.map(({ excerpt, byteOffset, line }) => `${line} ${byteOffset} ${excerpt}`), unfinished };
    };
    const unfinished = { byteOffset: 10, line: 1 };
    expect([told(0, 5), told(5, 10), told(10, 14)]).toEqual([
      { lines: 1, of: ['1 0 aaaa'], unfinished: undefined },
      { lines: 1, of: ['1 5 bbbb'], unfinished: undefined },
      { lines: 1, of: ['1 10 cccc'], unfinished },
    ]);
    expect([told(0, 6), told(6, 10), told(4, 5), told(11, 14), told(1, 14)]).toEqual([
      { lines: 2, of: ['1 0 aaaa', '2 5 bbbb'], unfinished: undefined },
      { lines: 0, of: [], unfinished: undefined },
      { lines: 0, of: [], unfinished: undefined },
      { lines: 0, of: [], unfinished: undefined },
      { lines: 2, of: ['1 5 bbbb', '2 10 cccc'], unfinished: { byteOffset: 10, line: 2 } },
    ]);
    reader.close();
  });

  it.each([
    ['in the middle of the file', `\n${execLine(init)}\n`],
    ['at its end', ''],
  ])('refuse a line that is longer than any event, %s', (_what, after) => {
    const file = join(folder, 'too-long.jsonl');
    const long = Buffer.alloc(LONGEST_LINE_BYTES + 10, '{"process_exec":');
    const bytes = Buffer.concat([Buffer.from(`${execLine(init)}\n`), long, Buffer.from(after)]);
    writeFileSync(file, bytes);
    const places = Array.from({ length: 9 }, (_, at) => (at + 1) * 2 ** 21);
    const told = read(file, partsAt([...places, bytes.length - 3], bytes.length), 2).whole();
    expect(told).toEqual(read(file, partsAt([], bytes.length), 1).whole());
    expect(told).toMatchObject({ malformed: 1, lines: after === '' ? 2 : 3, problems: [{ line: 2, severity: 'refused' }] });
  });
});
