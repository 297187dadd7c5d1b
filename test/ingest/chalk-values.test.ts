import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/ingest/formats/chalk/value-finder.js';
import { ValueFinder } from '../../src/ingest/formats/chalk/value-finder.js';
import { type Line, LineSplitter } from '../../src/ingest/lines.js';

function finds(text: string): readonly Found[] {
  const finder = new ValueFinder();
  const splitter = new LineSplitter();
  const lines: Line[] = [...splitter.push(Buffer.from(text)), ...splitter.end()];
  return [...lines.flatMap((line) => finder.take(line)), ...finder.end()];
}

/** As `value {…}`, `text`, `broken cut off`. */
function inShort(found: readonly Found[]): readonly string[] {
  return found.map((one) => (one.kind === 'value' ? JSON.stringify(JSON.parse(one.text)) : one.kind === 'broken' ? one.why : one.kind));
}

const A = '{"_OPERATION":"exec"}';
const B = '{"_OPERATION":"heartbeat","x":[1,{"y":"]}"}]}';

describe('values are found', () => {
  it.each<[string, string, readonly string[]]>([
    ['in a list on a line', `[ ${A}, ${B} ]\n`, [A, B]],
    ['in lists that follow each other on a line', `[${A}][${B}]\n`, [A, B]],
    ['in a list spread over lines', `[\n  ${A},\n\n  ${B}\n]\n`, [A, B]],
    ['bare, with commas or nothing between them', `${A},${B}${A}\n`, [A, B, A]],
    ['behind the time that docker logs prints', `2026-11-20T15:50:25.070000000Z [${A}]\n`, [A]],
    ['behind the name that compose prints', `api-1   | [${A}]\n`, [A]],
    ['behind the name that kubectl prints', `[pod/api-7d9f/api] [${A}]\n`, [A]],
    ['behind colours', `\u001b[36mapi |\u001b[0m [${A}]\n`, [A]],
    ['spread over lines that each have a prefix', `api-1 | [\napi-1 |   ${A.replace(':', ':\napi-1 |   ')}\napi-1 | ]\n`, [A]],
    ['in the middle of a line, when they are reports', `stored ${A}, and that is all\n`, [A]],
    ['behind text that begins like a list', `[INFO] ready\n[${A}]\n`, ['text', A]],
    ['behind text that begins like an object', `{ready}\n[${A}]\n`, ['text', A]],
    ['behind a list of numbers', `[1,2]\n[${A}]\n`, ['text', A]],
    ['behind a bracket that nothing closes', `[\n[${A}]\n`, ['text', A]],
    ['behind a brace that nothing closes', `{\n[${A}]\n`, ['cut off', A]],
    ['behind a report that was cut within a text', `[ {"_OPERATION":"he\n[${A}]\n`, ['no JSON', A]],
    ['behind a report that was cut between two keys', `[ {"_OPERATION":"exec",\n[${A}]\n`, ['cut off', A]],
    ['behind a broken one on their line', `[ {"_OPERATION" "exec"}, ${A} ]\n`, ['no JSON', A]],
    ['before a list is cut', `[ ${A}, ${B},\n[${A}]\n`, [A, B, A]],
    ['with line ends of Windows', `[\r\n${A}\r\n]\r\n`, [A]],
    ['after a byte that is no UTF-8', `\u00ff\n[${A}]\n`, ['text', A]],
  ])('%s', (_where, text, expected) => {
    expect(inShort(finds(text))).toEqual(expected);
  });

  it('says of an empty list that it is one', () => {
    expect(inShort(finds('[ ]\n'))).toEqual(['empty']);
  });

  it('says of a value that the end cuts off that more may come', () => {
    expect(inShort(finds(`[ ${A}, {"_OPERATION":"heartb`))).toEqual([A, 'ended early']);
  });

  it('gives up an object nested without end', () => {
    expect(inShort(finds(`{"a":${'['.repeat(100_000)}\n[${A}]\n`))).toEqual(['no JSON', A]);
  });
});

const value = fc.json({ maxDepth: 4 }).filter((json) => json.startsWith('{'));

/** Text of an application: no line of it begins like a list or an object. */
const chatter = fc.stringMatching(/^[a-z]{1,10}[a-z :/".,]{0,20}$/);

describe('whatever stands around them', () => {
  it('finds every object, and says of each where it stands', () => {
    const piece = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }).map((values) => ({ text: `[ ${values.join(' , ')} ]`, values })),
      },
      { weight: 1, arbitrary: value.map((one) => ({ text: JSON.stringify([JSON.parse(one)], null, 2), values: [one] })) },
      { weight: 1, arbitrary: chatter.map((text) => ({ text, values: [] })) },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, fc.constantFrom('\n', '\r\n')), { maxLength: 6 }), (pieces) => {
        const text = pieces.map(([{ text: one }, end]) => one.replaceAll('\n', end) + end).join('');
        const bytes = Buffer.from(text);
        const found = finds(text).flatMap((one) => (one.kind === 'value' ? [one] : []));
        expect(found.map((one) => JSON.parse(one.text))).toEqual(pieces.flatMap(([{ values }]) => values.map((one) => JSON.parse(one))));
        for (const { place } of found)
          expect(bytes.subarray(place.byteOffset, place.byteOffset + place.byteLength).equals(place.bytes)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
