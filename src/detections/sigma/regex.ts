import { RE2JS } from 're2js';
import { type Refusal, refuse } from './value.js';

const FLAGS: Readonly<Record<string, number>> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

/** A regular expression as a rule states it. */
export interface RegexSource {
  readonly source: string;
  /** Letters of `i`, `m` and `s`. */
  readonly flags: string;
  /** Whether it must match from the text's first character. */
  readonly isAtStart: boolean;
  /** Whether it must match up to the text's last character. */
  readonly isAtEnd: boolean;
}

/**
 * A test that searches a text for the expression, in time linear in the text's length whatever the expression is; or why it can't be
 * had: look-around and back references are not regular. Case counts unless `i` or an inline `(?i)` says otherwise.
 */
export function regexTest({ source, flags, isAtStart, isAtEnd }: RegexSource): { readonly test: (text: string) => boolean } | Refusal {
  try {
    const bits = [...flags].reduce((sum, letter) => sum | (FLAGS[letter] ?? 0), 0);
    // Compiled alone first: an expression that closes a bracket it never opened must not borrow the one around it.
    const bare = RE2JS.compile(source, bits);
    const expression = isAtStart || isAtEnd ? RE2JS.compile(`${isAtStart ? '\\A' : ''}(?:${source})${isAtEnd ? '\\z' : ''}`, bits) : bare;
    return { test: (text) => expression.test(text) };
  } catch (error) {
    return refuse(`the regular expression can't be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
