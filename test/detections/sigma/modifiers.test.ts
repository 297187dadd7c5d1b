import { describe, expect, it } from 'vitest';
import { base64, base64AtEveryOffset, utf8, utf16 } from '../../../src/detections/sigma/encoding.js';
import { ruleMatches } from '../../../src/detections/sigma/evaluate.js';
import { event, itemFinds, refusals, rule } from './events.js';

function itemRefusals(item: string): readonly string[] {
  return refusals(`selection:\n  ${item}\ncondition: selection`);
}

const encoded = (text: string): string => btoa(text);

describe('the modifier', () => {
  it.each([
    ['startswith is met at the start', 'A|startswith: ab', { A: 'abc' }, true],
    ['startswith is not met elsewhere', 'A|startswith: bc', { A: 'abc' }, false],
    ['endswith is met at the end', 'A|endswith: bc', { A: 'abc' }, true],
    ['endswith is not met elsewhere', 'A|endswith: ab', { A: 'abc' }, false],
    ['contains is met anywhere', 'A|contains: b', { A: 'abc' }, true],
    ['contains keeps wildcards inside the value', 'A|contains: "b*d"', { A: 'abcde' }, true],
    ['contains of a number looks for its digits', 'A|contains: 44', { A: '4444' }, true],
    ['all asks for every value', 'A|contains|all: [a, b]', { A: 'xa' }, false],
    ['all may come first', 'A|all|contains: [a, b]', { A: 'ba' }, true],
    ['exists: true asks for presence', 'A|exists: true', { A: '' }, true],
    ['exists: true is not met by absence', 'A|exists: true', {}, false],
    ['exists: false asks for absence', 'A|exists: false', {}, true],
    ['exists: false is not met by presence, be it empty', 'A|exists: false', { A: '' }, false],
    ['cased makes case count', 'A|cased: abc', { A: 'ABC' }, false],
    ['cased is met by the same case', 'A|cased: abc', { A: 'abc' }, true],
    ['cased goes with contains, before it', 'A|cased|contains: b', { A: 'aBc' }, false],
    ['cased goes with contains, after it', 'A|contains|cased: B', { A: 'aBc' }, true],
    ['neq is met by another value', 'A|neq: x', { A: 'y' }, true],
    ['neq is not met by the value', 'A|neq: x', { A: 'X' }, false],
    ['neq of a list is met by none of them', 'A|neq: [x, y]', { A: 'y' }, false],
    ['neq goes with numbers', 'A|neq: 5', { A: '6' }, true],
    ['neq goes with contains', 'A|contains|neq: b', { A: 'abc' }, false],
    ['neq negates the whole item, an absent field included', 'A|neq: x', {}, true],
    ['neq goes with gt', 'A|gt|neq: 5', { A: '4' }, true],
  ] as const)('%s', (_, item, fields, expected) => {
    expect(itemFinds(item, fields)).toBe(expected);
  });
});

describe('a regular expression', () => {
  it.each([
    ['is searched for, not anchored', "A|re: 'b+'", { A: 'abbc' }, true],
    ['minds case by default', "A|re: 'B'", { A: 'abc' }, false],
    ['ignores case with i', "A|re|i: 'B'", { A: 'abc' }, true],
    ['ignores case with ignorecase', "A|re|ignorecase: 'B'", { A: 'abc' }, true],
    ['ignores case with an inline flag', "A|re: '(?i)B'", { A: 'abc' }, true],
    ['ignores case in a group with an inline flag', "A|re: 'a(?i:B)c'", { A: 'abc' }, true],
    ['takes ^ and $ for the ends of the text', "A|re: '^b$'", { A: 'a\nb\nc' }, false],
    ['takes ^ and $ for the ends of lines with m', "A|re|m: '^b$'", { A: 'a\nb\nc' }, true],
    ['takes ^ and $ for the ends of lines with multiline', "A|re|multiline: '^b$'", { A: 'a\nb\nc' }, true],
    ['does not let . match a line end', "A|re: 'a.b'", { A: 'a\nb' }, false],
    ['lets . match a line end with s', "A|re|s: 'a.b'", { A: 'a\nb' }, true],
    ['lets . match a line end with dotall', "A|re|dotall: 'a.b'", { A: 'a\nb' }, true],
    ['takes several flags', "A|re|i|m|s: '^B.C$'", { A: 'a\nb\nc' }, true],
    ['keeps backslashes as they are', "A|re: '\\d+\\\\x'", { A: '12\\x' }, true],
    ['is anchored at the start by startswith', "A|re|startswith: 'b'", { A: 'abc' }, false],
    ['is anchored at the end by endswith', "A|re|endswith: 'b|c'", { A: 'abc' }, true],
    ['stays a search with contains', "A|re|contains: 'b'", { A: 'abc' }, true],
    ['goes with all', "A|re|all: ['a', 'c']", { A: 'abc' }, true],
    ['goes with neq', "A|re|neq: 'b'", { A: 'abc' }, false],
    ['is not met by an absent field', "A|re: '.*'", {}, false],
  ] as const)('%s', (_, item, fields, expected) => {
    expect(itemFinds(item, fields)).toBe(expected);
  });

  it.each([
    ['re after another modifier', "A|contains|re: 'x'", 'A|contains|re: re must be the first modifier'],
    ['a flag without re', 'A|i: x', 'A|i: i belongs to a regular expression: re comes first'],
    ['cased after re', "A|re|cased: 'x'", 'A|re|cased: cased is for texts'],
  ])('is refused with %s', (_, item, reason) => {
    expect(itemRefusals(item)).toEqual([reason]);
  });

  it.each(["A|re: '(?=x)y'", "A|re: '(a)\\1'", "A|re: '(unclosed'", "A|re|startswith: 'a)(b'"])(
    'is refused when it is not regular or not whole: %s',
    (item) => {
      expect(itemRefusals(item)).toEqual([expect.stringContaining("the regular expression can't be used")]);
    },
  );

  it('takes time linear in the text, where backtracking would take for ever', () => {
    const started = performance.now();
    expect(itemFinds("A|re: '^(a+)+$'", { A: `${'a'.repeat(50_000)}b` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('an encoding', () => {
  it.each([
    ['base64 encodes the value', 'A|base64: foobar', { A: encoded('foobar') }, true],
    ['base64 encodes UTF-8', 'A|base64|contains: ä', { A: 'w6Q=' }, true],
    ['base64offset is met at the first place', 'A|base64offset|contains: /bin/bash', { A: encoded('/bin/bash -i') }, true],
    ['base64offset is met at the second place', 'A|base64offset|contains: /bin/bash', { A: encoded('x/bin/bash -i') }, true],
    ['base64offset is met at the third place', 'A|base64offset|contains: /bin/bash', { A: encoded('xy/bin/bash -i') }, true],
    ['base64offset is not met by another text', 'A|base64offset|contains: /bin/bash', { A: encoded('/bin/zsh -i') }, false],
    ['utf16le puts a zero after each letter', 'A|utf16le|base64: cmd', { A: encoded('c\0m\0d\0') }, true],
    ['wide is utf16le', 'A|wide|base64: cmd', { A: encoded('c\0m\0d\0') }, true],
    ['utf16be puts a zero before each letter', 'A|utf16be|base64: cmd', { A: encoded('\0c\0m\0d') }, true],
    ['utf16 puts a byte order mark in front', 'A|utf16|base64: cmd', { A: encoded('\xff\xfec\0m\0d\0') }, true],
    ['wide goes with base64offset', 'A|wide|base64offset|contains: ping', { A: encoded('x\0p\0i\0n\0g\0y\0') }, true],
    ['windash takes a slash for a dash', 'A|windash|contains: " -enc"', { A: 'x /enc y' }, true],
    ['windash takes an en dash for a dash', 'A|windash|contains: " -enc"', { A: 'x –enc y' }, true],
    ['windash takes an em dash for a slash', 'A|windash|contains: " /enc"', { A: 'x —enc y' }, true],
    ['windash takes a horizontal bar for a dash', 'A|contains|windash: " -enc"', { A: 'x ―enc y' }, true],
    ['windash is met by what it says', 'A|windash|contains: " -enc"', { A: 'x -enc y' }, true],
    ['windash changes each dash by itself', 'A|windash|contains|all: [" -a -b"]', { A: 'x /a -b' }, true],
    ['windash leaves a dash inside a word alone', 'A|windash|contains: "in-word"', { A: 'in/word' }, false],
    ['windash leaves a dash before a space alone', 'A|windash|contains: "x - y"', { A: 'x / y' }, false],
    ['windash goes with base64offset', 'A|windash|base64offset|contains: "-enc"', { A: encoded('x /enc') }, true],
  ] as const)('%s', (_, item, fields, expected) => {
    expect(itemFinds(item, fields)).toBe(expected);
  });

  it('cuts what the neighbours of a text decide off its Base64 at every offset', () => {
    expect(base64AtEveryOffset('foobar')).toEqual(['Zm9vYmFy', 'Zvb2Jhc', 'mb29iYX']);
    expect(base64AtEveryOffset('fooba')).toEqual(['Zm9vYm', 'Zvb2Jh', 'mb29iY']);
    expect(base64AtEveryOffset('foob')).toEqual(['Zm9vY', 'Zvb2', 'mb29i']);
  });

  it('makes the bytes that are named in the specification', () => {
    expect([utf16('cmd', 'little'), utf16('cmd', 'big'), utf16('cmd', 'little', true)]).toEqual([
      'c\0m\0d\0',
      '\0c\0m\0d',
      '\xff\xfec\0m\0d\0',
    ]);
    expect(base64(utf8('ä😀'))).toBe('w6Twn5iA');
  });

  it.each([
    ['base64 of a value with wildcards', 'A|base64: "a*"', "A|base64: base64 can't encode a value with wildcards"],
    ['base64 after contains', 'A|contains|base64: a', "A|contains|base64: base64 can't encode a value with wildcards"],
    ['base64offset of a value with wildcards', 'A|base64offset: "a?"', "A|base64offset: base64offset can't encode a value with wildcards"],
    ['wide without base64', 'A|wide: cmd', 'A|wide: an encoding must be followed by base64 or base64offset'],
    [
      'wide before contains',
      'A|wide|contains: cmd',
      "A|wide|contains: contains can't be used on an encoded value, which base64 or base64offset must follow",
    ],
  ])('is refused with %s', (_, item, reason) => {
    expect(itemRefusals(item)).toEqual([reason]);
  });
});

describe('a comparison', () => {
  it.each([
    ['lt is met below', 'A|lt: 10', { A: '9.5' }, true],
    ['lt is not met at the value', 'A|lt: 10', { A: '10' }, false],
    ['lte is met at the value', 'A|lte: 10', { A: '10' }, true],
    ['gt is met above', 'A|gt: 10', { A: '100' }, true],
    ['gt is not met at the value', 'A|gt: 10', { A: '10' }, false],
    ['gte is met at the value', 'A|gte: 10', { A: '10' }, true],
    ['a comparison reckons and does not compare texts', 'A|gt: 9', { A: '10' }, true],
    ['a text that is no number stands in no relation', 'A|lt: 10', { A: 'abc' }, false],
    ['an empty text is no number', 'A|lt: 10', { A: '' }, false],
    ['an absent field stands in no relation', 'A|gte: 0', {}, false],
    ['minute is that of the field', 'A|minute: 45', { A: '2026-01-31T23:45:10Z' }, true],
    ['hour is that of the field', 'A|hour: 23', { A: '2026-01-31T23:45:10Z' }, true],
    ['hour is as it is written, whatever the zone', 'A|hour: 23', { A: '2026-01-31T23:45:10+05:00' }, true],
    ['day is that of the month', 'A|day: 31', { A: '2026-01-31T23:45:10Z' }, true],
    ['week is that of ISO 8601', 'A|week: 53', { A: '2027-01-02T00:00:00Z' }, true],
    ['month is counted from 1', 'A|month: 1', { A: '2026-01-31' }, true],
    ['year is that of the field', 'A|year: 2026', { A: '2026-01-31 23:45:10' }, true],
    ['a part of a time goes with a comparison', 'A|hour|gte: 22', { A: '2026-01-31T23:45:10Z' }, true],
    ['a text that is no time has no parts', 'A|hour: 0', { A: 'noon' }, false],
  ] as const)('%s', (_, item, fields, expected) => {
    expect(itemFinds(item, fields)).toBe(expected);
  });

  it.each([
    ['a text', 'A|gt: abc', 'A|gt: gt needs a number'],
    ['null', 'A|gt: null', 'A|gt: gt needs a number'],
    ['a text as an hour', 'A|hour: noon', 'A|hour: hour needs a number'],
    ['contains', 'A|contains|gt: 5', 'A|contains|gt: gt needs a number'],
  ])('is refused with %s', (_, item, reason) => {
    expect(itemRefusals(item)).toEqual([reason]);
  });
});

describe('cidr', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.168.1.0/30', '192.168.1.3', true],
    ['192.168.1.0/30', '192.168.1.4', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9', '203.0.113.8', false],
    ['fc00::/7', 'fd00::1', true],
    ['fc00::/7', 'fe80::1', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::/0', '10.0.0.1', false],
    ['10.0.0.0/8', 'ten', false],
    ['10.0.0.0/8', '', false],
  ])('%s and %s', (block, address, expected) => {
    expect(itemFinds(`A|cidr: '${block}'`, { A: address })).toBe(expected);
  });

  it.each([
    ['A|cidr: ten', 'A|cidr: "ten" is not an address block like 10.0.0.0/8'],
    ['A|cidr: 10.0.0.0/33', 'A|cidr: "10.0.0.0/33" is not an address block like 10.0.0.0/8'],
    ['A|cidr|contains: 10.0.0.0/8', "A|cidr|contains: contains can't be used on a network: cidr stands alone"],
    ['A|contains|cidr: 10.0.0.0/8', 'A|contains|cidr: cidr stands alone'],
    ["'|cidr': 10.0.0.0/8", '|cidr: that needs a field to look at'],
  ])('is refused: %s', (item, reason) => {
    expect(itemRefusals(item)).toEqual([reason]);
  });
});

describe('fieldref', () => {
  it.each([
    ['compares two fields', 'A|fieldref: B', { A: 'x', B: 'X' }, true],
    ['is not met by different fields', 'A|fieldref: B', { A: 'x', B: 'y' }, false],
    ['is not met when the other field is absent', 'A|fieldref: B', { A: 'x' }, false],
    ['is not met when both are absent', 'A|fieldref: B', {}, false],
    ['goes with startswith', 'A|fieldref|startswith: B', { A: 'xyz', B: 'xy' }, true],
    ['goes with endswith', 'A|fieldref|endswith: B', { A: 'xyz', B: 'xy' }, false],
    ['goes with contains', 'A|fieldref|contains: B', { A: 'xyz', B: 'y' }, true],
    ['goes with neq', 'A|fieldref|neq: B', { A: 'x', B: 'y' }, true],
    ['goes with cased', 'A|fieldref|cased: B', { A: 'x', B: 'X' }, false],
  ] as const)('%s', (_, item, fields, expected) => {
    expect(itemFinds(item, fields)).toBe(expected);
  });

  it('is refused with wildcards, and after a modifier that puts some in', () => {
    const reason = "a field reference can't have wildcards: fieldref comes before contains, startswith and endswith";
    expect(itemRefusals('A|fieldref: "B*"')).toEqual([`A|fieldref: ${reason}`]);
    expect(itemRefusals('A|contains|fieldref: B')).toEqual([`A|contains|fieldref: ${reason}`]);
  });
});

describe('expand', () => {
  const placeholders = { admins: ['root', 'adm_*'], shell: ['bash'] };
  const expands = (item: string) => refusals(`selection:\n  ${item}\ncondition: selection`, { placeholders });

  it('stands for every meaning of a placeholder, wildcards in it included', () => {
    const matcher = rule("selection:\n  A|expand|startswith: '%admins%@'\ncondition: selection", { placeholders });
    expect(['root@host', 'adm_kim@host', 'kim@host'].map((A) => ruleMatches(matcher, event({ A })))).toEqual([true, true, false]);
  });

  it('refuses a placeholder that nothing gives a meaning', () => {
    expect(expands("A|expand: '%unknown%'")).toEqual(['A|expand: nothing says what %unknown% stands for']);
    expect(expands("A|expand|contains: '/%admins%/'")).toEqual([]);
  });

  it('leaves percent signs alone without the modifier', () => {
    expect(itemFinds("A: '%admins%'", { A: '%admins%' })).toBe(true);
  });

  it('goes first of all: placeholders are looked for before wildcards are put on', () => {
    expect(expands("A|re|expand: '^%shell%$'")).toEqual([]);
    expect(expands('A|cidr|expand: 10.0.0.0/8')).toEqual(['A|cidr|expand: expand needs a text or a regular expression']);
  });
});

describe('modifiers that are not right', () => {
  it.each([
    ['an unknown one', 'A|containz: x', 'there is no modifier "containz": did you mean contains?'],
    ['one in capitals', 'A|Contains: x', 'there is no modifier "Contains": did you mean contains?'],
    ['a missing one', 'A|: x', 'a modifier is missing after |'],
    ['exists with a text', 'A|exists: maybe', 'A|exists: exists needs true or false'],
    ['exists after another', 'A|contains|exists: true', 'A|contains|exists: exists stands alone'],
    ['contains on null', 'A|contains: null', "A|contains: contains can't be used on null"],
    ['windash on a regular expression', "A|re|windash: 'x'", "A|re|windash: windash can't be used on a regular expression"],
  ])('are refused: %s', (_, item, reason) => {
    expect(itemRefusals(item)).toEqual([reason]);
  });
});
