import type { CaseDatabase } from './database.js';
import { type NumberQuery, numberColumns, numbersIn, numbersText } from './number-columns.js';

/** Events as columns; `NaN` for an event without a time, or of no image. */
export interface EventColumns {
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

const COLUMNS = ['e.time_us', 'e.time_ns', 'e.image'];

/** The events of a table's rows that meet a condition, a stretch at a time. The table is `f`, and names its event. */
export function* eventsOfFacts(database: CaseDatabase, table: string, where = '1'): Generator<EventColumns> {
  yield* eventsOf(database, { table: `${table} f`, key: 'f.event', joins: 'join event e on e.id = f.event', where, columns: COLUMNS });
}

/** The events that their sources call by one of these words. */
export function* eventsOfKinds(database: CaseDatabase, kinds: readonly string[]): Generator<EventColumns> {
  const terms = database
    .prepare<[string], number>('select id from term where text in (select value from json_each(?))')
    .pluck()
    .all(JSON.stringify(kinds));
  if (terms.length > 0)
    yield* eventsOf(database, { table: 'event e', key: 'e.id', where: `e.kind in (${terms.join(', ')})`, columns: COLUMNS });
}

function* eventsOf(database: CaseDatabase, query: NumberQuery): Generator<EventColumns> {
  for (const {
    keys: events,
    columns: [us, ns, images],
  } of numberColumns(database, query))
    if (us !== undefined && ns !== undefined && images !== undefined) yield { events, us, ns, images };
}

/** What events are put in order by: the ranks of their sources' paths, their lines and their hashes, each in the order of `events`. */
export function eventOrder(
  database: CaseDatabase,
  events: Float64Array,
): { readonly ranks: Float64Array; readonly lines: Float64Array; readonly hashes: Float64Array } {
  const order = { ranks: new Float64Array(events.length), lines: new Float64Array(events.length), hashes: new Float64Array(events.length) };
  const columns = ['j.key', 's.rank', 'e.line', 'e.hash'].map(numbersText);
  const [count = 0, ...texts] =
    database
      .prepare<[string], readonly [number, ...unknown[]]>(
        `with s as materialized (select id, dense_rank() over (order by path) as rank from source)
         select count(*), ${columns.join(', ')} from json_each(?) j join event e on e.id = j.value join s on s.id = e.source`,
      )
      .raw()
      .get(`[${events.join(',')}]`) ?? [];
  const [keys = events, ranks, lines, hashes] = texts.map((text) => numbersIn(text, count));
  keys.forEach((key, at) => {
    order.ranks[key] = ranks?.[at] ?? 0;
    order.lines[key] = lines?.[at] ?? 0;
    order.hashes[key] = hashes?.[at] ?? 0;
  });
  return order;
}

/** Finds where single events stand. */
export function eventPlaces(database: CaseDatabase): (event: number) => EventPlace | undefined {
  const statement = database.prepare<[number], EventPlace>(
    'select t.text as kind, e.source, e.line from event e join term t on t.id = e.kind where e.id = ?',
  );
  return (event) => statement.get(event);
}
