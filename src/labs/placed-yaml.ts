import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type { Place, ProblemList } from './problem.js';

/** A YAML value with the place where it stands. */
export type PlacedNode = PlacedScalar | PlacedList | PlacedMap;

/** One value. */
export interface PlacedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  /** What YAML takes it for. */
  readonly type: 'text' | 'int' | 'float' | 'boolean' | 'null';
  /** As it is written, without quotes: `0644` stays `0644`, whatever number YAML makes of it. */
  readonly text: string;
}

/** Several values in order. */
export interface PlacedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly PlacedNode[];
}

/** Keys and values in order. */
export interface PlacedMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: readonly PlacedEntry[];
}

/** A key with its value. */
export interface PlacedEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: PlacedNode;
}

/** A file of answers or a lab is a few pages; more than this is none, and reading it would only take long. */
const LARGEST_TEXT = 1_000_000;

/**
 * The value of a YAML 1.2 document, or `undefined` where there is none, each mistake with its place. Keys that stand twice are mistakes;
 * an alias is one too, since nothing here needs it and a few of them can stand for a billion values. Never throws.
 */
export function readYaml(text: string, problems: ProblemList): PlacedNode | undefined {
  if (text.length > LARGEST_TEXT) {
    problems.error({ line: 1, column: 1 }, `the file is larger than ${LARGEST_TEXT / 1000} kB, which no lab needs`);
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  for (const error of document.errors) problems.error(placeAt(error.pos[0]), wording(error.code, error.message));
  for (const warning of document.warnings) problems.warning(placeAt(warning.pos[0]), warning.message);
  return document.contents === null ? undefined : placed(document.contents, placeAt, problems);
}

function wording(code: string, message: string): string {
  return code === 'DUPLICATE_KEY' ? 'this key stands here a second time: keep one of them' : message;
}

function placed(node: Node, placeAt: (offset: number) => Place, problems: ProblemList): PlacedNode {
  const place = placeAt(node.range?.[0] ?? 0);
  if (isMap<Node, Node | null>(node)) {
    const entries = node.items.map(({ key, value }): PlacedEntry => {
      const keyPlace = placeAt(key.range?.[0] ?? 0);
      return {
        key: isScalar(key) ? scalarText(key) : '?',
        keyPlace,
        value: value === null ? { kind: 'scalar', place: keyPlace, type: 'null', text: '' } : placed(value, placeAt, problems),
      };
    });
    return { kind: 'map', place, entries };
  }
  if (isSeq<Node>(node)) return { kind: 'list', place, items: node.items.map((item) => placed(item, placeAt, problems)) };
  if (isScalar(node)) return { kind: 'scalar', place, type: scalarType(node.value), text: scalarText(node) };
  if (isAlias(node)) problems.error(place, `aliases are not read here: write the value of *${node.source} out`);
  return { kind: 'scalar', place, type: 'null', text: '' };
}

function scalarType(value: unknown): PlacedScalar['type'] {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
}

function scalarText(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
}
