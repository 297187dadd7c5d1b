import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentedJson } from '../../../src/tui/overlays/indented-json.js';

describe('JSON on several lines', () => {
  it('keeps every digit', () => {
    expect(indentedJson('{"cookie":18446744073709551615,"t":1.50}')).toEqual([
      '{',
      '  "cookie": 18446744073709551615,',
      '  "t": 1.50',
      '}',
    ]);
  });

  it('leaves brackets and quotes within strings alone', () => {
    expect(indentedJson('{"a":"{\\"b\\":[1,2]}"}')).toEqual(['{', '  "a": "{\\"b\\":[1,2]}"', '}']);
  });

  it('writes what is empty on one line', () => {
    expect(indentedJson('{"a":{},"b":[]}')).toEqual(['{', '  "a": {},', '  "b": []', '}']);
  });

  it('says the same thing', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(indentedJson(json).join('\n'))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(indentedJson(`{${text}`).length).toBeGreaterThan(0);
      }),
    );
  });

  it('leaves text that is no JSON as it stands', () => {
    expect(indentedJson('type=SYSCALL msg=audit(1:2): arch=c000003e')).toEqual(['type=SYSCALL msg=audit(1:2): arch=c000003e']);
  });
});
