import { nearest } from '../../model/nearest.js';

/** What a condition says, with every `1 of x*` written out. */
export type Condition =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] };

/** The condition, or what is wrong with its text: the offset of the word from 0. */
export type ParsedCondition =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'error'; readonly offset: number; readonly reason: string };

interface Token {
  readonly text: string;
  readonly offset: number;
}

const TOKEN = /[()|]|[^\s()|]+/g;
const OPERATORS = new Set(['and', 'or', 'not', 'of', ')', '|']);
const MOST_DEPTH = 200;

/**
 * Reads a condition over these names: `not` binds closest, then `and`, then `or`, each from left to right. Every name must exist and every
 * pattern must find one: a condition that can't be meant does not evaluate to false. Never throws.
 */
export function parseCondition(text: string, names: readonly string[]): ParsedCondition {
  const tokens = Array.from(text.matchAll(TOKEN), (match): Token => ({ text: match[0], offset: match.index }));
  const parser = new Parser(tokens, names, text.length);
  return parser.parse();
}

/** True when the condition holds, each name being asked at most when it decides. */
export function holds(condition: Condition, isTrue: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'name':
      return isTrue(condition.name);
    case 'not':
      return !holds(condition.of, isTrue);
    case 'and':
      return condition.of.every((part) => holds(part, isTrue));
    case 'or':
      return condition.of.some((part) => holds(part, isTrue));
  }
}

/** The names that the condition asks for, each once. */
export function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'name':
      return [condition.name];
    case 'not':
      return namesIn(condition.of);
    case 'and':
    case 'or':
      return [...new Set(condition.of.flatMap(namesIn))];
  }
}

type Step = Condition | Extract<ParsedCondition, { kind: 'error' }>;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #names: readonly string[];
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], names: readonly string[], end: number) {
    this.#tokens = tokens;
    this.#names = names;
    this.#end = end;
  }

  parse(): ParsedCondition {
    const step = this.#chain('or');
    if (step.kind === 'error') return step;
    const rest = this.#tokens[this.#at];
    if (rest === undefined) return { kind: 'condition', condition: step };
    return this.#fail(rest.text === ')' ? 'this bracket was never opened' : (inLowerCase(rest.text) ?? unexpected(rest.text)));
  }

  #chain(operator: 'or' | 'and'): Step {
    const parts: Condition[] = [];
    do {
      const part = operator === 'or' ? this.#chain('and') : this.#operand();
      if (part.kind === 'error') return part;
      parts.push(part);
    } while (this.#take(operator));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: operator, of: parts };
  }

  #operand(): Step {
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH) return this.#fail('the condition is nested too deeply');
    const step = this.#operandHere();
    this.#depth -= 1;
    return step;
  }

  #operandHere(): Step {
    if (this.#take('not')) {
      const of = this.#operand();
      return of.kind === 'error' ? of : { kind: 'not', of };
    }
    if (!this.#take('(')) return this.#selector();
    const inner = this.#chain('or');
    if (inner.kind === 'error') return inner;
    return this.#take(')') ? inner : this.#fail('a bracket is not closed');
  }

  #selector(): Step {
    const token = this.#tokens[this.#at];
    if (token === undefined) return this.#fail('the condition ends where a name is due');
    if (this.#tokens[this.#at + 1]?.text === 'of') return this.#quantified(token);
    if (OPERATORS.has(token.text)) return this.#fail(unexpected(token.text));
    if (!this.#names.includes(token.text)) return this.#fail(this.#unknown(token.text));
    this.#at += 1;
    return { kind: 'name', name: token.text };
  }

  #quantified(quantifier: Token): Step {
    const isAll = quantifier.text === 'all';
    if (!isAll && quantifier.text !== '1' && quantifier.text !== 'any')
      return this.#fail(`"${quantifier.text} of" is not Sigma: write 1, any or all`);
    this.#at += 2;
    const pattern = this.#tokens[this.#at];
    if (pattern === undefined || OPERATORS.has(pattern.text) || pattern.text === '(')
      return this.#fail('"of" needs a name, a pattern or them');
    const names = this.#names.filter((name) => isNamedBy(pattern.text, name));
    if (names.length === 0) return this.#fail(`"${pattern.text}" finds no selection`);
    this.#at += 1;
    const parts = names.map((name): Condition => ({ kind: 'name', name }));
    return { kind: isAll ? 'and' : 'or', of: parts };
  }

  #take(text: string): boolean {
    const isNext = this.#tokens[this.#at]?.text === text;
    if (isNext) this.#at += 1;
    return isNext;
  }

  #unknown(name: string): string {
    const lower = inLowerCase(name);
    if (lower !== undefined) return lower;
    const meant = nearest(name, this.#names);
    const hint = name.includes('*') ? ': a pattern needs 1 of or all of before it' : meant === undefined ? '' : `: did you mean ${meant}?`;
    return `there is no selection "${name}"${hint}`;
  }

  #fail(reason: string): Extract<ParsedCondition, { kind: 'error' }> {
    return { kind: 'error', offset: this.#tokens[this.#at]?.offset ?? this.#end, reason };
  }
}

function inLowerCase(word: string): string | undefined {
  const lower = word.toLowerCase();
  return word !== lower && /^(?:and|or|not|all|any|of)$/.test(lower) ? `"${word}" is written ${lower}` : undefined;
}

function unexpected(text: string): string {
  return text === '|' ? '"|" began an aggregation: Sigma 2 has correlation rules for that' : `"${text}" can't stand here`;
}

/** `them` is every name; `*` stands for any characters. Names that begin with `_` are private: only a pattern that does too finds them. */
function isNamedBy(pattern: string, name: string): boolean {
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  if (pattern === 'them') return true;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, from);
    if (found < 0 || found + part.length > name.length - last.length) return false;
    from = found + part.length;
  }
  return true;
}
