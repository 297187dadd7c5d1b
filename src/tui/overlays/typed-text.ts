import type { KeyPress } from '../keys.js';

/** The text after a key that edits it, `undefined` for a key that does not. Typed at the end only: these lines are short. */
export function editedText(text: string, key: KeyPress): string | undefined {
  if (key.text !== undefined) return text + key.text;
  if (key.name === 'backspace') return [...text].slice(0, -1).join('');
  if (key.name === 'ctrl+u') return '';
  if (key.name === 'ctrl+w') return text.replace(/\S*\s*$/, '');
  return undefined;
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
