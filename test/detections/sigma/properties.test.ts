import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, holds, parseCondition } from '../../../src/detections/sigma/condition.js';
import { ruleMatches } from '../../../src/detections/sigma/evaluate.js';
import { loadSigma } from '../../../src/detections/sigma/index.js';
import { parsePattern } from '../../../src/detections/sigma/pattern.js';
import { patternTest } from '../../../src/detections/sigma/pattern-match.js';
import { RuleIndex } from '../../../src/detections/sigma/rule-index.js';
import { TextIndex } from '../../../src/detections/sigma/text-index.js';
import { event, rule } from './events.js';

const NAMES = ['a', 'b', 'sel_one', 'sel_two'] as const;
const WORDS = [...NAMES, 'and', 'or', 'not', '(', ')', '1 of', 'all of', 'sel_*', 'them', '|', '"', 'zzz'];

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'condition' },
    fc.constantFrom(...NAMES).map((name): Condition => ({ kind: 'name', name })),
    tie('condition').map((of): Condition => ({ kind: 'not', of })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([kind, of]): Condition => ({ kind, of })),
  ),
}));

/** The condition as a text with only the brackets that its meaning needs: `and` and `or` in brackets below anything else. */
function textOf(one: Condition, isBracketed = false): string {
  if (one.kind === 'name') return one.name;
  if (one.kind === 'not') return `not ${textOf(one.of, true)}`;
  const text = one.of.map((part) => textOf(part, one.kind === 'and' || part.kind === 'or')).join(` ${one.kind} `);
  return isBracketed ? `(${text})` : text;
}

const truth = fc.uniqueArray(fc.constantFrom(...NAMES));

function evaluated(text: string, isTrue: readonly string[]): boolean | string {
  const parsed = parseCondition(text, NAMES);
  return parsed.kind === 'error' ? parsed.reason : holds(parsed.condition, (name) => isTrue.includes(name));
}

describe('conditions', () => {
  it('mean the same when they are written down and read again', () => {
    fc.assert(
      fc.property(
        condition,
        truth,
        (one, isTrue) => evaluated(textOf(one), isTrue) === holds(one, (name) => isTrue.some((other) => other === name)),
      ),
    );
  });

  it('do not change under two nots', () => {
    fc.assert(
      fc.property(condition, truth, (one, isTrue) => evaluated(`not not (${textOf(one)})`, isTrue) === evaluated(textOf(one), isTrue)),
    );
  });

  it('obey De Morgan', () => {
    fc.assert(
      fc.property(condition, condition, truth, (one, other, isTrue) => {
        const [left, right] = [textOf(one), textOf(other)];
        expect(evaluated(`not ((${left}) or (${right}))`, isTrue)).toBe(evaluated(`not (${left}) and not (${right})`, isTrue));
        expect(evaluated(`not ((${left}) and (${right}))`, isTrue)).toBe(evaluated(`not (${left}) or not (${right})`, isTrue));
      }),
    );
  });

  it('never throw, whatever their text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.array(fc.constantFrom(...WORDS)).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseCondition(text, NAMES);
        if (parsed.kind === 'error') expect(parsed.offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

const FRAGMENTS = [
  'title: x\n',
  'id: y\n',
  'logsource: { product: linux }\n',
  'detection:\n',
  '  selection:\n',
  '    A|contains: x\n',
  '    B|re: "(a|b"\n',
  '    - word\n',
  '  condition: selection\n',
  '  condition: [all of them, 1 of x*]\n',
  'correlation: { type: event_count, rules: [y], timespan: 1m, condition: { gte: 1 } }\n',
  'filter: { rules: any, s: { A: x }, condition: not s }\n',
  '---\n',
  '&a [*a]\n',
  '? [complex]\n: key\n',
  '!!binary aGk=\n',
  '\t',
  '"',
  '- ',
];

describe('loading', () => {
  it('never throws, whatever the text, and gives every problem a place in a file', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const problem of loadSigma([{ path: 'f.yml', text }]).problems) {
          expect(problem.file).toBe('f.yml');
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.column).toBeGreaterThan(0);
          expect(problem.reason).not.toBe('');
        }
      }),
    );
  });

  it('does not throw for brackets that nest by the thousand', () => {
    expect(loadSigma([{ path: 'f.yml', text: '['.repeat(50_000) }]).problems.length).toBeGreaterThan(0);
    expect(loadSigma([{ path: 'f.yml', text: `title: ${'{a: '.repeat(5000)}` }]).problems.length).toBeGreaterThan(0);
  });
});

/** A pattern by the definition: each part as a group of a regular expression, which small texts can afford. */
function byDefinition(value: string, text: string): boolean {
  const source = parsePattern(value)
    .map((part) =>
      part.kind === 'any'
        ? '[^]*'
        : part.kind === 'one'
          ? '[^]'
          : part.kind === 'text'
            ? part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
            : '',
    )
    .join('');
  return new RegExp(`^${source}$`).test(text);
}

const letters = (alphabet: string, maxLength: number) => fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));

describe('patterns', () => {
  it('match what their definition says', () => {
    fc.assert(
      fc.property(
        letters('ab*?\\', 8),
        letters('ab\\', 8),
        (value, text) => patternTest(parsePattern(value), true)(text) === byDefinition(value, text),
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the index of texts', () => {
  it('finds the owners of exactly the texts that occur', () => {
    fc.assert(
      fc.property(fc.array(letters('ab', 4), { maxLength: 8 }), letters('abc', 12), (texts, text) => {
        const entries = texts.filter((one) => one !== '').map((one, owner) => ({ text: one, owner }));
        const owners = entries.filter((entry) => text.includes(entry.text)).map((entry) => entry.owner);
        expect(new TextIndex(entries).ownersIn(text)).toEqual(owners);
      }),
    );
  });

  it('may find more where a text is not ASCII, and never less', () => {
    const index = new TextIndex([
      { text: 'é', owner: 0 },
      { text: 'a', owner: 1 },
    ]);
    expect([index.ownersIn('é'), index.ownersIn('日'), index.ownersIn('b')]).toEqual([[0], [0], []]);
  });

  it('holds a list of fifty thousand indicators', () => {
    const list = Array.from({ length: 50_000 }, (_, place) => `host-${(place * 7919) % 50_000}.example.org`);
    const stated = rule(`a: { A: ${JSON.stringify(list)} }\ncondition: a`);
    const index = new RuleIndex([stated], { constants: new Map(), keywords: ['A'] });
    expect([index.candidates(event({ A: 'host-12.example.org' })).length, index.candidates(event({ A: 'other' })).length]).toEqual([1, 0]);
  });

  const items = fc.record({
    modifiers: fc.constantFrom('', '|contains', '|startswith', '|contains|all', '|neq', '|re', '|windash|contains', '|exists'),
    field: fc.constantFrom('A', 'B', ''),
    values: fc.array(letters('ab*?-', 4), { minLength: 1, maxLength: 3 }),
  });

  it('never leaves out a rule that matches', () => {
    fc.assert(
      fc.property(
        fc.array(items, { minLength: 1, maxLength: 4 }),
        condition,
        letters('ab-AB', 6),
        letters('ab', 6),
        (list, wanted, a, b) => {
          const one = NAMES.map((name, place) => {
            const { field, modifiers, values } = list[place % list.length] ?? { field: 'A', modifiers: '', values: ['a'] };
            const isPlain = modifiers === '|exists' || field === '';
            const item = isPlain
              ? '{ A|exists: true }'
              : `{ ${field}${modifiers}: ${JSON.stringify(modifiers === '|re' ? values.map((value) => value.replace(/[*?]/g, '.')) : values)} }`;
            return `${name}: ${field === '' ? JSON.stringify(values.filter((value) => value !== '').concat('a')) : item}`;
          });
          const stated = rule(`${one.join('\n')}\ncondition: ${textOf(wanted)}`);
          const happened = event({ A: a, B: b });
          if (ruleMatches(stated, happened))
            expect(new RuleIndex([stated], { constants: new Map(), keywords: ['A', 'B'] }).candidates(happened)).toEqual([stated]);
        },
      ),
    );
  });
});
