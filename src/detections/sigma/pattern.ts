/** A part of a pattern: plain text, `*`, `?`, or a dash in any of the forms that programs take for one. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'dash' };

/** What a field's text is compared with, as a whole. Text parts never follow each other. */
export type Pattern = readonly PatternPart[];

const ANY: PatternPart = { kind: 'any' };
const ONE: PatternPart = { kind: 'one' };

/**
 * The pattern that a rule's value stands for. `*` and `?` are wildcards unless a backslash stands before them; two backslashes are one;
 * a backslash before anything else is itself.
 * *Source:* Sigma rules specification 2.1.0, "Escaping".
 */
export function parsePattern(value: string): Pattern {
  const parts: PatternPart[] = [];
  let text = '';
  const flush = (next: PatternPart): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(next);
  };
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    const next = value.charAt(at + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next;
      at += 1;
    } else if (character === '*') flush(ANY);
    else if (character === '?') flush(ONE);
    else text += character;
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

/** A pattern that is this text and nothing else, wildcards included as they stand. */
export function literal(text: string): Pattern {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** True when the pattern has a wildcard. */
export function hasWildcard(pattern: Pattern): boolean {
  return pattern.some((part) => part.kind === 'any' || part.kind === 'one');
}

/** The pattern for a text that ends with this one. */
export function openAtStart(pattern: Pattern): Pattern {
  return pattern[0]?.kind === 'any' ? pattern : [ANY, ...pattern];
}

/** The pattern for a text that starts with this one. */
export function openAtEnd(pattern: Pattern): Pattern {
  return pattern.at(-1)?.kind === 'any' ? pattern : [...pattern, ANY];
}

/** The text parts put in front of each other's neighbours: `a`, `b` as one part. */
export function joinText(parts: readonly PatternPart[]): Pattern {
  const joined: PatternPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind !== 'text' || last?.kind !== 'text') joined.push(part);
    else joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
  }
  return joined.filter((part) => part.kind !== 'text' || part.text !== '');
}
