import type { CaseDatabase } from '../database.js';

/** Texts by their numbers, none for 0 or NaN; each is looked up once, since few are many rows'. */
export function textsByNumber(database: CaseDatabase, table: 'term' | 'connection_text'): (number: number) => string | null {
  const find = database.prepare<[number], string>(`select text from ${table} where id = ?`).pluck();
  const known = new Map<number, string | null>();
  return (number) => {
    if (number === 0 || Number.isNaN(number)) return null;
    const text = known.get(number);
    if (text !== undefined) return text;
    const found = find.get(number) ?? null;
    known.set(number, found);
    return found;
  };
}
