import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsedRows } from '../../../src/ingest/formats/sysdig/parsed-row.js';
import { FIELD_COUNT, FIELD_PLACES } from '../../../src/ingest/formats/sysdig/row.js';
import { ScannedRow } from '../../../src/ingest/formats/sysdig/scanned-row.js';

const key = fc.oneof(fc.constantFrom(...FIELD_PLACES.keys()), fc.constantFrom('evt.other', 'a"b', '', '__proto__', 'evt.type":"x'));
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('a "quoted" text', '","evt.type":"forged', '\\', '\\"', '}', '1795192588711163374', '<NA>'),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('evt.type', 'x'), fc.constant('inner'), { maxKeys: 1 }),
);

function printed(entries: readonly (readonly [string, unknown])[]): string {
  const text = (one: unknown): string => (typeof one === 'bigint' ? String(one) : JSON.stringify(one));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${text(one)}`).join(',')}}`;
}

describe('a scanned line', () => {
  it('has the fields that a parser finds in it', () => {
    const row = new ScannedRow();
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 8 }), (entries) => {
        const line = printed(entries);
        if (!row.scan(line)) return;
        const [parsed] = parsedRows(line) ?? [];
        for (let place = 0; place < FIELD_COUNT; place++) expect(row.raw(place)).toBe(parsed?.raw(place));
      }),
      { numRuns: 500 },
    );
  });

  it('is never one that a parser refuses', () => {
    const row = new ScannedRow();
    const line = '{"evt.num":12,"evt.type":"read","evt.info":"res=1 data=x ","proc.name":null,"evt.cpu":0}';
    fc.assert(
      fc.property(fc.nat(line.length), fc.nat(line.length), fc.string({ unit: 'binary', maxLength: 3 }), (from, length, put) => {
        const damaged = line.slice(0, from) + put + line.slice(from + length);
        if (row.scan(damaged)) expect(() => JSON.parse(damaged)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['plain text, numbers and words', '{"evt.type":"read","evt.num":1,"proc.name":null,"a":true}', true],
    ['an escape', '{"evt.type":"re\\u0061d"}', false],
    ['a letter beyond ASCII', '{"evt.type":"ré"}', false],
    ['an object inside', '{"evt.type":"read","a":{}}', false],
    ['a fraction', '{"evt.num":1.5}', false],
    ['a number with a leading zero, which is no JSON', '{"evt.num":01}', false],
    ['spaces between', '{ "evt.num": 1 }', false],
    ['a cut line', '{"evt.type":"re', false],
    ['nothing', '', false],
  ])('of %s is read without a parser: %j', (_what, line, isScanned) => {
    expect(new ScannedRow().scan(line)).toBe(isScanned);
  });

  it('keeps every digit of a time', () => {
    const row = new ScannedRow();
    row.scan('{"evt.outputtime":1795192588711163374}');
    expect(row.raw(FIELD_PLACES.get('evt.outputtime') ?? -1)).toBe('1795192588711163374');
    expect(parsedRows('{ "evt.outputtime":1795192588711163374}')?.[0]?.raw(FIELD_PLACES.get('evt.outputtime') ?? -1)).toBe(
      '1795192588711163374',
    );
  });
});
