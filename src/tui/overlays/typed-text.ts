import { graphemes } from '../drawing/graphemes.js';
import type { KeyPress } from '../keys.js';

/** A line being typed. */
export interface TypedLine {
  readonly text: string;
  /** Where the next character goes, in UTF-16 units; absent: at the end. Never within a character as a person counts them. */
  readonly cursor?: number;
}

/** The line on both sides of its cursor. */
export function aroundCursor({ text, cursor = text.length }: TypedLine): readonly [before: string, after: string] {
  return [text.slice(0, cursor), text.slice(cursor)];
}

/** The line after a key that edits it or moves in it, `undefined` for a key that does neither. */
export function editedLine(line: TypedLine, key: KeyPress): TypedLine | undefined {
  const [before, after] = aroundCursor(line);
  if (key.text !== undefined) return joined(before + key.text, after);
  switch (key.name) {
    case 'left':
      return joined(withoutLast(before), before.slice(withoutLast(before).length) + after);
    case 'right':
      return joined(before + firstCharacter(after), after.slice(firstCharacter(after).length));
    case 'home':
    case 'ctrl+a':
      return joined('', before + after);
    case 'end':
    case 'ctrl+e':
      return joined(before + after, '');
    case 'backspace':
      return joined(withoutLast(before), after);
    case 'ctrl+u':
      return joined('', after);
    case 'ctrl+k':
      return joined(before, '');
    case 'ctrl+w':
      return joined(before.replace(/\S*\s*$/, ''), after);
    default:
      return undefined;
  }
}

/** The text after a key that edits it at its end, `undefined` for a key that does not. */
export function editedText(text: string, key: KeyPress): string | undefined {
  const edited = editedLine({ text }, key)?.text;
  return edited === text ? undefined : edited;
}

/** The line with pasted text at its cursor. */
export function withPasted(line: TypedLine, pasted: string): TypedLine {
  const [before, after] = aroundCursor(line);
  return joined(before + pasted, after);
}

function joined(before: string, after: string): TypedLine {
  return { text: before + after, cursor: before.length };
}

/** The first character of a text as a person counts them; empty for an empty text. */
export function firstCharacter(text: string): string {
  const [first = ''] = graphemes(text);
  return first;
}

function withoutLast(text: string): string {
  const last = [...graphemes(text)].at(-1) ?? '';
  return text.slice(0, text.length - last.length);
}

/** Pasted text as a prompt takes it: one line, without control characters. */
export function pastedText(text: string): string {
  return [...text]
    .map((character) => (isControl(character) ? ' ' : character))
    .join('')
    .trim();
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}
