import { printable } from '../model/printable.js';
import { formatTime, type TimeUs } from '../model/time.js';

/** What a document is made of. There is no `null`: what is not known is left out. */
export type Json = string | number | boolean | readonly Json[] | JsonObject;

/** An object of a document. Keys keep the order that they were written in. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Version of every shape that workbench prints. It grows when a field is renamed or removed, never when one is added. */
export const SCHEMA_VERSION = 1;

/** The object without the facts that nobody knows: fields that are `undefined` or an empty text. */
export function present(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') kept[key] = value;
  }
  return kept;
}

/** The object, or nothing when nobody knows any of its facts. */
export function presentOrAbsent(fields: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const kept = present(fields);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** RFC 3339 in UTC with every known digit, or nothing. */
export function timeText(us: TimeUs | undefined, ns?: number): string | undefined {
  return us === undefined ? undefined : formatTime(us, ns);
}

/**
 * JSON in one line. Characters that act on a terminal or hide from a reader are spelled as escapes, which mean the same to a
 * program: `JSON.stringify` leaves C1 controls and direction overrides as they are.
 */
export function jsonLine(value: Json): string {
  return spelled(JSON.stringify(value));
}

/** As `jsonLine`, indented for a person. */
export function jsonText(value: Json): string {
  return JSON.stringify(value, undefined, 2).split('\n').map(spelled).join('\n');
}

function spelled(line: string): string {
  if (printable(line) === line) return line;
  return Array.from(line, (character) => (printable(character) === character ? character : utf16Escapes(character))).join('');
}

function utf16Escapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
