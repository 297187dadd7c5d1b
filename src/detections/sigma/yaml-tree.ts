import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseAllDocuments } from 'yaml';
import { parsePlainYaml } from './plain-yaml.js';
import type { Place, ProblemList } from './problem.js';

/** A value of a rule file with the place where it stands. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

/** A mapping; keys in the order of the file, each once. */
export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly place: Place;
}

/** One key of a mapping. */
export interface YamlEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: YamlNode;
}

/** A sequence. */
export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly place: Place;
}

/** A single value. `text` is what the file says: `0755` stays `0755` where the number is 755. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly text: string;
  readonly place: Place;
}

/** Nodes of one document, aliases counted at each use: an alias of an alias of an alias must not fill the memory. */
const MOST_NODES = 200_000;
const MOST_DEPTH = 100;

/** The documents of a YAML text that could be read; what could not be is reported. Never throws. Empty documents are left out. */
export function parseYaml(file: string, text: string, problems: ProblemList): readonly YamlNode[] {
  const plain = parsePlainYaml(file, text);
  return plain === undefined ? parseAnyYaml(file, text, problems) : [plain];
}

/** As `parseYaml`, by a reader of all of YAML. */
export function parseAnyYaml(file: string, text: string, problems: ProblemList): readonly YamlNode[] {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return documentsOf(text, lines, problems, placeAt).flatMap((document) => {
    for (const error of document.errors) problems.error(placeAt(error.pos[0]), `not YAML: ${firstLine(error.message)}`);
    for (const warning of document.warnings) problems.warning(placeAt(warning.pos[0]), firstLine(warning.message));
    if (document.errors.length > 0 || document.contents === null) return [];
    const reader = new TreeReader(placeAt, problems, resolver(document));
    const node = reader.read(document.contents, 0);
    return node === undefined || (node.kind === 'scalar' && node.value === null) ? [] : [node];
  });
}

type Documents = Exclude<ReturnType<typeof parseAllDocuments<ParsedNode, true>>, { readonly empty: true }>;

function documentsOf(text: string, lines: LineCounter, problems: ProblemList, placeAt: (offset: number) => Place): Documents {
  try {
    const parsed = parseAllDocuments<ParsedNode, true>(text.replace(/^\uFEFF/, ''), {
      lineCounter: lines,
      prettyErrors: false,
      version: '1.2',
    });
    return 'empty' in parsed ? [] : parsed;
  } catch (error) {
    // The parser recurses into what it reads: brackets that nest by the thousand exhaust the stack.
    problems.error(placeAt(0), `not YAML that can be read: ${error instanceof Error ? firstLine(error.message) : 'nested too deeply'}`);
    return [];
  }
}

/** Looks up what an alias stands for: the library walks the document for it, so once for each place where one stands. */
function resolver(document: Document.Parsed): (node: Node) => Node | undefined {
  const known = new Map<Node, Node | undefined>();
  return (node) => {
    if (!known.has(node)) known.set(node, isAlias(node) ? node.resolve(document) : undefined);
    return known.get(node);
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

class TreeReader {
  readonly #placeAt: (offset: number) => Place;
  readonly #problems: ProblemList;
  readonly #resolve: (node: Node) => Node | undefined;
  #left = MOST_NODES;

  constructor(placeAt: (offset: number) => Place, problems: ProblemList, resolve: (node: Node) => Node | undefined) {
    this.#placeAt = placeAt;
    this.#problems = problems;
    this.#resolve = resolve;
  }

  read(node: Node | null, depth: number, from?: Place): YamlNode | undefined {
    const place = node?.range ? this.#placeAt(node.range[0]) : (from ?? this.#placeAt(0));
    this.#left -= 1;
    if (this.#left < 0 || depth > MOST_DEPTH) {
      if (this.#left >= 0 || this.#left === -1)
        this.#problems.error(place, 'the document is nested too deeply, or its aliases make it too large');
      this.#left = Math.min(this.#left, -1);
      return undefined;
    }
    if (node === null) return { kind: 'scalar', value: null, text: '', place };
    if (isMap(node)) return { kind: 'map', place, entries: node.items.flatMap((pair) => this.#entry(pair.key, pair.value, depth, place)) };
    if (isSeq(node)) return { kind: 'list', place, items: node.items.flatMap((item) => this.#item(item, depth, place)) };
    if (isScalar(node)) return scalar(node.value, typeof node.source === 'string' ? node.source : undefined, place);
    const target = this.#resolve(node);
    if (target !== undefined) return this.read(target, depth + 1, place);
    this.#problems.error(place, 'the alias names no anchor');
    return undefined;
  }

  #item(item: unknown, depth: number, place: Place): readonly YamlNode[] {
    const node = this.read(asNode(item), depth + 1, place);
    return node === undefined ? [] : [node];
  }

  #entry(key: unknown, value: unknown, depth: number, place: Place): readonly YamlEntry[] {
    const keyNode = this.read(asNode(key), depth + 1, place);
    if (keyNode === undefined) return [];
    if (keyNode.kind !== 'scalar') {
      this.#problems.error(keyNode.place, 'a key must be a plain word');
      return [];
    }
    if (keyNode.text === '<<') {
      this.#problems.error(keyNode.place, 'merge keys (<<) are not part of YAML 1.2: write the keys out');
      return [];
    }
    const read = this.read(asNode(value), depth + 1, keyNode.place);
    return read === undefined ? [] : [{ key: keyNode.text, keyPlace: keyNode.place, value: read }];
  }
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
}

function scalar(value: unknown, source: string | undefined, place: Place): YamlScalar {
  if (typeof value === 'string') return { kind: 'scalar', value, text: value, place };
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', value, text: source ?? String(value), place };
  return value === null
    ? { kind: 'scalar', value, text: '', place }
    : { kind: 'scalar', value: String(value), text: source ?? String(value), place };
}

/** The value of a key, or `undefined` where the mapping has none. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}
