import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADDRESS_FIELDS,
  type Filter,
  type FilterTerm,
  FLAGS,
  NUMBER_FIELDS,
  TEXT_FIELDS,
  type TextPattern,
} from '../../src/model/filter.js';
import { FILTER_HELP, formatFilter, parseFilter, parseFilterValues } from '../../src/model/filter-grammar.js';

function terms(text: string): readonly FilterTerm[] {
  const result = parseFilter(text);
  if (result.kind === 'error') throw new Error(`${result.column}: ${result.message}`);
  return result.filter.terms;
}

function failure(text: string): { message: string; column: number; hint: string } {
  const result = parseFilter(text);
  if (result.kind === 'filter') throw new Error(`"${text}" was accepted`);
  return { message: result.message, column: result.column, hint: result.hint ?? '' };
}

describe('parseFilter', () => {
  it('reads the example of the documentation', () => {
    expect(terms('pod:crawler binary:*/curl dst:10.0.0.0/24 port:9200 late')).toEqual([
      { kind: 'text', field: 'pod', isNegated: false, patterns: [{ match: 'substring', text: 'crawler' }] },
      { kind: 'text', field: 'binary', isNegated: false, patterns: [{ match: 'glob', text: '*/curl' }] },
      { kind: 'address', field: 'dst', isNegated: false, blocks: ['10.0.0.0/24'] },
      { kind: 'number', field: 'port', isNegated: false, ranges: [{ from: 9200, to: 9200 }] },
      { kind: 'flag', flag: 'late', isNegated: false },
    ]);
  });

  it('matches everything when the text is empty', () => {
    expect(terms('')).toEqual([]);
    expect(terms('  \t ')).toEqual([]);
  });

  it.each([
    ['pod:=web-0', { match: 'exact', text: 'web-0' }],
    ['pod:="a b"', { match: 'exact', text: 'a b' }],
    ['pod:=*', { match: 'exact', text: '*' }],
    ['pod:"a,b c"', { match: 'substring', text: 'a,b c' }],
    ["pod:'it\\'s'", { match: 'substring', text: "it's" }],
    ['pod:"*"', { match: 'substring', text: '*' }],
    ['pod:a\\ b*', { match: 'glob', text: 'a b*' }],
    ['POD:Web', { match: 'substring', text: 'Web' }],
    ['pod:a:b', { match: 'substring', text: 'a:b' }],
  ] satisfies readonly [string, TextPattern][])('reads %s as one pattern', (text, pattern) => {
    expect(terms(text)).toEqual([{ kind: 'text', field: 'pod', isNegated: false, patterns: [pattern] }]);
  });

  it('takes commas as alternatives', () => {
    expect(terms('pid:1,2-4')).toEqual([
      {
        kind: 'number',
        field: 'pid',
        isNegated: false,
        ranges: [
          { from: 1, to: 1 },
          { from: 2, to: 4 },
        ],
      },
    ]);
    expect(terms('pod:a,=b,"c,d"')).toMatchObject([{ patterns: [{ text: 'a' }, { match: 'exact', text: 'b' }, { text: 'c,d' }] }]);
  });

  it.each(['!', '-'])('negates a term with %s', (sign) => {
    expect(terms(`${sign}late ${sign}pod:web ${sign}curl`)).toMatchObject([
      { kind: 'flag', flag: 'late', isNegated: true },
      { kind: 'text', field: 'pod', isNegated: true },
      { kind: 'word', isNegated: true, pattern: { text: 'curl' } },
    ]);
  });

  it('takes a word in quotes for text even when it names a flag', () => {
    expect(terms('"late" LATE')).toMatchObject([
      { kind: 'word', pattern: { text: 'late' } },
      { kind: 'flag', flag: 'late' },
    ]);
  });

  it('takes a word with colons that can be no key for text', () => {
    expect(terms('10.0.0.1:80 fe80::1 /dev/tcp:x')).toMatchObject([{ kind: 'word' }, { kind: 'word' }, { kind: 'word' }]);
  });

  it('reads a date as its first instant for since and its last for until', () => {
    expect(terms('since:2023-07-26 until:2023-07-26')).toEqual([
      { kind: 'time', field: 'since', us: Date.UTC(2023, 6, 26) * 1000 },
      { kind: 'time', field: 'until', us: Date.UTC(2023, 6, 27) * 1000 - 1 },
    ]);
    expect(terms('since:2023-07-26T09:20:00+02:00')).toEqual([{ kind: 'time', field: 'since', us: Date.UTC(2023, 6, 26, 7, 20) * 1000 }]);
  });

  it.each(['10.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::', '::1', 'fe80::/10', '::ffff:10.0.0.1', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::'])(
    'accepts the address %s',
    (text) => {
      expect(terms(`dst:${text}`)).toEqual([{ kind: 'address', field: 'dst', isNegated: false, blocks: [text] }]);
    },
  );

  it.each([
    '10.0.0',
    '256.0.0.1',
    '010.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::1/129',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7:8::',
    '1:2',
    'x',
    '""',
  ])('refuses the address %s', (text) => {
    expect(failure(`dst:${text}`).column).toBe(5);
  });
});

describe('what parseFilter says of a mistake', () => {
  it.each([
    ['pdo:web', 1, 'no key "pdo"', 'did you mean pod?'],
    ['late namespce:x', 6, 'no key "namespce"', 'did you mean namespace?'],
    ['http://example.com', 1, 'no key "http"', '"http://example.com"'],
    ['pod:', 5, 'value is missing', '*'],
    ['pod:a,', 7, 'value is missing', '*'],
    ['pod:"a', 5, 'not closed', 'add "'],
    ['pod:"a"b', 8, 'closing quote', 'inside the quotes'],
    ['port:http', 6, 'not a number', 'port:8000-9000'],
    ['port:70000', 6, 'larger than any port', '65535'],
    ['port:9-8', 6, 'ends before it begins', 'port:8-9'],
    ['dst:10.0.0', 5, 'not an address', '10.0.0.0/24'],
    ['dst:10.0.0.1:80', 5, 'not an address', 'port:80'],
    ['dst:example.com', 5, 'not an address', 'dns:example.com'],
    ['since:yesterday', 7, 'not a time', '2023-07-26'],
    ['!since:2023-07-26', 2, "can't be negated", 'until'],
    ['late:true', 1, 'takes no value', '!late'],
    ['!', 1, 'stands alone', '!late'],
    ['pod:a*\\*', 5, 'wildcard and an escaped', '='],
  ])('%s', (text, column, message, hint) => {
    const said = failure(text);
    expect(said.column).toBe(column);
    expect(said.message).toContain(message);
    expect(said.hint).toContain(hint);
  });
});

describe('parseFilterValues', () => {
  it('lets spaces belong to the value', () => {
    expect(parseFilterValues('args', '-c id,whoami')).toMatchObject({
      field: 'arguments',
      patterns: [{ text: '-c id' }, { text: 'whoami' }],
    });
  });

  it('reports a bad value in the words of the grammar', () => {
    expect(parseFilterValues('port', 'http')).toMatchObject({ kind: 'error', column: 1 });
  });
});

describe('FILTER_HELP', () => {
  it('describes every field and flag of a filter', () => {
    const described = FILTER_HELP.map((key) => key.key);
    expect(new Set(described)).toEqual(new Set([...TEXT_FIELDS, ...NUMBER_FIELDS, ...ADDRESS_FIELDS, ...FLAGS, 'since', 'until']));
  });

  it.each(FILTER_HELP.map((key) => [key.example, key]))('gives an example that the grammar accepts: %s', (example, key) => {
    expect(terms(String(example))).toMatchObject([{ kind: key.kind }]);
  });

  it('gives no spelling to two keys', () => {
    const names = FILTER_HELP.flatMap((key) => [key.key, ...key.aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});

const anyText = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.string({ minLength: 1, unit: fc.constantFrom(...'ab:,=!-"\'\\*? \n\u001b\u202e'.split('')) }),
  fc.constantFrom('late', 'Finding', 'pod:x', '-c', '!x', '=a', '"', "'", '\\'),
);
const anyPattern: fc.Arbitrary<TextPattern> = fc.oneof(
  anyText.map((text): TextPattern => ({ match: 'substring', text })),
  anyText.map((text): TextPattern => ({ match: 'exact', text })),
  anyText.map((text): TextPattern => ({ match: 'glob', text: `${text}*` })),
);
const anyRange = fc.tuple(fc.nat(65_535), fc.nat(65_535)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const anyBlock = fc.oneof(
  fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, bits]) => `${ip}/${bits}`),
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV6(), fc.nat(128)).map(([ip, bits]) => `${ip}/${bits}`),
);
function some<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> {
  return fc.array(value, { minLength: 1, maxLength: 3 });
}
const anyTerm: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constantFrom(...TEXT_FIELDS),
    isNegated: fc.boolean(),
    patterns: some(anyPattern),
  }),
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom(...NUMBER_FIELDS),
    isNegated: fc.boolean(),
    ranges: some(anyRange),
  }),
  fc.record({
    kind: fc.constant('address' as const),
    field: fc.constantFrom(...ADDRESS_FIELDS),
    isNegated: fc.boolean(),
    blocks: some(anyBlock),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constantFrom('since' as const, 'until' as const),
    us: fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) * 1000 }),
  }),
  fc.record({ kind: fc.constant('flag' as const), flag: fc.constantFrom(...FLAGS), isNegated: fc.boolean() }),
  fc.record({ kind: fc.constant('word' as const), isNegated: fc.boolean(), pattern: anyPattern }),
);
const anyFilter: fc.Arbitrary<Filter> = fc.record({ terms: fc.array(anyTerm, { maxLength: 5 }) });

describe('the grammar as a whole', () => {
  it('reads back every filter that it writes', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseFilter(formatFilter(filter))).toEqual({ kind: 'filter', filter });
      }),
      { numRuns: 500 },
    );
  });

  it('answers every text with a filter or a place within it', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'grapheme' })), (text) => {
        const result = parseFilter(text);
        if (result.kind === 'error') {
          expect(result.column).toBeGreaterThan(0);
          expect(result.column).toBeLessThanOrEqual(text.length + 1);
        } else {
          expect(parseFilter(formatFilter(result.filter))).toEqual(result);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'pod:'.repeat(2000),
    '"'.repeat(5001),
    '\\'.repeat(5001),
    '!'.repeat(5001),
    `pod:${','.repeat(5000)}`,
    '\u0000\u001b]52;c;\u0007',
  ])('stays quick and calm on hostile text (case %#)', (text) => {
    expect(() => parseFilter(text)).not.toThrow();
  });
});
