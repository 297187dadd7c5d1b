import type { EvidenceRef, FormatName } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import { EventPages } from '../pages/event-pages.js';

/** JSON of a column that this program wrote, as a list; none when it is null. */
export function listIn(json: string | null): readonly unknown[] {
  if (json === null) return [];
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed : [];
}

/** The strings of a JSON list that this program wrote. */
export function textsIn(json: string | null): readonly string[] {
  return listIn(json).filter((item): item is string => typeof item === 'string');
}

/** A number of a column in which what is not told is not a number. */
export function orNull(number: number | undefined): number | null {
  return number === undefined || Number.isNaN(number) ? null : number;
}

/** An object of optional fields with those left out that are null: absent, not empty. */
export function told<Fields extends Record<string, unknown>>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], null> } {
  const result: { [Key in keyof Fields]?: Exclude<Fields[Key], null> } = {};
  for (const key in fields) {
    const value = fields[key];
    if (isTold(value)) result[key] = value;
  }
  return result;
}

function isTold<Value>(value: Value): value is Exclude<Value, null> {
  return value !== null && value !== undefined;
}

/** Where an event stands: the row of its source, and its line. */
export interface EventPlace {
  readonly source: number;
  readonly line: number;
}

/** Paths and formats of the case's sources by row, and where its events stand. */
export class SourceNames {
  readonly #database: CaseDatabase;
  #pages: EventPages | undefined;
  #byId: ReadonlyMap<number, { path: string; format: FormatName }> = new Map();

  constructor(database: CaseDatabase) {
    this.#database = database;
  }

  /** Where an event stands, `undefined` for one that the case does not hold. Not by SQL, which would call back for each number. */
  placeOf(event: number): EventPlace | undefined {
    this.#pages ??= new EventPages(this.#database);
    const page = this.#pages.pageOf(event);
    return page === undefined ? undefined : { source: page.source, line: page.line(event - page.first) };
  }

  /** As evidence. Throws for an event that the case does not hold. */
  evidenceOfEvent(event: number): EvidenceRef {
    const place = this.placeOf(event);
    if (place === undefined) throw new Error(`no event ${event}`);
    return this.evidence(place.source, place.line);
  }

  evidence(source: number, line: number): EvidenceRef {
    return { source: this.#get(source).path, line };
  }

  format(source: number): FormatName {
    return this.#get(source).format;
  }

  #get(source: number): { path: string; format: FormatName } {
    const known = this.#byId.get(source);
    if (known !== undefined) return known;
    this.#load();
    const found = this.#byId.get(source);
    if (found === undefined) throw new Error(`no source ${source}`);
    return found;
  }

  /** The source that evidence calls by this name. */
  named(name: string): number | undefined {
    this.#load();
    return [...this.#byId].find(([, { path }]) => path === name)?.[0];
  }

  /** Two sources of one path, of which the newer is what now stands there, are told apart by the older's number. */
  #load(): void {
    const rows = this.#database.prepare<[], { id: number; path: string; format: FormatName; newest: number }>(
      'select id, path, format, max(id) over (partition by path) as newest from source',
    );
    this.#byId = new Map(
      rows.all().map(({ id, path, format, newest }) => [id, { path: id === newest ? path : `${path} (source ${id})`, format }]),
    );
  }
}

/** Where events stand: refs in order without repeats, and the formats they are of. */
export function evidenceOf(
  names: SourceNames,
  rows: readonly EventPlace[],
): { evidence: readonly EvidenceRef[]; sources: readonly FormatName[] } {
  const seen = new Set<string>();
  const evidence = rows.flatMap(({ source, line }) => {
    const key = `${source}:${line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [names.evidence(source, line)];
  });
  return { evidence, sources: [...new Set(rows.map((row) => names.format(row.source)))].sort() };
}
