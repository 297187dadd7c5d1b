import { describe, expect, it } from 'vitest';
import { correlate } from '../../../src/detections/sigma/correlate.js';
import { ruleMatches } from '../../../src/detections/sigma/evaluate.js';
import type { SigmaEvent } from '../../../src/detections/sigma/event.js';
import { loadSigma } from '../../../src/detections/sigma/index.js';
import { type Occurrence, occurrenceOf } from '../../../src/detections/sigma/occurrence.js';
import { event } from './events.js';

/** Base rules a, b and c: each looks for its own letter in the field Rule. */
const RULES = ['a', 'b', 'c']
  .map(
    (name) => `title: Rule ${name}
name: ${name}
logsource: { product: linux }
detection: { selection: { Rule|contains: ${name} }, condition: selection }
`,
  )
  .join('---\n');

/** `second rules field=value…`: one event each, in order. */
function eventsOf(drawing: readonly string[]): readonly SigmaEvent[] {
  return drawing.map((line) => {
    const [second = '', rules = '', ...fields] = line.split(' ');
    const named = Object.fromEntries(fields.map((field) => field.split('=')));
    return { ...event({ Rule: rules, Second: second, ...named }), atUs: Number(second) * 1_000_000 };
  });
}

/** What the last correlation of a text finds: for each finding, the seconds of its events. */
function found(correlations: string, drawing: readonly string[]): readonly string[] {
  const set = loadSigma([{ path: 'x.yml', text: `${RULES}---\n${correlations}` }]);
  expect(set.problems).toEqual([]);
  const occurrences = new Map<string, Occurrence[]>();
  eventsOf(drawing).forEach((one, order) => {
    for (const rule of set.rules.filter((candidate) => ruleMatches(candidate, one))) {
      const occurrence = occurrenceOf({ rule, event: one }, order);
      if (occurrence !== undefined) occurrences.set(rule.key, [...(occurrences.get(rule.key) ?? []), occurrence]);
    }
  });
  const last = set.correlations.at(-1);
  return correlate(set.correlations, occurrences)
    .filter((one) => one.correlation === last)
    .map(({ matches }) => matches.map((match) => match.event.values('Second')?.[0]).join(' '));
}

const correlation = (body: string, title = 'A correlation', more = ''): string => `title: ${title}\n${more}correlation: { ${body} }\n`;

const counted = (condition: string, more = 'rules: [a]', timespan = '10s') =>
  correlation(`type: event_count, ${more}, timespan: ${timespan}, condition: { ${condition} }`);

const every = (step: number, count: number, from = 0) => Array.from({ length: count }, (_, place) => `${from + place * step} a`);

describe('event_count', () => {
  it.each([
    ['counts events within the timespan', counted('gte: 3'), ['0 a', '5 a', '10 a'], ['0 5 10']],
    ['does not count events over a longer span', counted('gte: 3'), ['0 a', '6 a', '12 a'], []],
    ['slides: a burst across any boundary is seen', counted('gte: 3'), ['8 a', '9 a', '11 a'], ['8 9 11']],
    ['forgets events that fall out of the window', counted('gte: 3'), ['0 a', '9 a', '18 a', '27 a'], []],
    [
      'tells a long burst once',
      counted('gte: 3'),
      every(1, 15),
      [
        every(1, 15)
          .map((line) => line.split(' ')[0])
          .join(' '),
      ],
    ],
    ['tells two bursts apart', counted('gte: 2'), ['0 a', '1 a', '50 a', '51 a'], ['0 1', '50 51']],
    ['takes gt', counted('gt: 2'), ['0 a', '1 a'], []],
    ['takes eq: a window with more is not meant', counted('eq: 2'), ['0 a', '1 a', '2 a'], []],
    ['takes eq: a whole window with that many is', counted('eq: 2'), ['0 a', '1 a', '50 a'], ['0 1']],
    ['takes lte of whole windows', counted('lte: 1'), ['0 a', '1 a', '50 a'], ['50']],
    ['takes neq of whole windows', counted('neq: 2'), ['0 a', '1 a', '50 a'], ['50']],
    ['takes a range by two keys', counted('gte: 2, lt: 4'), ['0 a', '1 a', '50 a', '51 a', '52 a', '53 a'], ['0 1']],
    ['groups by a field', counted('gte: 2', 'rules: [a], group-by: [User]'), ['0 a User=x', '1 a User=y', '2 a User=x'], ['0 2']],
    [
      'groups by several fields',
      counted('gte: 2', 'rules: [a], group-by: [User, Host]'),
      ['0 a User=x Host=1', '1 a User=x Host=2', '2 a User=x Host=1'],
      ['0 2'],
    ],
    ['leaves out events without the field to group by', counted('gte: 2', 'rules: [a], group-by: [User]'), ['0 a', '1 a'], []],
    ['is one group without group-by', counted('gte: 2'), ['0 a User=x', '1 a User=y'], ['0 1']],
    ['counts over several rules', counted('gte: 3', 'rules: [a, b]'), ['0 a', '1 b', '2 a'], ['0 1 2']],
    ['counts an event that two of its rules match once', counted('gte: 2', 'rules: [a, b]'), ['0 ab'], []],
    ['takes minutes', counted('gte: 2', 'rules: [a]', '2m'), ['0 a', '120 a'], ['0 120']],
    ['takes hours', counted('gte: 2', 'rules: [a]', '1h'), ['0 a', '3601 a'], []],
    ['takes days', counted('gte: 2', 'rules: [a]', '1d'), ['0 a', '86400 a'], ['0 86400']],
    ['takes weeks', counted('gte: 2', 'rules: [a]', '1w'), ['0 a', '604800 a'], ['0 604800']],
    ['takes months and not minutes for M', counted('gte: 2', 'rules: [a]', '1M'), ['0 a', '2000000 a'], ['0 2000000']],
    ['takes years', counted('gte: 2', 'rules: [a]', '1y'), ['0 a', '31000000 a'], ['0 31000000']],
  ])('%s', (_, text, drawing, expected) => {
    expect(found(text, drawing)).toEqual(expected);
  });
});

describe('value_count', () => {
  const distinct = (condition: string, more = 'rules: [a]') =>
    correlation(`type: value_count, ${more}, timespan: 10s, condition: { ${condition} }`);

  it.each([
    ['counts distinct values', distinct('field: User, gte: 3'), ['0 a User=x', '1 a User=y', '2 a User=z'], ['0 1 2']],
    ['counts a value once', distinct('field: User, gte: 2'), ['0 a User=x', '1 a User=x'], []],
    [
      'forgets values that fall out of the window',
      distinct('field: User, gte: 2'),
      ['0 a User=x', '9 a User=x', '15 a User=x', '20 a User=y', '40 a User=z'],
      ['15 20'],
    ],
    [
      'counts combinations of several fields',
      distinct('field: [User, Host], gte: 3'),
      ['0 a User=x Host=1', '1 a User=x Host=2', '2 a User=y Host=1'],
      ['0 1 2'],
    ],
    ['counts per group', distinct('field: User, gte: 2', 'rules: [a], group-by: [Host]'), ['0 a User=x Host=1', '1 a User=y Host=2'], []],
  ])('%s', (_, text, drawing, expected) => {
    expect(found(text, drawing)).toEqual(expected);
  });
});

describe('numbers of a field', () => {
  const reckoned = (type: string, condition: string) =>
    correlation(`type: ${type}, rules: [a], timespan: 10s, condition: { field: N, ${condition} }`);

  it.each([
    ['value_sum adds up', reckoned('value_sum', 'gte: 10'), ['0 a N=4', '1 a N=6'], ['0 1']],
    ['value_sum is of the window', reckoned('value_sum', 'gte: 10'), ['0 a N=4', '20 a N=6'], []],
    ['value_sum leaves out what is no number', reckoned('value_sum', 'gte: 10'), ['0 a N=4', '1 a N=many'], []],
    ['value_avg is the mean of the whole window', reckoned('value_avg', 'gt: 5'), ['0 a N=9', '1 a N=0', '2 a N=0'], []],
    ['value_avg is met by the mean', reckoned('value_avg', 'eq: 3'), ['0 a N=9', '1 a N=0', '2 a N=0'], ['0 1 2']],
    ['value_median is the one in the middle', reckoned('value_median', 'eq: 2'), ['0 a N=1', '1 a N=2', '2 a N=100'], ['0 1 2']],
    ['value_median of an even number lies between two', reckoned('value_median', 'eq: 2.5'), ['0 a N=2', '1 a N=3'], ['0 1']],
    [
      'value_percentile is the value that this share stays below',
      reckoned('value_percentile', 'percentile: 90, gte: 10'),
      ['0 a N=1', '1 a N=11'],
      ['0 1'],
    ],
    ['value_percentile 0 is the least', reckoned('value_percentile', 'percentile: 0, eq: 1'), ['0 a N=1', '1 a N=11'], ['0 1']],
  ])('%s', (_, text, drawing, expected) => {
    expect(found(text, drawing)).toEqual(expected);
  });
});

describe('temporal', () => {
  const near = (more = 'rules: [a, b, c]', type = 'temporal') => correlation(`type: ${type}, ${more}, timespan: 10s`);

  it.each([
    ['needs every rule, in any order', near(), ['0 c', '1 a', '2 b'], ['0 1 2']],
    ['is not met by some of the rules', near(), ['0 a', '1 b', '2 a'], []],
    ['needs them within the timespan', near(), ['0 a', '1 b', '12 c'], []],
    ['finds the burst when a rule comes once more, much later', near(), ['0 a', '1 b', '2 c', '500 a'], ['0 1 2']],
    ['needs them in one group', near('rules: [a, b], group-by: [User]'), ['0 a User=x', '1 b User=y'], []],
    ['is met in one group beside others', near('rules: [a, b], group-by: [User]'), ['0 a User=x', '1 a User=y', '2 b User=y'], ['1 2']],
    ['is met by one event that several rules match', near('rules: [a, b]'), ['0 ab'], ['0 0']],
    ['takes a number of rules', near('rules: [a, b, c], condition: { gte: 2 }'), ['0 a', '1 c'], ['0 1']],
    ['takes an expression', near('rules: [a, b, c], condition: a and (b or c)'), ['0 c', '1 a'], ['0 1']],
    ['takes an expression with not', near('rules: [a, b], condition: a and not b'), ['0 a', '50 a', '51 b'], ['0']],
    ['takes its rules from the expression', near('condition: a and b'), ['0 a', '1 b'], ['0 1']],
  ])('%s', (_, text, drawing, expected) => {
    expect(found(text, drawing)).toEqual(expected);
  });

  it('joins different fields of different rules under an alias', () => {
    const text = near('rules: [a, b], group-by: [ip], aliases: { ip: { a: Source, b: Destination } }');
    expect(found(text, ['0 a Source=1', '1 b Destination=2', '2 b Destination=1'])).toEqual(['0 2']);
    expect(found(text, ['0 a Source=1', '1 b Source=1'])).toEqual([]);
  });
});

describe('temporal_ordered', () => {
  const ordered = (more = 'rules: [a, b, c]') => correlation(`type: temporal_ordered, ${more}, timespan: 10s`);

  it.each([
    ['needs the rules in their order', ordered(), ['0 a', '1 b', '2 c'], ['0 1 2']],
    ['is not met by a, c, b', ordered(), ['0 a', '1 c', '2 b'], []],
    ['lets others come between', ordered(), ['0 a', '1 c', '2 a', '3 b', '4 a', '5 c'], ['2 3 4 5']],
    ['needs the first and the last within the timespan', ordered(), ['0 a', '6 b', '12 c'], []],
    ['takes the nearest beginning', ordered(), ['0 a', '8 a', '9 b', '15 c'], ['8 9 15']],
    ['needs them in one group', ordered('rules: [a, b], group-by: [User]'), ['0 a User=x', '1 b User=y'], []],
    ['is not met by one event that several rules match', ordered('rules: [a, b]'), ['0 ab'], []],
    ['is met by an event after one that several rules match', ordered('rules: [a, b]'), ['0 ab', '1 b'], ['0 0 1']],
    ['takes the order of events where times are equal', ordered('rules: [a, b]'), ['5 a', '5 b'], ['5 5']],
    ['takes a rule twice', ordered('rules: [a, a, b]'), ['0 a', '1 a', '2 b'], ['0 1 2']],
    ['takes a number of rules from below', ordered('rules: [a, b, c], condition: { gte: 2 }'), ['0 b', '1 a', '2 c'], ['1 2']],
    ['takes an expression over rules that come in order', ordered('rules: [a, b, c], condition: a and (b or c)'), ['0 a', '1 c'], ['0 1']],
    ['refuses an expression whose rules come in another order', ordered('rules: [a, b, c], condition: a and (b or c)'), ['0 c', '1 a'], []],
  ])('%s', (_, text, drawing, expected) => {
    expect(found(text, drawing)).toEqual(expected);
  });
});

describe('a chain of correlations', () => {
  const many = correlation('type: event_count, rules: [a], group-by: [Host], timespan: 10s, condition: { gte: 3 }', 'Many', 'name: many\n');

  it('is met when a burst is followed by something, though the burst goes on', () => {
    const then = correlation('type: temporal_ordered, rules: [many, b], group-by: [User], timespan: 1m', 'Then');
    const drawing = ['0 a Host=1 User=x', '1 a Host=1 User=x', '2 a Host=1 User=x', '3 b User=x', '4 a Host=1 User=x'];
    expect(found(`${many}---\n${then}`, drawing)).toEqual(['0 1 2 3']);
  });

  it('is not met when the other comes first', () => {
    const then = correlation('type: temporal_ordered, rules: [many, b], timespan: 1m', 'Then');
    expect(found(`${many}---\n${then}`, ['0 b Host=1', '1 a Host=1', '2 a Host=1', '3 a Host=1'])).toEqual([]);
  });

  it('may refer to one that stands later in the file', () => {
    const then = correlation('type: temporal, rules: [many, b], timespan: 1m', 'Then', 'name: then\n');
    const set = loadSigma([{ path: 'x.yml', text: `${RULES}---\n${then}---\n${many}` }]);
    expect([set.correlations.map((one) => one.name), set.problems]).toEqual([['many', 'then'], []]);
  });
});

describe('a correlation that is not right', () => {
  it.each([
    ['a type that there is not', 'type: near, rules: [a], timespan: 1m', /^type "near" is none of/],
    ['no rules', 'type: event_count, timespan: 1m, condition: { gte: 1 }', /names no rules/],
    ['a rule that was not loaded', 'type: event_count, rules: [z], timespan: 1m, condition: { gte: 1 }', /no rule with the id or name "z"/],
    ['itself among its rules', 'type: event_count, rules: [me], timespan: 1m, condition: { gte: 1 }', /refers to itself through "me"/],
    ['no timespan', 'type: event_count, rules: [a], condition: { gte: 1 }', /timespan is missing/],
    ['a timespan that is none', 'type: event_count, rules: [a], timespan: 1min, condition: { gte: 1 }', /timespan "1min"/],
    ['a timespan of nothing', 'type: event_count, rules: [a], timespan: 0s, condition: { gte: 1 }', /timespan "0s"/],
    ['no condition where one is due', 'type: event_count, rules: [a], timespan: 1m', /event_count needs a condition/],
    ['a bound that is no number', 'type: event_count, rules: [a], timespan: 1m, condition: { gte: many }', /gte needs a number/],
    [
      'an unknown key in the condition',
      'type: event_count, rules: [a], timespan: 1m, condition: { gte: 1, atleast: 2 }',
      /"atleast" is none of/,
    ],
    ['no bound', 'type: value_count, rules: [a], timespan: 1m, condition: { field: User }', /a bound is missing/],
    ['no field where one is due', 'type: value_sum, rules: [a], timespan: 1m, condition: { gte: 1 }', /value_sum needs a field/],
    [
      'no percentile where one is due',
      'type: value_percentile, rules: [a], timespan: 1m, condition: { field: N, gte: 1 }',
      /needs a percentile/,
    ],
    [
      'an expression where none is taken',
      'type: event_count, rules: [a], timespan: 1m, condition: a and b',
      /only temporal correlations take an expression/,
    ],
    [
      'an expression over a rule that is not listed',
      'type: temporal, rules: [a], timespan: 1m, condition: a and b',
      /there is no selection "b"/,
    ],
    ['an order bounded from above', 'type: temporal_ordered, rules: [a, b], timespan: 1m, condition: { eq: 1 }', /bounded from below only/],
    [
      'an alias for a rule that is not listed',
      'type: temporal, rules: [a], timespan: 1m, aliases: { ip: { b: Source } }',
      /alias ip: the correlation has no rule "b"/,
    ],
    ['generate that is neither true nor false', 'type: temporal, rules: [a], timespan: 1m, generate: maybe', /generate is true or false/],
  ])('does not load: %s', (_, body, reason) => {
    const set = loadSigma([{ path: 'x.yml', text: `${RULES}---\n${correlation(body, 'X', 'name: me\n')}` }]);
    expect(set.correlations).toEqual([]);
    expect(set.problems.map((problem) => problem.reason)).toEqual([expect.stringMatching(reason)]);
    expect(set.problems[0]?.line).toBeGreaterThan(10);
  });

  it('takes those with it that build on it', () => {
    const broken = correlation('type: event_count, rules: [z], timespan: 1m, condition: { gte: 1 }', 'Broken', 'name: broken\n');
    const above = correlation('type: temporal, rules: [broken, a], timespan: 1m', 'Above', 'name: above\n');
    const set = loadSigma([{ path: 'x.yml', text: `${RULES}---\n${broken}---\n${above}` }]);
    expect([set.correlations.length, set.problems.length]).toEqual([0, 2]);
  });
});
