import type { Key } from 'ink';
import { isPointerReport, type Pointer, pointerReader } from './pointer.js';

/** A key that was pressed, by the name that the key map uses, and the text it would type. */
export interface KeyPress {
  /** `j`, `G`, `?`, `space`, `enter`, `escape`, `up`, `pagedown`, `shift+tab`, `ctrl+d`, … */
  readonly name: string;
  /** What it types into a prompt; absent for keys that type nothing. */
  readonly text?: string;
}

/** Input as the program takes it. */
export type Input =
  | { readonly kind: 'key'; readonly key: KeyPress }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'pointer'; readonly pointer: Pointer };

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  // Ink reports the key above Enter (0x7f) as `delete`, and can't tell it from the real Delete.
  ['delete', 'backspace'],
];

/** Whether a key press can have this name: a character, a key by its name, or a letter with Ctrl. */
export function isKeyName(name: string): boolean {
  return [...name].length === 1 || Object.hasOwn(LABELS, name) || name === 'backspace' || /^ctrl\+[a-z]$/.test(name);
}

const PASTE_BEGINS = '[200~';
const PASTE_ENDS = '[201~';

/**
 * Turns what Ink delivers into key presses, pastes and what the mouse did. One call of Ink's may hold several keys (`jjj`, `ab\r`), and a paste comes in
 * pieces between `[200~` and `[201~`: pasted text is never taken for keys.
 */
export function inputReader(nowMs: () => number): (input: string, key: Key) => readonly Input[] {
  let pasted: string | undefined;
  const pointed = pointerReader(nowMs);
  return (input, key) => {
    if (input === PASTE_BEGINS) {
      pasted = '';
      return [];
    }
    if (pasted === undefined && isPointerReport(input)) {
      const pointer = pointed(input);
      return pointer === undefined ? [] : [{ kind: 'pointer', pointer }];
    }
    if (pasted === undefined) return keyPresses(input, key).map((press) => ({ kind: 'key', key: press }));
    if (input !== PASTE_ENDS) {
      pasted += key.return || key.tab ? ' ' : input;
      return [];
    }
    const text = pasted;
    pasted = undefined;
    return [{ kind: 'paste', text }];
  };
}

function keyPresses(input: string, key: Key): readonly KeyPress[] {
  if (key.tab) return [{ name: key.shift ? 'shift+tab' : 'tab' }];
  const named = NAMED.find(([property]) => key[property] === true);
  if (named !== undefined) return [{ name: named[1] }];
  if (key.ctrl) return input === '' ? [] : [{ name: `ctrl+${input}` }];
  if (key.meta) return [];
  return [...input].flatMap(characterPress);
}

const CONTROL_NAMES: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

function characterPress(character: string): readonly KeyPress[] {
  const control = CONTROL_NAMES[character];
  if (control !== undefined) return [{ name: control }];
  const code = character.codePointAt(0) ?? 0;
  if (code >= 1 && code <= 26) return [{ name: `ctrl+${String.fromCharCode(code + 96)}` }];
  if (code < 32) return [];
  return [{ name: character === ' ' ? 'space' : character, text: character }];
}

const LABELS: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
};
const ASCII_LABELS: Readonly<Record<string, string>> = { up: 'Up', down: 'Down', left: 'Left', right: 'Right' };

/** A key's name as a person reads it: `Ctrl-F`, `PgUp`, `↑`. */
export function keyLabel(name: string, isAscii: boolean): string {
  if (name.startsWith('ctrl+')) return `Ctrl-${name.slice(5).toUpperCase()}`;
  return (isAscii ? ASCII_LABELS[name] : undefined) ?? LABELS[name] ?? name;
}
