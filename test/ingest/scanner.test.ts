import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import xxhash from 'xxhash-wasm';
import { parseTime } from '../../src/model/time.js';
import { bareScanner, show } from './bare-scanner.js';
import { ColumnRecords, parsedRecord } from './column-records.js';
import { PROCESS } from './tetragon-reading.js';

const { h64Raw } = await xxhash();
const process = JSON.stringify(PROCESS);

/** What the parser says of a line in full, `undefined` also for one that it warns of: that is none for columns. */
function parsed(line: Buffer): ReturnType<typeof parsedRecord> {
  try {
    return parsedRecord(line);
  } catch {
    return undefined;
  }
}

/** What the reader says of a line, which must be what the parser says when it says anything. */
function exact(reader: ColumnRecords, line: Buffer): ReturnType<typeof parsedRecord> {
  const told = reader.read(line);
  if (told !== undefined) expect(told).toEqual(parsed(line));
  return told;
}

describe('the hash of bytes', () => {
  const scanner = bareScanner();

  it('is XXH64 for any bytes and any seed', () => {
    const seed = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 64n - 1n));
    const bytes = fc.uint8Array({ maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(bytes, bytes, seed, (hashed, behind, chosen) => {
        show(scanner, hashed, behind);
        expect(BigInt.asUintN(64, scanner.hashSingle(hashed.length, chosen))).toBe(h64Raw(hashed, chosen));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is XXH64 for each length', () => {
    const all = Buffer.from(Array.from({ length: 301 }, (_, at) => (at * 73 + 200) % 256));
    for (let length = 0; length <= 300; length++) {
      const hashed = all.subarray(0, length);
      show(scanner, hashed, Buffer.from('behind'));
      const hash = BigInt.asUintN(64, scanner.hashSingle(length, 7n));
      expect({ length, hash }).toEqual({ length, hash: h64Raw(hashed, 7n) });
    }
  });
});

function timeLine(time: string): Buffer {
  return Buffer.from(`{"process_exit":{"process":${process}},"time":"${time}"}`);
}

const MINUTES = [
  ...['2026-01-01T00:00', '2026-01-01T23:59', '1969-12-31T23:59', '2024-02-29T12:30', '9999-12-31T23:59', '0100-01-01T00:00'],
  ...['2026-02-29T00:00', '2026-01-01T24:00', '2026-01-01T00:60', '2026-13-01T00:00', '2026-00-01T00:00', '2026-01-32T00:00'],
  ...['0099-01-01T00:00', '2026-01-01t00:00', '2026-01-01 00:00', '2026-1-01T00:000', '2026-01-01T0a:00', '+026-01-01T00:00', ''],
];
const minute = fc.oneof(
  fc.constantFrom(...MINUTES),
  fc.date({ min: new Date(0), max: new Date(2 ** 42), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 16)),
  // They share a place among those that were met.
  fc.constantFrom('2026-01-01T00:10', '2026-01-01T01:97', '2026-05-05T00:10', '2027-01-01T00:10'),
);
const second = fc.oneof(
  fc.integer({ min: 0, max: 61 }).map((whole) => `:${String(whole).padStart(2, '0')}`),
  fc.constantFrom(':60', ':61', ':99', ':6', ':0a', ':a0', ':/0', '.00', ':000', ''),
);
const digit = fc.constantFrom(...'0123456789');
const fraction = fc.oneof(
  fc.string({ unit: digit, minLength: 1, maxLength: 9 }).map((digits) => `.${digits}`),
  fc.constantFrom('', '', '.', '.000000001', '.999999999', '.0000000019', '.1234567890123', '.12a', '.a12', ',5', '.-1', '..5', '.1.2'),
);
const zone = fc.constantFrom('Z', 'Z', 'Z', 'Z', 'z', '', '+00:00', '+02:00', '-23:59', '+24:00', 'ZZ', 'Z0');

describe('a time in a line', () => {
  it('is what the parser makes of it, or is left to the parser', () => {
    // One for all: minutes that were met before are looked for first.
    const reader = new ColumnRecords();
    let understood = 0;
    fc.assert(
      fc.property(fc.tuple(minute, second, fraction, zone), (parts) => {
        const time = parts.join('');
        const told = exact(reader, timeLine(time));
        if (told === undefined) return;
        understood += 1;
        expect({ time, told: told.time }).toEqual({ time, told: parseTime(time) });
      }),
      { numRuns: 3_000 },
    );
    // Not by leaving everything to the parser.
    expect(understood).toBeGreaterThan(150);
  });

  it('is understood with any fraction that an agent prints', () => {
    const reader = new ColumnRecords();
    for (let digits = 0; digits <= 9; digits++) {
      const time = `2026-01-01T00:00:59${digits === 0 ? '' : `.${'123456789'.slice(0, digits)}`}Z`;
      expect({ time, told: exact(reader, timeLine(time))?.time }).toEqual({ time, told: parseTime(time) });
    }
  });

  it.each([
    ['2026-01-01T00:00:60Z', true],
    ['2026-01-01T00:00:61Z', false],
    ['2026-02-29T00:00:00Z', false],
    ['2026-01-01T00:60:00Z', false],
    ['2026-01-01T00:00:00.1234567890Z', false],
    ['2026-01-01T00:00:00.Z', false],
  ])('%s is understood: %s', (time, isUnderstood) => {
    expect(exact(new ColumnRecords(), timeLine(time)) !== undefined).toBe(isUnderstood);
  });
});

function socketLine(cookie: string): Buffer {
  return Buffer.from(
    `{"process_connect":{"process":${process},"source_ip":"10.0.0.1","source_port":1,"sock_cookie":${cookie}},"node_name":"node-1"}`,
  );
}

const bits = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 2n ** 64n - 9n, max: 2n ** 64n + 9n }),
  fc.bigInt({ min: 2n ** 64n, max: 2n ** 70n }),
  fc.bigInt({ min: 2n ** 53n - 9n, max: 2n ** 53n + 9n }),
  fc.constantFrom(0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 10n ** 19n, 10n ** 20n - 1n, 10n ** 20n, 10n ** 21n),
);
/** As no agent prints it. */
const oddCookie = fc
  .tuple(fc.constantFrom('0', '00', '-', '+', ' ', ''), bits, fc.constantFrom('', ' ', '.0', 'e0', 'x', '-'), fc.constantFrom('"', ''))
  .map(([before, value, after, quote]) => `${quote}${before}${value}${after}${quote}`);

describe('the cookie of a socket', () => {
  it('has all of its 64 bits, quoted and bare', () => {
    const reader = new ColumnRecords();
    fc.assert(
      fc.property(bits, fc.constantFrom('"', ''), (value, quote) => {
        const told = exact(reader, socketLine(`${quote}${value}${quote}`));
        expect(told !== undefined).toBe(value < 2n ** 64n);
        if (told !== undefined) expect(told.socket?.cookie).toBe(value === 0n ? undefined : String(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is left to the parser when no agent prints it so', () => {
    const reader = new ColumnRecords();
    fc.assert(
      fc.property(oddCookie, (cookie) => void exact(reader, socketLine(cookie))),
      { numRuns: 1_000 },
    );
    for (const cookie of ['"007"', '007', '"18446744073709551616"', '18446744073709551616', '""', '"1', '-1'])
      expect({ cookie, told: exact(reader, socketLine(cookie)) }).toEqual({ cookie, told: undefined });
  });
});

/** Printable ASCII as it stands in a JSON string without escapes. */
const unescaped = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 40 });
/** Some are alike but for their last byte, some are others' beginnings. */
const text = fc.oneof(
  unescaped.map((any) => any.replaceAll(/["\\]/g, '_')),
  fc.integer({ min: 0, max: 40 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 0, max: 999 }).map((number) => `10.0.0.${number}`),
);

describe('texts that were met', () => {
  it('are told apart however alike they are, also when they stand elsewhere', () => {
    const reader = new ColumnRecords();
    fc.assert(
      fc.property(text, text, text, (policy, cluster, signal) => {
        const event = `"process_exit":{"process":${process},"signal":"${signal}","policy_name":"${policy}"}`;
        expect(exact(reader, Buffer.from(`{${event},"cluster_name":"${cluster}"}`))).toBeDefined();
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('what an event says before its process', () => {
  it('is kept while a process that was not met is read', () => {
    const reader = new ColumnRecords();
    const odd = JSON.stringify({ ...PROCESS, exec_id: 'bm9kZS0xOjU6MQ==', pid: 1, arguments: 'a "b"' });
    for (const met of [process, odd, process, odd]) {
      const line = Buffer.from(`{"process_exit":{"status":7,"signal":"SIGKILL","process":${met},"policy_name":"p"},"cluster_name":"c"}`);
      expect(exact(reader, line)?.exit).toEqual({ status: 7, signal: 'SIGKILL' });
    }
  });
});
