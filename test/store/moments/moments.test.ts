import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TIMELINE_KINDS } from '../../../src/model/timeline.js';
import { Database } from '../../../src/store/binding.js';
import type { CaseDatabase } from '../../../src/store/database.js';
import { KINDS, kindNumber, type MomentColumns, momentColumns, whatOf } from '../../../src/store/moments/moment-columns.js';
import { momentOrder } from '../../../src/store/moments/moment-order.js';
import { MOMENTS_PER_PAGE, type MomentPage } from '../../../src/store/moments/moment-page.js';
import { MomentParts } from '../../../src/store/moments/moment-parts.js';
import { MomentWriter } from '../../../src/store/moments/moment-writer.js';
import { StoredMoments } from '../../../src/store/read/stored-moments.js';
import { LINKS } from '../../../src/store/schema-links.js';
import { gathered, orderOf, randomMoments, sorted, type ToldMoment } from './random-moments.js';

function toldBy({ us, whats, refs, processes, parts }: MomentColumns | MomentPage, at: number): ToldMoment {
  const what = whats[at] ?? 0;
  return {
    us: us[at] ?? 0,
    ns: Math.floor(what / KINDS),
    kind: TIMELINE_KINDS[what % KINDS] ?? 'finding',
    ref: refs[at] ?? 0,
    part: parts[at] ?? 0,
    process: processes[at] ?? 0,
  };
}

function written(moments: readonly ToldMoment[]): { readonly database: CaseDatabase; readonly stored: StoredMoments } {
  const { columns, count } = gathered(moments);
  const database = new Database(':memory:');
  database.exec(LINKS);
  const writer = new MomentWriter(database);
  writer.add(columns, momentOrder(columns, count, orderOf));
  writer.end();
  return { database, stored: new StoredMoments(database) };
}

function read(stored: StoredMoments, from: number, end: number, isBackward = false): readonly ToldMoment[] {
  const parts = [...stored.within({ from, end }, isBackward)];
  const moments = parts.flatMap(({ page, first, end: beyond }) =>
    Array.from({ length: beyond - first }, (_, at) => toldBy(page, isBackward ? beyond - 1 - at : first + at)),
  );
  return isBackward ? [...moments].reverse() : moments;
}

describe('moments in order', () => {
  it.each([true, false])('stand as a plain sort by everything would put them (all after the epoch: %s)', (isEpochFirst) => {
    fc.assert(
      fc.property(randomMoments(120, { isEpochFirst }), (moments) => {
        const { columns, count } = gathered(moments);
        const order = momentOrder(columns, count, orderOf);
        // Events may be told twice, as what differs in nothing but the process.
        const bare = (told: readonly ToldMoment[]) => told.map(({ process: _, ...moment }) => moment);
        expect(bare(Array.from(order, (place) => toldBy(columns, place)))).toEqual(bare(sorted(moments)));
      }),
      { numRuns: 300 },
    );
  });

  it('ask where events stand for those alone that share a moment', () => {
    const moment = { us: 5, ns: 0, kind: 'file', part: 0, process: 1 } as const;
    const asked: number[] = [];
    const { columns, count } = gathered([
      { ...moment, ref: 9 },
      { ...moment, ref: 4, us: 6 },
      { ...moment, ref: 3, kind: 'dns' },
      { ...moment, ref: 2 },
    ]);
    momentOrder(columns, count, (events) => {
      asked.push(...events);
      return orderOf(events);
    });
    expect(asked).toEqual([9, 2]);
  });
});

describe('packed moments', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(randomMoments(100), (moments) => {
        const { database, stored } = written(moments);
        const { columns, count } = gathered(moments);
        const expected = Array.from(momentOrder(columns, count, orderOf), (place) => toldBy(columns, place));
        expect(stored.count).toBe(moments.length);
        expect(read(stored, 1, stored.count + 1)).toEqual(expected);
        database.close();
      }),
    );
  });

  it('are found by place and by time on any page, both ways', () => {
    const moments = Array.from({ length: 10_000 }, (_, at): ToldMoment => {
      const kind = (['start', 'connect', 'dns', 'exit'] as const)[at % 4] ?? 'start';
      return { us: 1_690_000_000_000_000 + Math.floor(at / 5) * 997, ns: at % 3, kind, ref: at + 1, part: at % 2, process: 0 };
    });
    const { database, stored } = written(moments);
    const all = read(stored, 1, stored.count + 1);
    expect(all).toHaveLength(10_000);
    expect(database.prepare('select count(*) from moment_page').pluck().get()).toBe(Math.ceil(10_000 / MOMENTS_PER_PAGE));
    const place = fc.integer({ min: 1, max: 10_001 });
    fc.assert(
      fc.property(place, place, fc.boolean(), (one, other, isBackward) => {
        const [from, end] = [Math.min(one, other), Math.max(one, other)];
        expect(read(stored, from, end, isBackward)).toEqual(all.slice(from - 1, end - 1));
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 2_000_000 }), (after) => {
        const us = 1_690_000_000_000_000 + after;
        const first = all.findIndex((moment) => moment.us >= us);
        expect(stored.firstAt(us)).toBe(first < 0 ? 10_001 : first + 1);
        const later = all.findIndex((moment) => moment.us > us);
        expect(stored.firstAfter(us)).toBe(later < 0 ? 10_001 : later + 1);
      }),
      { numRuns: 300 },
    );
    database.close();
  });

  it('take no more than ten bytes each where they are near each other', () => {
    const moments = Array.from({ length: MOMENTS_PER_PAGE }, (_, at): ToldMoment => {
      const kind = (['start', 'connect', 'close', 'exit'] as const)[at % 4] ?? 'start';
      return { us: 1_690_000_000_000_000 + at * 9_000, ns: at % 1000, kind, ref: 100_000 + at, part: 0, process: 0 };
    });
    const { database } = written(moments);
    expect(database.prepare('select length(packed) from moment_page').pluck().get()).toBeLessThan(MOMENTS_PER_PAGE * 10);
    database.close();
  });
});

describe('moments that are gathered in parts', () => {
  it('stand in the same order, whatever the size of a part and the times that were expected', () => {
    const cases = fc.record({
      moments: randomMoments(150),
      atATime: fc.integer({ min: 1, max: 60 }),
      sampleUs: fc.array(fc.integer({ min: 1_690_000_000_000_000, max: 1_690_090_000_000_000 }), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(cases, ({ moments, atATime, sampleUs }) => {
        const { columns, count } = gathered(moments);
        const whole = Array.from(momentOrder(columns, count, orderOf), (place) => toldBy(columns, place));
        const database = new Database(':memory:');
        const parts = new MomentParts(database, { count: moments.length, sampleUs }, atATime);
        for (const { us, ns, kind, ref, process, part } of moments) parts.add(us, whatOf(ns, kindNumber(kind)), ref, process, part);
        const inParts: ToldMoment[] = [];
        for (const part of parts.parts())
          for (const place of momentOrder(part.columns, part.count, orderOf)) inParts.push(toldBy(part.columns, place));
        expect(inParts).toEqual(whole);
        database.close();
      }),
      { numRuns: 200 },
    );
  });

  it('fill every page of a timeline but the last, whichever part its moments are of', () => {
    const database = new Database(':memory:');
    database.exec(LINKS);
    const writer = new MomentWriter(database);
    const columns = momentColumns(5000).us.map((_, at) => at);
    const all = { ...momentColumns(5000), us: columns };
    for (const [from, to] of [
      [0, 1],
      [1, 2047],
      [2047, 2050],
      [2050, 5000],
    ] as const)
      writer.add(
        all,
        Uint32Array.from({ length: to - from }, (_, at) => from + at),
      );
    writer.end();
    const pages = database.prepare<[], [number, number]>('select first_us, moments from moment_page order by id').raw().all();
    expect(pages).toEqual([
      [0, MOMENTS_PER_PAGE],
      [MOMENTS_PER_PAGE, MOMENTS_PER_PAGE],
      [2 * MOMENTS_PER_PAGE, 5000 - 2 * MOMENTS_PER_PAGE],
    ]);
    database.close();
  });
});
