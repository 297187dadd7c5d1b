import { describe, expect, it } from 'vitest';
import { finds, itemFinds, refusals } from './events.js';

const CMD = 'CommandLine';

describe('a detection', () => {
  it.each([
    ['a mapping asks for all of its items', 'selection: { A: x, B: y }', { A: 'x', B: 'y' }, true],
    ['a mapping is not met by one of its items', 'selection: { A: x, B: y }', { A: 'x', B: 'z' }, false],
    ['a list of mappings asks for any of them', 'selection: [{ A: x }, { B: y }]', { A: 'no', B: 'y' }, true],
    ['a list of mappings that none meets is not met', 'selection: [{ A: x }, { B: y }]', { A: 'y', B: 'x' }, false],
    ['nested lists of mappings ask for any, at every depth', 'selection: [[{ A: x }], [{ B: y, C: z }]]', { B: 'y', C: 'z' }, true],
    ['a list of strings is keywords: any of them anywhere in the event', 'selection: [needle, other]', { A: 'hay needle hay' }, true],
    ['keywords that stand nowhere are not met', 'selection: [needle, other]', { A: 'hay' }, false],
    ['a single string is a keyword', 'selection: needle', { A: 'a needle' }, true],
    ['a number is a keyword', 'selection: [4444]', { A: 'port 4444 open' }, true],
    ['strings and mappings may stand in one list', 'selection: [needle, { A: x }]', { A: 'x' }, true],
    ['an empty field name with all asks for every keyword', "selection: { '|all': [one, two] }", { A: 'one', B: 'two' }, true],
    ['an empty field name with all is not met by one keyword', "selection: { '|all': [one, two] }", { A: 'one' }, false],
    ['an empty field name takes a regular expression', "selection: { '|re': 'n[e]+dle' }", { A: 'a needle' }, true],
    ['keywords have wildcards', 'selection: ["a*z"]', { A: '--a-b-z--' }, true],
    ['a list of values asks for any of them', 'selection: { A: [x, y] }', { A: 'y' }, true],
    ['a list of values with all asks for every one', 'selection: { A|contains|all: [x, y] }', { A: 'axby' }, true],
    ['a list of values with all is not met by one', 'selection: { A|contains|all: [x, y] }', { A: 'ax' }, false],
    ['null asks for a field that is not there', 'selection: { A: null }', { B: 'x' }, true],
    ['null is not met by a field that is there', 'selection: { A: null }', { A: 'x' }, false],
    ['null is not met by an empty field', 'selection: { A: null }', { A: '' }, false],
    ['null may stand among values', 'selection: { A: [x, null] }', {}, true],
    ["'' asks for an empty field", "selection: { A: '' }", { A: '' }, true],
    ["'' is not met by a field that is not there", "selection: { A: '' }", {}, false],
    ['a number compares as a text', 'selection: { A: 4444 }', { A: '4444' }, true],
    ['a number compares as it is written', 'selection: { A: 0755 }', { A: '0755' }, true],
    ['true compares as a text', 'selection: { A: true }', { A: 'TRUE' }, true],
    ['one of several ways to write a field is enough', 'selection: { A|startswith: sh }', { A: ['/bin/sh -c x', 'sh -c x'] }, true],
  ] as const)('%s', (_, selection, fields, expected) => {
    expect(finds(`${selection}\ncondition: selection`, fields)).toBe(expected);
  });

  it('is what a list of conditions says when any of them holds', () => {
    const detection = 'a: { A: x }\nb: { A: y }\ncondition: [a, b]';
    expect([finds(detection, { A: 'x' }), finds(detection, { A: 'y' }), finds(detection, { A: 'z' })]).toEqual([true, true, false]);
  });

  it('keeps a rule with an exclusion awake where the excluded field is not there', () => {
    const detection = 'selection: { Image: /bin/x }\nfilter: { ParentImage|endswith: /cron }\ncondition: selection and not filter';
    expect(finds(detection, { Image: '/bin/x' })).toBe(true);
    expect(finds(detection, { Image: '/bin/x', ParentImage: '/usr/sbin/cron' })).toBe(false);
  });

  it.each([
    ['an empty mapping', 'selection: {}\ncondition: selection', 'the selection is empty'],
    ['an empty list', 'selection: []\ncondition: selection', 'the selection is empty'],
    ['an item without values', 'selection: { A: [] }\ncondition: selection', 'A has no value'],
    ['a mapping as a value', 'selection: { A: { B: x } }\ncondition: selection', 'a field takes a value or a list of values'],
    ['null as a keyword', 'selection: [null]\ncondition: selection', 'a keyword: that needs a field to look at'],
    ['no condition', 'selection: { A: x }', 'the detection has no condition'],
    ['a condition that is no text', 'selection: { A: x }\ncondition: { a: b }', 'a condition is a text'],
    ['no selection', 'condition: selection', 'the detection has no selection'],
  ])('does not load with %s', (_, detection, reason) => {
    expect(refusals(detection)).toContain(reason);
  });
});

describe('wildcards and escapes', () => {
  it.each([
    ['* stands for any characters', 'a*c', 'abbbc', true],
    ['* stands for none', 'a*c', 'ac', true],
    ['? stands for one character', 'a?c', 'abc', true],
    ['? does not stand for none', 'a?c', 'ac', false],
    ['? stands for a character of two units', 'a?c', 'a😀c', true],
    ['a value is the whole field', 'b', 'abc', false],
    ['\\* is a star', 'a\\*c', 'a*c', true],
    ['\\* is only a star', 'a\\*c', 'abc', false],
    ['\\? is a question mark', 'a\\?c', 'a?c', true],
    ['\\? is only a question mark', 'a\\?c', 'abc', false],
    ['\\\\* is a backslash and a wildcard', 'a\\\\*', 'a\\bc', true],
    ['\\\\* needs its backslash', 'a\\\\*', 'abc', false],
    ['a single backslash before another character is itself', 'C:\\x', 'C:\\x', true],
    ['two backslashes are one', 'C:\\\\x', 'C:\\x', true],
    ['three backslashes are two', 'C:\\\\\\x', 'C:\\\\x', true],
    ['four backslashes are two', 'C:\\\\\\\\x', 'C:\\\\x', true],
    ['a backslash at the end is itself', 'x\\', 'x\\', true],
    ['parts between stars come in order', '*one*two*', 'a one b two c', true],
    ['parts between stars do not come in another order', '*one*two*', 'a two b one c', false],
    ['the parts at both ends do not share characters', 'ab*ba', 'aba', false],
    ['case does not count', 'ABC', 'abc', true],
    ['case does not count beyond ASCII', 'STRAßE-Ä', 'straße-ä', true],
  ] as const)('%s', (_, value, text, expected) => {
    expect(itemFinds(`${CMD}: '${value}'`, { [CMD]: text })).toBe(expected);
  });

  // Steps that double with each star would not end before the test is given up.
  it('are tried one after the other, however many stars there are', () => {
    expect(itemFinds(`${CMD}: '${'*a'.repeat(40)}*b'`, { [CMD]: 'a'.repeat(20_000) })).toBe(false);
  });
});
