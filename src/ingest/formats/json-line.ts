import { type JsonObject, objectOf } from './json-value.js';

/** The object that a line of JSON holds, or why it holds none, for a person. Never throws. */
export function objectInLine(text: string): JsonObject | string {
  try {
    return objectOf(JSON.parse(text)) ?? 'JSON, but not an object';
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    return endsInside(text, reason) ? 'not valid JSON: the line ends inside it, as if cut off' : 'not valid JSON';
  }
}

/** The engine names the end by words, or by the place where it expected more. */
function endsInside(text: string, reason: string): boolean {
  return /end of|Unterminated/.test(reason) || Number(/at position (\d+)/.exec(reason)?.[1]) === text.length;
}
