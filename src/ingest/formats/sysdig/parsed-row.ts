import { type JsonObject, objectOf, withExactIntegers } from '../json-value.js';
import { FIELD_COUNT, FIELD_PLACES, Row } from './row.js';

/** An event that a JSON parser has read. */
export class ParsedRow extends Row {
  readonly #values: (string | undefined)[] = new Array<string | undefined>(FIELD_COUNT).fill(undefined);

  constructor(event: JsonObject) {
    super();
    for (const key in event) {
      const place = FIELD_PLACES.get(key);
      if (place !== undefined) this.#values[place] = textOf(event[key]);
    }
  }

  override raw(field: number): string | undefined {
    return this.#values[field];
  }
}

/** Of a list the first item: pods that have several addresses have one of each family. */
function textOf(value: unknown): string | undefined {
  const item: unknown = Array.isArray(value) ? value[0] : value;
  return typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? String(item) : undefined;
}

/** The events that a JSON text holds: one, or an array's; `undefined` for anything else. Integers keep every digit. Throws for what is no JSON. */
export function parsedRows(json: string): readonly ParsedRow[] | undefined {
  const parsed: unknown = JSON.parse(withExactIntegers(json));
  const events = Array.isArray(parsed) ? parsed.map(objectOf) : [objectOf(parsed)];
  const rows = events.flatMap((event) => (event === undefined ? [] : [new ParsedRow(event)]));
  return rows.length === events.length ? rows : undefined;
}
