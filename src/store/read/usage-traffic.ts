import type { Filter } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { filterCondition } from './filter-sql.js';

/** Bytes that a container's interfaces moved within a bucket, as its heartbeats count them. */
export interface TrafficRow {
  readonly bucket: number;
  readonly container: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
}

/** Containers whose network bytes another source told by the call: that knows of whom they are. */
const TOLD_BY_CALLS = `select p.container from io_fact i join usage_fact u on u.event = i.event join process_image pi on pi.image = u.image
  join process p on p.id = pi.process where i.target = 1 and p.container is not null`;

/** What heartbeats tell of containers of which nothing better does. `bucketUs`: length of a bucket. */
export function trafficRows(database: CaseDatabase, filter: Filter, bucketUs: number): readonly TrafficRow[] {
  const { sql, parameters } = trafficCondition(filter);
  return database
    .prepare<unknown[], TrafficRow>(
      `select t.us / cast(? as integer) as bucket, i.container, sum(t.bytes_in) as bytes_in, sum(t.bytes_out) as bytes_out
       from instance_traffic t join instance i on i.id = t.instance where ${sql} group by 1, 2 order by 1, 2`,
    )
    .all(bucketUs, ...parameters);
}

/** First and last time of what `trafficRows` gives. */
export function trafficSpan(database: CaseDatabase, filter: Filter): { readonly first: number | null; readonly last: number | null } {
  const { sql, parameters } = trafficCondition(filter);
  const span = database
    .prepare<unknown[], { first: number | null; last: number | null }>(
      `select min(t.us) as first, max(t.us) as last from instance_traffic t join instance i on i.id = t.instance where ${sql}`,
    )
    .get(...parameters);
  return span ?? { first: null, last: null };
}

function trafficCondition({ terms }: Filter): { readonly sql: string; readonly parameters: readonly unknown[] } {
  const times = terms.flatMap((term) => (term.kind === 'time' ? [term] : []));
  const others = terms.filter(({ kind }) => kind !== 'time');
  const { sql, parameters } = filterCondition({ terms: others }, 'process');
  const ofProcess =
    others.length === 0
      ? '1'
      : `i.container in (select p.container from process p left join container c on c.id = p.container where ${sql})`;
  const conditions = [
    ofProcess,
    `i.container not in (${TOLD_BY_CALLS})`,
    ...times.map(({ field }) => `t.us ${field === 'since' ? '>' : '<'}= ?`),
  ];
  return { sql: conditions.join(' and '), parameters: [...(others.length === 0 ? [] : parameters), ...times.map(({ us }) => us)] };
}
