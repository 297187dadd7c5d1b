import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import { linkedCase } from './case-of.js';

describe('how much happened when', async () => {
  const { view } = await linkedCase(['fixtures/labs/tenant-jobs/events.jsonl.gz']);
  const { firstTimeUs: sinceUs = 0, lastTimeUs: untilUs = 0 } = view.overview();

  it.each([1, 7, 240])('adds up to everything but the findings, in %i parts', (buckets) => {
    const counts = view.timelineDensity({ filter: NO_FILTER, sinceUs, untilUs }, buckets);
    expect(counts).toHaveLength(buckets);
    const { rows } = view.timeline({ filter: NO_FILTER, sinceUs, untilUs }, { limit: 10_000 });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows.filter(({ kind }) => kind !== 'finding').length);
  });

  it.each(['container:crawler', 'binary:*/curl'])('counts what %s keeps in the same parts', (text) => {
    const parsed = parseFilter(text);
    if (parsed.kind !== 'filter') throw new Error(parsed.message);
    const query = { filter: parsed.filter, sinceUs, untilUs };
    const counts = view.timelineDensity(query, 20);
    const width = (untilUs + 1 - sinceUs) / 20;
    const expected = new Array<number>(20).fill(0);
    for (const { atUs, kind } of view.timeline(query, { limit: 10_000 }).rows) {
      if (atUs === undefined || kind === 'finding') continue;
      const bucket = Math.floor((atUs - sinceUs) / width);
      expected[bucket] = (expected[bucket] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
  });
});
