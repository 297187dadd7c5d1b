import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Json, type JsonObject, jsonLine, jsonText } from '../../src/export/json.js';
import { DOCUMENT_FORMATS, listing } from '../../src/export/listing.js';
import { type TreeNode, treeDocument } from '../../src/export/tree-document.js';
import { yamlText } from '../../src/export/yaml.js';
import { printable } from '../../src/model/printable.js';

const HOSTILE = '\u001b]52;c;aGk=\u0007 \u009b2J \u202egpj\u202c \u{e0041} \r\b\ttail';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    HOSTILE,
    '123',
    '0x1f',
    '1e3',
    'no',
    'true',
    'null',
    '~',
    '2023-07-26',
    '- a',
    'a: b',
    '#x',
    'a\n\n b\n',
    ' a',
    '&a',
    '*a',
    '!x',
    '0o17',
    '1:30',
  ),
);
const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'on', '1', HOSTILE), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('jsonLine and jsonText', () => {
  it('say the same value to a program', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(jsonLine(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('hold nothing that acts on a terminal', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(printable(jsonLine(value))).toBe(jsonLine(value));
      }),
    );
  });
});

describe('yamlText', () => {
  it('reads back as the value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(parse(yamlText(value))).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('reads back as the value by the rules of YAML 1.1', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(parse(yamlText({ value }), { version: '1.1' })).toEqual({ value });
      }),
      { numRuns: 300 },
    );
  });

  it('holds nothing that acts on a terminal', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        for (const line of yamlText(value).split('\n')) expect(printable(line)).toBe(line);
      }),
    );
  });

  it.each([['123'], ['no'], ['62e1'], ['2023-07-26']])('quotes the text %s, which some reader takes for something else', (value) => {
    expect(yamlText({ value })).toBe(`value: "${value}"\n`);
  });

  it('repeats a value instead of pointing at it', () => {
    const shared = { a: 1 };
    expect(yamlText([shared, shared])).toBe('- a: 1\n- a: 1\n');
  });

  it('never folds a long line', () => {
    expect(
      yamlText({ a: 'word '.repeat(100).trim() })
        .trimEnd()
        .split('\n'),
    ).toHaveLength(1);
  });
});

describe('listing', () => {
  const items: readonly JsonObject[] = [
    { a: 1, text: 'x\n\ny\n' },
    { a: 2, list: ['1', HOSTILE] },
  ];

  it.each(['json', 'yaml'] as const)('is one document in %s', (format) => {
    const read: (text: string) => unknown = format === 'json' ? JSON.parse : parse;
    expect(read([...listing(format, 'things', items)].join(''))).toEqual({ schemaVersion: 1, things: items });
    expect(read([...listing(format, 'things', [])].join(''))).toEqual({ schemaVersion: 1, things: [] });
  });

  it('is a header and one item a line in ndjson', () => {
    const lines = [...listing('ndjson', 'things', items)].join('').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ schemaVersion: 1, kind: 'things' }, ...items]);
  });

  it.each(DOCUMENT_FORMATS)('asks for an item only when it is wanted in %s', (format) => {
    let asked = 0;
    function* endless(): Generator<JsonObject> {
      for (;;) yield { at: asked++ };
    }
    const pieces = listing(format, 'things', endless());
    for (let piece = 0; piece < 5; piece++) pieces.next();
    expect(asked).toBeLessThanOrEqual(5);
  });
});

interface Nested {
  readonly name: string;
  readonly children?: readonly Nested[];
}

const { node: anyNested } = fc.letrec<{ node: Nested }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.record({ name: text }),
    fc.record({ name: text, children: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

function* preOrder(nodes: readonly Nested[], depth = 0): Generator<TreeNode> {
  for (const { name, children } of nodes) {
    yield { depth, shape: { name } };
    yield* preOrder(children ?? [], depth + 1);
  }
}

describe('treeDocument', () => {
  it.each(['json', 'yaml'] as const)('nests every tree in %s as it was', (format) => {
    const read: (text: string) => unknown = format === 'json' ? JSON.parse : parse;
    fc.assert(
      fc.property(fc.array(anyNested, { maxLength: 3 }), (roots) => {
        const document = [...treeDocument(format, preOrder(roots))].join('');
        expect(read(document)).toEqual({ schemaVersion: 1, roots });
      }),
    );
  });
});
