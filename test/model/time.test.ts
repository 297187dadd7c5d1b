import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInstants, formatDuration, formatTime, parseTime } from '../../src/model/time.js';

const US_OF_2026 = Date.UTC(2026, 0, 1) * 1000;

describe('parseTime', () => {
  it.each([
    ['2026-01-01T00:00:00Z', US_OF_2026, 0],
    ['2026-01-01T00:00:00.001Z', US_OF_2026 + 1_000, 0],
    ['2026-01-01T00:00:00.000001Z', US_OF_2026 + 1, 0],
    ['2026-01-01T00:00:00.000000001Z', US_OF_2026, 1],
    ['2026-01-01T00:00:00.999999999Z', US_OF_2026 + 999_999, 999],
    ['2026-01-01T00:00:00.5Z', US_OF_2026 + 500_000, 0],
    ['2026-01-01T00:00:00.0000000019Z', US_OF_2026, 1],
    ['2026-01-01T02:00:00+02:00', US_OF_2026, 0],
    ['2025-12-31T18:30:00-05:30', US_OF_2026, 0],
    ['2026-01-01t00:00:00z', US_OF_2026, 0],
    ['2026-01-01 00:00:00Z', US_OF_2026, 0],
    ['2025-12-31T23:59:60Z', US_OF_2026, 0],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1000, 0],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59) * 1000, 0],
  ])('reads %s exactly', (text, us, ns) => {
    expect(parseTime(text)).toEqual({ us, ns });
  });

  it.each([
    '',
    'yesterday',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-1-1T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00,5Z',
    '2026-01-01T00:00:00+0200',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+00:60',
    '2026-01-01T00:00:00Z ',
    '0001-01-01T00:00:00Z',
    '1795192619605217110',
  ])('refuses "%s"', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('reads the same after a time of another minute', () => {
    const before = parseTime('2026-01-01T00:00:01Z');
    parseTime('2027-05-06T07:08:09Z');
    parseTime('no time at all!!');
    expect(parseTime('2026-01-01T00:00:01Z')).toEqual(before);
  });
});

describe('formatTime', () => {
  const instant = fc.record({
    us: fc.integer({ min: Date.UTC(100, 0, 1) * 1000, max: Date.UTC(9999, 11, 31) * 1000 }),
    ns: fc.integer({ min: 0, max: 999 }),
  });

  it('gives what parseTime reads back, to the nanosecond', () => {
    fc.assert(
      fc.property(instant, ({ us, ns }) => {
        expect(parseTime(formatTime(us, ns))).toEqual({ us, ns });
      }),
    );
  });

  it('gives texts of one time zone that sort as the instants do', () => {
    const whole = (at: { us: number; ns: number }) =>
      formatTime(at.us, at.ns).replace(/(?:\.(\d*))?Z$/, (_, d = '') => `.${String(d).padEnd(9, '0')}`);
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [x, y] = [whole(a), whole(b)];
        expect(Math.sign(compareInstants(a, b))).toBe(x < y ? -1 : Number(x > y));
      }),
    );
  });

  it.each([
    [0, 0, '1970-01-01T00:00:00Z'],
    [1_000, 0, '1970-01-01T00:00:00.001Z'],
    [1, 0, '1970-01-01T00:00:00.000001Z'],
    [0, 1, '1970-01-01T00:00:00.000000001Z'],
    [-1, 0, '1969-12-31T23:59:59.999999Z'],
    [Date.UTC(10000, 0, 1) * 1000, 0, '+010000-01-01T00:00:00Z'],
  ])('writes %i µs and %i ns with the fewest digits that lose nothing', (us, ns, text) => {
    expect(formatTime(us, ns)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [850_000, '850ms'],
    [999_600, '999ms'],
    [12_340_000, '12.3s'],
    [59_999_999, '59.9s'],
    [60_000_000, '1m00s'],
    [312_000_000, '5m12s'],
    [11_040_000_000, '3h04m'],
    [198_000_000_000, '2d07h'],
    [-312_000_000, '-5m12s'],
  ])('says %i µs as %s', (us, text) => {
    expect(formatDuration(us)).toBe(text);
  });
});
