import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CaseDatabase, closeDatabase, openDatabase } from '../../src/store/database.js';
import { type EventPage, EventPages } from '../../src/store/pages/event-pages.js';
import { LineIdentities } from '../../src/store/pages/line-identities.js';
import { EVENT_COLUMNS, type EventColumn, SOCKET_COLUMNS, type SocketColumn } from '../../src/store/pages/page-schema.js';
import { MOST_EVENTS, PageWriter } from '../../src/store/pages/page-writer.js';
import { addSource } from '../../src/store/source-ledger.js';
import { temporaryFolder } from './case-of.js';

/** An event as it is put into a page. NaN: not told. */
interface Told {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly hash: number;
  readonly identity: number;
  readonly kind: number;
  readonly us: number;
  readonly ns: number;
  readonly image: number;
}

/** Events of a source that are written together. */
interface Written {
  readonly source: number;
  readonly events: readonly Told[];
  /** Number of the first one, if it is not the next. */
  readonly first?: number;
}

interface Numbered extends Told {
  readonly event: number;
  readonly source: number;
}

/** A case with two sources and no events. */
function emptyCaseFile(): { readonly path: string; readonly database: CaseDatabase } {
  const path = join(temporaryFolder(), 'pages.workbench');
  const database = openDatabase(path, 'write');
  onTestFinished(() => closeDatabase(database));
  for (const name of ['a.jsonl', 'b.jsonl']) {
    const file = { path: name, absolutePath: `/${name}`, format: 'tetragon', sizeBytes: 1, modifiedMs: 1, headHash: name } as const;
    addSource(database, { ...file, defaultNode: 'node' });
  }
  return { path, database };
}

function write(database: CaseDatabase, batches: readonly Written[]): void {
  database.transaction(() => {
    const pages = new PageWriter(database);
    for (const { source, events, first } of batches) {
      pages.begin(source, first);
      for (const { line, byteOffset, byteLength, ...row } of events) {
        pages.add(line, byteOffset, byteLength);
        fill(pages, { ...row, functionName: 0, policy: row.kind });
      }
    }
    pages.flush();
  })();
}

function fill(pages: PageWriter, row: Readonly<Partial<Record<EventColumn, number>>>): void {
  for (const name of EVENT_COLUMNS) if (row[name] !== undefined) pages.events[name][pages.row] = row[name];
}

/** The same events with the numbers that they must have. */
function numbered(batches: readonly Written[]): readonly Numbered[] {
  let next = 1;
  return batches.flatMap(({ source, events, first = next }) => {
    next = first + events.length;
    return events.map((told, at) => ({ ...told, source, event: first + at }));
  });
}

/** So many events of a file: each line after a gap, a line of each hundred told of late, some lines told of twice. */
function eventsOfFile(count: number, from: number): readonly Told[] {
  let byteOffset = from * 500;
  const inOrder = Array.from({ length: count }, (_, at): Told => {
    byteOffset += at % 7 === 0 ? 3_000 : 0;
    const line = from + at - (at % 13 === 5 ? 1 : 0);
    const byteLength = 200 + ((at * 37) % 300);
    const told = { line, byteOffset, byteLength, hash: 2 ** 51 + ((at * 7_919) % 5_003), kind: 1 + (at % 3), ns: at % 1_000 };
    byteOffset += byteLength + 1;
    return {
      ...told,
      identity: at % 5 === 0 ? 2 ** 40 - at : Number.NaN,
      us: at % 11 === 0 ? Number.NaN : 1_700_000_000_000_000 + at * 1_003,
      image: at % 4 === 0 ? 0 : at,
    };
  });
  const late = inOrder.filter((_, at) => at % 100 === 40);
  return [...inOrder.filter((_, at) => at % 100 !== 40), ...late];
}

const FILE: readonly Written[] = [
  { source: 1, events: eventsOfFile(2 * MOST_EVENTS + 700, 1) },
  { source: 2, events: eventsOfFile(30, 1) },
  { source: 2, events: eventsOfFile(MOST_EVENTS, 31) },
  { source: 1, events: eventsOfFile(500, 9_000) },
  { source: 2, events: eventsOfFile(1, 5_000) },
  { source: 1, events: eventsOfFile(MOST_EVENTS + 1, 9_500) },
  ...Array.from({ length: 9 }, (_, at) => ({ source: 1 + (at % 2), events: eventsOfFile(20, 20_000 + at * 20) })),
];

/** What pages say of an event. */
function readAt(pages: EventPages, event: number): Numbered | undefined {
  const page = pages.pageOf(event);
  if (page === undefined) return undefined;
  const at = event - page.first;
  const [hash, identity, kind, us, ns, image] = (['hash', 'identity', 'kind', 'us', 'ns', 'image'] as const).map((name) =>
    page.value(name, at),
  );
  const place = { line: page.line(at), byteOffset: page.byteOffset(at), byteLength: page.value('length', at) };
  const told = { hash: hash ?? -1, identity: identity ?? -1, kind: kind ?? -1, us: us ?? -1, ns: ns ?? -1, image: image ?? -1 };
  return { event, source: page.source, ...place, ...told };
}

/** The first event of each line of a source. */
function firstOfLines(events: readonly Numbered[], source: number): ReadonlyMap<number, Numbered> {
  const first = new Map<number, Numbered>();
  for (const told of events) if (told.source === source && !first.has(told.line)) first.set(told.line, told);
  return first;
}

/** Whatever another source than this holds is counted, and nothing else. */
function expectKnown(identities: LineIdentities, events: readonly Numbered[], source: number): void {
  const counts = new Map<number, number>();
  const ofEvents = events.map((told) => ({ source: told.source, identity: Number.isNaN(told.identity) ? told.hash : told.identity }));
  for (const { identity } of ofEvents) for (const near of [identity, identity + 1, identity + 2 ** 33]) counts.set(near, 0);
  for (const told of ofEvents) if (told.source !== source) counts.set(told.identity, (counts.get(told.identity) ?? 0) + 1);
  const known = identities.elsewhere(source);
  expect([...counts.keys()].filter((identity) => known.countOf(identity) !== counts.get(identity))).toEqual([]);
}

const whole = (max: number) => fc.integer({ min: 0, max });
const told: fc.Arbitrary<Told> = fc.record({
  line: fc.integer({ min: 1, max: 30 }),
  byteOffset: fc.oneof(whole(500), whole(2 ** 45)),
  byteLength: fc.oneof(whole(500), whole(2 ** 24)),
  hash: fc.oneof(whole(5), whole(2 ** 52 - 1)),
  identity: fc.oneof(fc.constant(Number.NaN), whole(5), whole(2 ** 52 - 1)),
  kind: fc.integer({ min: 1, max: 9 }),
  us: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -(2 ** 51), max: 2 ** 51 })),
  ns: whole(999),
  image: whole(300),
});
const batches: fc.Arbitrary<readonly Written[]> = fc.array(
  fc.record({ source: fc.constantFrom(1, 2), events: fc.array(told, { maxLength: 12 }) }),
  { maxLength: 12 },
);

describe('events kept as pages', () => {
  it('are read back as they were told, whatever that was', () => {
    fc.assert(
      fc.property(batches, fc.array(whole(150), { maxLength: 10 }), (story, asked) => {
        const { database } = emptyCaseFile();
        write(database, story);
        const events = numbered(story);
        const pages = new EventPages(database);
        for (const expected of events) expect(readAt(pages, expected.event)).toEqual(expected);
        for (const event of asked) expect(readAt(pages, event)).toEqual(events.find((one) => one.event === event));
        for (const source of [1, 2]) {
          expectKnown(new LineIdentities(database), events, source);
          const first = firstOfLines(events, source);
          for (let line = 0; line <= 31; line++) {
            const expected = first.get(line);
            const place = expected && { byteOffset: expected.byteOffset, byteLength: expected.byteLength, hash: expected.hash };
            expect(pages.ofLine(source, line)).toEqual(place);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are found by their numbers in any order, more than a page of them in a batch, and none beside them', () => {
    const { database } = emptyCaseFile();
    write(database, FILE);
    const events = numbered(FILE);
    const pages = new EventPages(database);
    // From page to page and back: more of them than are kept unpacked.
    for (let step = 0, at = 0; step < 1_500; step++, at = (at + 4_801) % events.length) {
      const expected = events[at];
      expect(readAt(pages, expected?.event ?? 0)).toEqual(expected);
    }
    expect([-1, 0, events.length + 1, 10 ** 9].map((event) => pages.pageOf(event))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('are in pages of their source alone, none longer than it may be, in order of their numbers', () => {
    const { database } = emptyCaseFile();
    write(database, FILE);
    const events = numbered(FILE);
    const pages = new EventPages(database);
    const all = [...pages.pages()];
    expect(all.every(({ count }) => count > 0 && count <= MOST_EVENTS)).toBe(true);
    expect(all.flatMap(({ first, source, count }) => Array.from({ length: count }, (_, at) => [first + at, source]))).toEqual(
      events.map(({ event, source }) => [event, source]),
    );
    const spans = database.prepare('select first_line, last_line from fact_page order by first_event').raw().all();
    const linesOf = ({ first, count }: EventPage) =>
      events.filter(({ event }) => event >= first && event < first + count).map(({ line }) => line);
    expect(spans).toEqual(all.map(linesOf).map((lines) => [Math.min(...lines), Math.max(...lines)]));
    for (const source of [1, 2]) {
      const us = [...pages.pagesOf(source)].flatMap((page) => {
        const list = new Float64Array(page.count + 1);
        page.columnInto('us', list, 1);
        return [...list.subarray(1)];
      });
      expect(us).toEqual(events.filter((told) => told.source === source).map((told) => told.us));
    }
  });

  it('are found by the first of their line, and known again by what other sources hold', () => {
    const { database } = emptyCaseFile();
    write(database, FILE);
    const events = numbered(FILE);
    const pages = new EventPages(database);
    for (const source of [1, 2]) {
      const first = firstOfLines(events, source);
      for (const line of [0, 1, 5, 6, 17, 41, 4_095, 4_097, 5_000, 8_941, 8_950, 9_001, 9_500, 13_000, 20_001, 20_025, 99_999]) {
        const expected = first.get(line);
        const place = expected && { byteOffset: expected.byteOffset, byteLength: expected.byteLength, hash: expected.hash };
        expect({ source, line, place: pages.ofLine(source, line) }).toEqual({ source, line, place });
      }
      expectKnown(new LineIdentities(database), events, source);
    }
    expectKnown(new LineIdentities(database), events, 3);
  });

  it('are known again while sources grow in turn, whenever that is asked', () => {
    fc.assert(
      fc.property(fc.array(batches, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (stories, source) => {
        const { database } = emptyCaseFile();
        const identities = new LineIdentities(database);
        const all: Written[] = [];
        for (const story of stories) {
          write(database, story);
          all.push(...story);
          expectKnown(identities, numbered(all), source);
          expectKnown(identities, numbered(all), 2);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are known again when there are too many for what most questions end at', () => {
    const { database } = emptyCaseFile();
    const identities = new LineIdentities(database);
    write(database, FILE);
    expectKnown(identities, numbered(FILE), 2);
  });

  it('may leave numbers free between them', () => {
    const { database } = emptyCaseFile();
    const story: readonly Written[] = [
      { source: 1, events: eventsOfFile(3, 1) },
      { source: 2, events: eventsOfFile(2, 1), first: 1_000 },
      { source: 1, events: eventsOfFile(2, 4), first: 10_000 },
    ];
    const later: Written = { source: 2, events: eventsOfFile(2, 3) };
    write(database, story);
    write(database, [later]);
    const pages = new EventPages(database);
    const events = numbered([...story, later]);
    expect(events.map(({ event }) => event)).toEqual([1, 2, 3, 1_000, 1_001, 10_000, 10_001, 10_002, 10_003]);
    for (const expected of events) expect(readAt(pages, expected.event)).toEqual(expected);
    expect([4, 999, 1_002, 9_999, 10_004].map((event) => pages.pageOf(event))).toEqual(Array.from({ length: 5 }));
  });

  it('have their socket facts with them, each by its place in the page', () => {
    const { database } = emptyCaseFile();
    const count = MOST_EVENTS + 10;
    const isSocket = (event: number) => event % 3 === 0;
    const factOf = (name: SocketColumn, event: number) => (event % 6 === 0 && name.endsWith('Port') ? Number.NaN : event + name.length);
    database.transaction(() => {
      const pages = new PageWriter(database);
      pages.begin(1);
      for (const { line, byteOffset, byteLength, ...row } of eventsOfFile(count, 1)) {
        const event = pages.add(line, byteOffset, byteLength);
        fill(pages, row);
        if (!isSocket(event)) continue;
        const to = pages.addSocket();
        for (const name of SOCKET_COLUMNS) if (name !== 'event') pages.sockets[name][to] = factOf(name, event);
      }
      // A page without any of them.
      pages.begin(2);
      pages.add(1, 0, 9);
      pages.flush();
    })();
    const read = [...new EventPages(database).socketPages()].flatMap((page) => {
      const columns = SOCKET_COLUMNS.map((name) => {
        const list = new Float64Array(page.count);
        page.columnInto(name, list);
        return list;
      });
      return Array.from({ length: page.count }, (_, at) =>
        columns.map((list, column) => (list[at] ?? -1) + (column === 0 ? page.events.first : 0)),
      );
    });
    const sockets = Array.from({ length: count }, (_, at) => at + 1).filter(isSocket);
    expect(read).toEqual(sockets.map((event) => SOCKET_COLUMNS.map((name) => (name === 'event' ? event : factOf(name, event)))));
  });
});

const ASKED = `select event_source(:event) as source, event_line(:event) as line, event_byte_offset(:event) as byteOffset,
  event_hash(:event) as hash, event_kind(:event) as kind, event_us(:event) as us, event_ns(:event) as ns, event_image(:event) as image`;
const NOTHING = { source: null, line: null, byteOffset: null, hash: null, kind: null, us: null, ns: null, image: null };

/** What SQL must say of an event. */
function inSql({ source, line, byteOffset, hash, kind, us, ns, image }: Numbered): object {
  return { source, line, byteOffset, hash, kind, us: Number.isNaN(us) ? null : us, ns, image: image === 0 ? null : image };
}

describe('the functions of SQL that tell of an event', () => {
  it.each(['read', 'write'] as const)('say what its page does, of a case opened to %s', (mode) => {
    const { path, database } = emptyCaseFile();
    write(database, FILE);
    const other = openDatabase(path, mode);
    onTestFinished(() => closeDatabase(other));
    const ask = other.prepare(ASKED);
    const events = numbered(FILE);
    for (let step = 0, at = 0; step < 300; step++, at = (at + 4_801) % events.length) {
      const expected = events[at];
      if (expected !== undefined) expect(ask.get({ event: expected.event })).toEqual(inSql(expected));
    }
  });

  it('are null for what is no event', () => {
    const { database } = emptyCaseFile();
    const ask = database.prepare(ASKED);
    expect(ask.get({ event: 1 })).toEqual(NOTHING);
    write(database, [{ source: 1, events: eventsOfFile(3, 1) }]);
    for (const event of [0, 4, -1, 10 ** 12, null, '1']) expect(ask.get({ event })).toEqual(NOTHING);
  });

  it('know of events that were written after they were first asked', () => {
    const { database } = emptyCaseFile();
    const ask = database.prepare(ASKED);
    const story: Written[] = [];
    for (const source of [1, 2, 1]) {
      story.push({ source, events: eventsOfFile(5, 1) });
      write(database, story.slice(-1));
      const events = numbered(story);
      expect(events.map(({ event }) => ask.get({ event }))).toEqual(events.map(inSql));
      expect(ask.get({ event: events.length + 1 })).toEqual(NOTHING);
    }
  });

  it('can be asked of every row of a statement that runs', () => {
    const { database } = emptyCaseFile();
    write(database, FILE);
    const rows = database
      .prepare<[], { source: number; count: number; lines: number }>(
        `with recursive numbers(event) as (select 1 union all select event + 1 from numbers where event < ${numbered(FILE).length})
         select event_source(event) as source, count(event_us(event)) as count, sum(event_line(event)) as lines from numbers group by 1 order by 1`,
      )
      .all();
    const expected = [1, 2].map((source) => {
      const own = numbered(FILE).filter((told) => told.source === source);
      return { source, count: own.filter(({ us }) => !Number.isNaN(us)).length, lines: own.reduce((sum, { line }) => sum + line, 0) };
    });
    expect(rows).toEqual(expected);
  });
});
