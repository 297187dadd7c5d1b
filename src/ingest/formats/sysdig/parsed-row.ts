import { type JsonObject, objectOf, withExactIntegers } from '../json-value.js';
import { FIELD_COUNT, FIELD_PLACES, Row } from './row.js';

/** An event that a JSON parser has read. */
export class ParsedRow extends Row {
  readonly #values: (string | undefined)[] = new Array<string | undefined>(FIELD_COUNT).fill(undefined);

  constructor(event: JsonObject) {
    super();
    for (const key in event) {
      const place = FIELD_PLACES.get(key);
      const value = event[key];
      if (place !== undefined && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
        this.#values[place] = String(value);
    }
  }

  override raw(field: number): string | undefined {
    return this.#values[field];
  }
}

/** The events that a JSON text holds: one, or an array's; `undefined` for anything else. Integers keep every digit. Throws for what is no JSON. */
export function parsedRows(json: string): readonly ParsedRow[] | undefined {
  const parsed: unknown = JSON.parse(withExactIntegers(json));
  const events = Array.isArray(parsed) ? parsed.map(objectOf) : [objectOf(parsed)];
  const rows = events.flatMap((event) => (event === undefined ? [] : [new ParsedRow(event)]));
  return rows.length === events.length ? rows : undefined;
}
