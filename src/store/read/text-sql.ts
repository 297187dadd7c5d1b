import type { TextPattern } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { any, type SqlCondition, wrapped } from './sql-condition.js';

/** True where the expression's text matches; unknown where there is none. */
export function patternCondition(expression: string, pattern: TextPattern): SqlCondition {
  const text = pattern.text.toLowerCase();
  // SQLite's own lower() knows ASCII alone, and is the quicker.
  const lower = /^\p{ASCII}*$/u.test(pattern.text) ? `lower(${expression})` : `lower_text(${expression})`;
  switch (pattern.match) {
    case 'exact':
      return { sql: `${expression} = ?`, parameters: [pattern.text] };
    case 'glob':
      return { sql: `${lower} glob ?`, parameters: [text.replaceAll('[', '[[]')] };
    case 'substring':
      return { sql: `instr(${lower}, ?) > 0`, parameters: [text] };
  }
}

/** True where one of a JSON list's values matches. `part` picks the text of a value. */
export function someValueCondition(list: string, pattern: TextPattern, part = 'value'): SqlCondition {
  return wrapped(`exists (select 1 from json_each(${list}) where `, patternCondition(part, pattern));
}

/** True where one of a connection's names matches. */
export function remoteNameCondition(pattern: TextPattern): SqlCondition {
  return someValueCondition("coalesce(n.names, '[]')", pattern, "json_extract(value, '$.name')");
}

/** True where the path or the file name of one of the process's images matches. `images` holds them when there are several. */
export function binaryCondition(alias: string, pattern: TextPattern): SqlCondition {
  const path = "json_extract(value, '$.binary')";
  const fileName = `substr(${path}, length(rtrim(${path}, replace(${path}, '/', ''))) + 1)`;
  const earlier = any([patternCondition(path, pattern), patternCondition(fileName, pattern)]);
  return any([
    patternCondition(`${alias}.binary`, pattern),
    patternCondition(`${alias}.name`, pattern),
    wrapped(`${alias}.images is not null and exists (select 1 from json_each(${alias}.images) where `, earlier),
  ]);
}

/** Adds the functions that conditions on text call to a connection. */
export function addTextFunctions(database: CaseDatabase): void {
  database.function('lower_text', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : null));
}
