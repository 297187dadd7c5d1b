import { describe, expect, it } from 'vitest';
import { holds, parseCondition } from '../../../src/detections/sigma/condition.js';

const NAMES = ['a', 'b', 'c', 'sel_one', 'sel_two', 'one_sel', '_private', '_private_two', 'selection-x'];

/** Whether a condition holds when exactly these names are true; the reason when it can't be read. */
function verdict(text: string, ...isTrue: readonly string[]): boolean | string {
  const parsed = parseCondition(text, NAMES);
  return parsed.kind === 'error' ? `${parsed.offset}: ${parsed.reason}` : holds(parsed.condition, (name) => isTrue.includes(name));
}

describe('a condition', () => {
  it.each([
    ['not binds closer than and', 'not a and b', ['b'], true],
    ['not binds closer than or', 'not a or b', ['a', 'b'], true],
    ['and binds closer than or, on the right', 'a or b and c', ['a'], true],
    ['and binds closer than or, on the left', 'a and b or c', ['c'], true],
    ['brackets bind closest', '(a or b) and c', ['a'], false],
    ['not goes over a bracket', 'not (a or b)', ['b'], false],
    ['two nots cancel', 'not not a', ['a'], true],
    ['a name may have a dash', 'selection-x', ['selection-x'], true],
    ['1 of a pattern is met by one', '1 of sel_*', ['sel_two'], true],
    ['any of is 1 of', 'any of sel_*', ['sel_two'], true],
    ['1 of a pattern is not met by another name', '1 of sel_*', ['one_sel'], false],
    ['all of a pattern needs all', 'all of sel_*', ['sel_two'], false],
    ['all of a pattern is met by all', 'all of sel_*', ['sel_one', 'sel_two'], true],
    ['a wildcard may stand in front', '1 of *_sel', ['one_sel'], true],
    ['a wildcard may stand in the middle', '1 of s*_two', ['sel_two'], true],
    ['a pattern without a wildcard is the name', '1 of a', ['a'], true],
    ['not goes over 1 of', 'not 1 of sel_*', ['sel_one'], false],
    ['them is every name', '1 of them', ['c'], true],
    ['them leaves out names that begin with _', '1 of them', ['_private'], false],
    ['a pattern leaves out names that begin with _', '1 of *', ['_private'], false],
    ['a pattern that begins with _ finds them', 'all of _private*', ['_private', '_private_two'], true],
    ['a name that begins with _ can be called', '_private', ['_private'], true],
    ['line ends are spaces', 'a\n  and b', ['a', 'b'], true],
  ] as const)('%s', (_, text, isTrue, expected) => {
    expect(verdict(text, ...isTrue)).toBe(expected);
  });

  it('groups from the left', () => {
    const parsed = parseCondition('a and b and c or a', NAMES);
    const name = (text: string) => ({ kind: 'name', name: text });
    expect(parsed).toEqual({
      kind: 'condition',
      condition: { kind: 'or', of: [{ kind: 'and', of: [name('a'), name('b'), name('c')] }, name('a')] },
    });
  });

  it.each([
    ['an unknown name', 'a and selectoin', '6: there is no selection "selectoin"'],
    ['a misspelt name', 'sel_tow', '0: there is no selection "sel_tow": did you mean sel_two?'],
    ['an operator in capitals', 'a AND b', '2: "AND" is written and'],
    ['a not in capitals', 'NOT a', '0: "NOT" is written not'],
    ['an empty text', '', '0: the condition ends where a name is due'],
    ['an operator without its right side', 'a and', '5: the condition ends where a name is due'],
    ['an operator without its left side', 'and a', '0: "and" can\'t stand here'],
    ['two names side by side', 'a b', '2: "b" can\'t stand here'],
    ['a bracket that is not closed', '(a or b', '7: a bracket is not closed'],
    ['a bracket that was not opened', 'a)', '1: this bracket was never opened'],
    ['a pattern that finds nothing, with all of', 'all of x*', '7: "x*" finds no selection'],
    ['a pattern that finds nothing, with 1 of', '1 of x*', '5: "x*" finds no selection'],
    ['another number than 1', '2 of sel_*', '0: "2 of" is not Sigma: write 1, any or all'],
    ['of without a pattern', '1 of', '4: "of" needs a name, a pattern or them'],
    ['a pattern without 1 of', 'sel_*', '0: there is no selection "sel_*": a pattern needs 1 of or all of before it'],
    ['an aggregation of Sigma 1', 'a | count() > 5', '2: "|" began an aggregation: Sigma 2 has correlation rules for that'],
    ['a thousand brackets', '('.repeat(1000), '200: the condition is nested too deeply'],
    ['a thousand nots', 'not '.repeat(1000), '800: the condition is nested too deeply'],
  ])('is refused with %s', (_, text, reason) => {
    expect(verdict(text)).toBe(reason);
  });
});
