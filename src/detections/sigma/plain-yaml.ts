import type { Place } from './problem.js';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-tree.js';

/** Longer texts, and deeper ones, are for the library and its bounds. */
const LONGEST_TEXT = 200_000;
const MOST_DEPTH = 20;

/**
 * The document of a text in the plain YAML that nearly all rules are written in: mappings and lists by indentation, values that stand on one
 * line, and blocks after `|`. `undefined` for whatever may be anything else, right or wrong: that is for the library, which takes twenty times
 * as long. What is given back is exactly what the library would give.
 */
export function parsePlainYaml(file: string, text: string): YamlNode | undefined {
  if (text.length > LONGEST_TEXT || !text.endsWith('\n') || UNUSUAL.test(text)) return undefined;
  try {
    return new PlainReader(file, text.split('\n')).document();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Control characters, tabs among them, a mark of the byte order, and what begins or ends a document. */
const UNUSUAL = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|^(?:---|\.\.\.|%)/m;

/** Thrown to leave a text to the library. */
class NotPlain extends Error {}

/** A line that holds something: its number from 0, and the column of its first character from 0. */
interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

const KEY = /([A-Za-z_][A-Za-z0-9_|.-]*):(?= |$)/y;
const RESERVED = /^(?:null|true|false)$/i;

class PlainReader {
  readonly #file: string;
  readonly #lines: readonly string[];
  #at = 0;

  constructor(file: string, lines: readonly string[]) {
    this.#file = file;
    this.#lines = lines;
  }

  document(): YamlNode {
    const first = this.#next();
    if (first === undefined || first.indent !== 0) throw new NotPlain();
    const node = this.#block(first, 0, 0);
    if (this.#next() !== undefined) throw new NotPlain();
    return node;
  }

  /** The next line that is neither empty nor a comment. */
  #next(): Line | undefined {
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const text = this.#lines[this.#at] ?? '';
      const indent = indentOf(text);
      if (indent < text.length && text[indent] !== '#') return { number: this.#at, indent, text };
    }
    return undefined;
  }

  /** A mapping or a list whose first entry stands at that column of the line. */
  #block(line: Line, column: number, depth: number): YamlNode {
    if (depth > MOST_DEPTH) throw new NotPlain();
    return isItem(line.text, column) ? this.#list(line, column, depth) : this.#map(line, column, depth);
  }

  #list(first: Line, column: number, depth: number): YamlNode {
    const items: YamlNode[] = [];
    for (let line: Line | undefined = first; line !== undefined; line = this.#following(column)) {
      // A key at the column of the list's dashes belongs to the mapping around it.
      if (line !== first && !isItem(line.text, column)) break;
      const start = column + 1 + indentOf(line.text.slice(column + 1));
      if (start >= line.text.length || start === column + 1) throw new NotPlain();
      items.push(
        isItem(line.text, start) || keyAt(line.text, start) !== undefined
          ? this.#block(line, start, depth + 1)
          : this.#value(line, start, column),
      );
    }
    return { kind: 'list', items, place: this.#place(first.number, column) };
  }

  #map(first: Line, column: number, depth: number): YamlMap {
    const entries: YamlEntry[] = [];
    for (let line: Line | undefined = first; line !== undefined; line = this.#following(column)) {
      if (line !== first && isItem(line.text, column)) throw new NotPlain();
      const key = keyAt(line.text, column);
      if (key === undefined || entries.some((entry) => entry.key === key)) throw new NotPlain();
      const start = column + key.length + 1;
      const gap = indentOf(line.text.slice(start));
      const isEmpty = start + gap >= line.text.length || line.text[start + gap] === '#';
      const value = isEmpty ? this.#nested(column, depth) : this.#value(line, start + gap, column);
      entries.push({ key, keyPlace: this.#place(line.number, column), value });
    }
    return { kind: 'map', entries, place: this.#place(first.number, column) };
  }

  /** The next line of a block whose entries begin at that column; `undefined` when the block has ended. */
  #following(column: number): Line | undefined {
    const line = this.#next();
    if (line === undefined || line.indent < column) return undefined;
    if (line.indent > column) throw new NotPlain();
    return line;
  }

  /** What stands below a key: deeper, or as a list at the column of the key. */
  #nested(column: number, depth: number): YamlNode {
    this.#at += 1;
    const line = this.#next();
    if (line === undefined || line.indent < column) throw new NotPlain();
    if (line.indent === column && !isItem(line.text, column)) throw new NotPlain();
    return this.#block(line, line.indent, depth + 1);
  }

  /** A value that begins at that place of a line, and ends with it unless it is a block. */
  #value(line: Line, start: number, column: number): YamlScalar {
    const place = this.#place(line.number, start);
    const rest = line.text.slice(start);
    this.#at += 1;
    if (rest === '|') return textScalar(this.#literal(column), place);
    const scalar = rest.startsWith("'") || rest.startsWith('"') ? quoted(rest, place) : plain(rest, place);
    // A line that is deeper would go on with the value.
    const next = this.#next();
    if (next !== undefined && next.indent > column) throw new NotPlain();
    return scalar;
  }

  #literal(column: number): string {
    const from = this.#at;
    const first = this.#lines[from] ?? '';
    const indent = indentOf(first);
    if (indent <= column || indent === first.length) throw new NotPlain();
    while (this.#at < this.#lines.length) {
      const text = this.#lines[this.#at] ?? '';
      if (indentOf(text) < indent && text.trim() !== '') break;
      this.#at += 1;
    }
    const content = this.#lines.slice(from, this.#at).map((text) => text.slice(indent));
    while (content.at(-1) === '') content.pop();
    if (content.some((text) => text !== '' && text.trim() === '')) throw new NotPlain();
    // Less deep than the block and deeper than its key: neither goes on with the one nor with the other.
    const next = this.#next();
    if (next !== undefined && next.indent > column) throw new NotPlain();
    return `${content.join('\n')}\n`;
  }

  #place(line: number, column: number): Place {
    return { file: this.#file, line: line + 1, column: column + 1 };
  }
}

function indentOf(text: string): number {
  let indent = 0;
  while (text[indent] === ' ') indent += 1;
  return indent;
}

function isItem(text: string, column: number): boolean {
  return text[column] === '-' && (text[column + 1] === ' ' || text.length === column + 1);
}

function keyAt(text: string, column: number): string | undefined {
  KEY.lastIndex = column;
  const key = KEY.exec(text)?.[1];
  return key === undefined || RESERVED.test(key) ? undefined : key;
}

const SINGLE = /^'((?:[^']|'')*)' *(?: #.*)?$/;
const DOUBLE = /^"([^"\\]*)" *(?: #.*)?$/;

function quoted(rest: string, place: Place): YamlScalar {
  const single = SINGLE.exec(rest)?.[1];
  if (single !== undefined) return textScalar(single.replaceAll("''", "'"), place);
  const double = DOUBLE.exec(rest)?.[1];
  if (double === undefined) throw new NotPlain();
  return textScalar(double, place);
}

/** Within a word `:` and `#` are what they are. */
const BARE = /^(?:[A-Za-z/_$(\u00c0-\ud7ff]|\d+ (?=\w))(?:[^#:]|:(?! |$)|(?<! )#)*$/;
const COMMENT = / #.*$/;
const IDENTIFIER = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d)$/;
const NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/** A value without quotes: a word that can't be mistaken, or a number without sign and fraction. */
function plain(rest: string, place: Place): YamlScalar {
  const text = rest.replace(COMMENT, '').trimEnd();
  if (NUMBER.test(text)) return { kind: 'scalar', value: Number(text), text, place };
  if (!IDENTIFIER.test(text) && (!BARE.test(text) || RESERVED.test(text))) throw new NotPlain();
  return textScalar(text, place);
}

function textScalar(text: string, place: Place): YamlScalar {
  return { kind: 'scalar', value: text, text, place };
}
