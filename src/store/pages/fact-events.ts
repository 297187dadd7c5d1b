import type { CaseDatabase } from '../database.js';
import { numberColumns } from '../number-columns.js';
import { EventPages } from './event-pages.js';

/** Events as columns; `NaN` for an event without a time, or of no image. */
export interface FactEvents {
  readonly events: Float64Array;
  readonly us: Float64Array;
  readonly ns: Float64Array;
  readonly images: Float64Array;
}

/** Where an event stands, and what its source calls it. */
export interface EventPlace {
  readonly kind: string;
  readonly source: number;
  readonly line: number;
}

/** The events of a table's rows that meet a condition, a stretch at a time. The table is `f`, and names its event. */
export function* eventsOfFacts(database: CaseDatabase, table: string, where = '1'): Generator<FactEvents> {
  const pages = new EventPages(database);
  for (const { keys } of numberColumns(database, { table: `${table} f`, key: 'f.event', where, columns: ['f.event'] })) {
    const columns = eventColumns(keys);
    for (let at = 0; at < keys.length; at++) {
      const event = keys[at] ?? 0;
      const page = pages.pageOf(event);
      columns.us[at] = page?.value('us', event - page.first) ?? Number.NaN;
      columns.ns[at] = page?.value('ns', event - page.first) ?? 0;
      columns.images[at] = page?.value('image', event - page.first) || Number.NaN;
    }
    yield columns;
  }
}

/** The DNS messages of a case, a stretch at a time. */
export function* dnsEvents(database: CaseDatabase): Generator<FactEvents> {
  const query = { table: 'dns_message f', key: 'f.event', columns: ['f.time_us', 'f.time_ns', 'f.image'] };
  for (const { keys: events, columns } of numberColumns(database, query)) {
    const [us, ns, images] = columns;
    if (us !== undefined && ns !== undefined && images !== undefined) yield { events, us, ns, images };
  }
}

/** The events that their sources call by one of these words. */
export function* eventsOfKinds(database: CaseDatabase, kinds: readonly string[]): Generator<FactEvents> {
  const terms = new Set(
    database
      .prepare<[string], number>(
        `select t.id from term t join source_count c on c.name = t.text
         where c.class = 'kind' and t.text in (select value from json_each(?))`,
      )
      .pluck()
      .all(JSON.stringify(kinds)),
  );
  if (terms.size === 0) return;
  for (const page of new EventPages(database).pages()) {
    const found: number[] = [];
    for (let at = 0; at < page.count; at++) if (terms.has(page.value('kind', at))) found.push(at);
    if (found.length === 0) continue;
    yield {
      events: Float64Array.from(found, (at) => page.first + at),
      us: Float64Array.from(found, (at) => page.value('us', at)),
      ns: Float64Array.from(found, (at) => page.value('ns', at)),
      images: Float64Array.from(found, (at) => page.value('image', at) || Number.NaN),
    };
  }
}

function eventColumns(events: Float64Array): FactEvents {
  const list = () => new Float64Array(events.length);
  return { events, us: list(), ns: list(), images: list() };
}

/** What events are put in order by: the ranks of their sources' paths, their lines and their hashes, each in the order of `events`. */
export function eventOrder(
  database: CaseDatabase,
  events: Float64Array,
): { readonly ranks: Float64Array; readonly lines: Float64Array; readonly hashes: Float64Array } {
  const order = { ranks: new Float64Array(events.length), lines: new Float64Array(events.length), hashes: new Float64Array(events.length) };
  const ranks = new Map(
    database.prepare<[], readonly [number, number]>('select id, dense_rank() over (order by path) from source').raw().all(),
  );
  const pages = new EventPages(database);
  events.forEach((event, at) => {
    const page = pages.pageOf(event);
    if (page === undefined) return;
    order.ranks[at] = ranks.get(page.source) ?? 0;
    order.lines[at] = page.line(event - page.first);
    order.hashes[at] = page.value('hash', event - page.first);
  });
  return order;
}

/** Finds where single events stand. */
export function eventPlaces(database: CaseDatabase): (event: number) => EventPlace | undefined {
  const statement = database.prepare<[number], EventPlace>(
    'select t.text as kind, event_source(asked) as source, event_line(asked) as line from (select ? as asked) join term t on t.id = event_kind(asked)',
  );
  return (event) => statement.get(event);
}
