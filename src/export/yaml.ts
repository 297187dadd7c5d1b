import { Document, Scalar, visit } from 'yaml';
import { printable } from '../model/printable.js';
import type { Json } from './json.js';

/**
 * The value as a YAML 1.2 document in block style, without anchors and without folded lines. Texts that some reader might take for
 * a number, a truth value or nothing are quoted, also by the rules of YAML 1.1. Characters that act on a terminal are spelled out.
 */
export function yamlText(value: Json): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (mustBeSpelled(node)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text.split('\n').map(spelled).join('\n');
}

/** True for a scalar whose text holds more than printable characters and line ends: it has to stand in double quotes. */
export function mustBeSpelled(node: Scalar): boolean {
  if (typeof node.value !== 'string') return false;
  const text = node.value.replaceAll('\n', '');
  return printable(text) !== text;
}

/** The line with unsafe characters as escapes. They are left only in double quotes, where an escape stands for the character. */
export function spelled(line: string): string {
  if (printable(line) === line) return line;
  return Array.from(line, (character) => (printable(character) === character ? character : yamlEscape(character))).join('');
}

function yamlEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
