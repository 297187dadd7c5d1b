import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsIn } from '../../../src/ingest/formats/sysdig/row.js';

const nanoseconds = fc.bigInt({ min: 10n ** 18n, max: 2n * 10n ** 18n }).map(String);
/** Text that looks like a time, in values and in keys. */
const deceiving = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '"evt.outputtime":1234567890123456789',
    '\\"evt.outputtime":9',
    ',"evt.outputtime":1111111111111111111,',
    'evt.outputtime',
  ),
);

describe('a row', () => {
  it('has every digit of its time, whatever stands around it', () => {
    fc.assert(
      fc.property(nanoseconds, deceiving, deceiving, fc.boolean(), (time, before, after, isList) => {
        const json = `{${JSON.stringify(before)}:${JSON.stringify(after)},"evt.outputtime":${time},"evt.info":${JSON.stringify(before)}}`;
        const [row] = rowsIn(isList ? `[${json}]` : json) ?? [];
        expect(row?.raw('evt.outputtime')).toBe(time);
        expect(row?.raw('evt.info')).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('has the digits of the last of two times', () => {
    const [row] = rowsIn('{"evt.rawtime":1795192588711163374,"evt.rawtime": 1795192588711163999}') ?? [];
    expect(row?.raw('evt.rawtime')).toBe('1795192588711163999');
  });

  it.each<[string, string | undefined, number | undefined]>([
    ['12', '12', 12],
    ['"12"', '12', 12],
    ['-1', '-1', -1],
    ['"a"', 'a', undefined],
    ['null', undefined, undefined],
    ['"<NA>"', undefined, undefined],
    ['""', undefined, undefined],
    ['["10.0.0.1","x"]', '10.0.0.1', undefined],
    ['[]', undefined, undefined],
    ['{}', undefined, undefined],
    ['true', 'true', undefined],
    ['1e400', undefined, undefined],
    ['1.5', undefined, undefined],
  ])('reads the value %s', (value, text, integer) => {
    const [row] = rowsIn(`{"k8s.pod.ip":${value}}`) ?? [];
    expect([row?.text('k8s.pod.ip'), row?.integer('k8s.pod.ip')]).toEqual([text, integer]);
  });

  it.each(['1', '"x"', 'null', '[1]', '[{"evt.type":"read"},2]'])('is not made of %s', (json) => {
    expect(rowsIn(json)).toBeUndefined();
  });
});
