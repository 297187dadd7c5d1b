import type { Source } from '../../model/source.js';
import { missedBeats, type RecognisedMachine, type Silence, type SourceGap, type SourceReport } from '../../model/source-report.js';
import type { CaseDatabase } from '../database.js';
import { sourcesOf } from '../source-ledger.js';
import { told } from './rows.js';

/** Events in which agents say that they did not tell all, by their kinds. */
const MARKERS: readonly (readonly [SourceGap['kind'] & ('dropped' | 'throttled'), readonly string[]])[] = [
  ['dropped', ['rate_limit_info', 'lost_events', 'audit_lost', 'drop']],
  ['throttled', ['process_throttle']],
];

/** Every source of the case in order of import. Cost: one pass over the events of each. */
export function readSourceReports(database: CaseDatabase): readonly SourceReport[] {
  const warnings = database.prepare<[number], number>("select count(*) from problem where source = ? and severity = 'warning'").pluck();
  const machineOf = database.prepare<[number], RecognisedMachine>(
    'select m.host, m.ahead_us as aheadUs, m.agreed, m.compared from source s join machine m on m.node = s.default_node where s.id = ?',
  );
  return sourcesOf(database).map((source) => {
    const silence = longestSilence(database, source);
    const machine = machineOf.get(source.id);
    return {
      source,
      warnings: warnings.get(source.id) ?? 0,
      gaps: [...markedGaps(database, source), ...heartbeatGaps(database, source)],
      ...(silence === undefined ? {} : { longestSilence: silence }),
      ...(machine === undefined ? {} : { machine }),
    };
  });
}

function markedGaps(database: CaseDatabase, source: Source): readonly SourceGap[] {
  const marked = database.prepare<[number, string], { n: number; first_us: number | null; last_us: number | null }>(
    `select count(*) as n, min(e.time_us) as first_us, max(e.time_us) as last_us from event e join term t on t.id = e.kind
     where e.source = ? and t.text in (select value from json_each(?))`,
  );
  return MARKERS.flatMap(([kind, kinds]) => {
    if (!kinds.some((name) => name in source.ledger.kinds)) return [];
    const row = marked.get(source.id, JSON.stringify(kinds));
    const events = kind === 'dropped' ? source.droppedEvents : 0;
    if (row === undefined) return [];
    return [{ kind, markers: row.n, ...(events > 0 ? { events } : {}), ...told({ fromUs: row.first_us, toUs: row.last_us }) }];
  });
}

/** Reports of one instance of one source, a list of times each. */
function heartbeatGaps(database: CaseDatabase, source: Source): readonly SourceGap[] {
  const rows = database
    .prepare<[number], { instance: string; container: string | null; times: string }>(
      `select s.instance, max(coalesce(c.name, c.container_id)) as container, json_group_array(e.time_us order by e.time_us) as times
       from snapshot_fact s join event e on e.id = s.event
         left join process_image pi on pi.image = s.image left join process p on p.id = pi.process left join container c on c.id = p.container
       where e.source = ? and s.operation = 'heartbeat' and e.time_us is not null group by s.instance order by s.instance`,
    )
    .all(source.id);
  return rows.flatMap(({ instance, container, times }) => {
    const beats = missedBeats(timesIn(times));
    if (beats === undefined) return [];
    const { everyUs, missed, longest } = beats;
    return [{ kind: 'missed-heartbeats', instance, ...told({ container }), everyUs, missed, ...longest }];
  });
}

function timesIn(json: string): readonly number[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((time) => typeof time === 'number') : [];
}

/** What was read of processes that ran before is printed with their start as time: that is no event of then. */
function longestSilence(database: CaseDatabase, { id, firstTimeUs }: Source): Silence | undefined {
  if (firstTimeUs === undefined) return undefined;
  const row = database
    .prepare<[number, number], { from_us: number; to_us: number }>(
      `select before_us as from_us, time_us as to_us from (
         select time_us, lag(time_us) over (order by time_us) as before_us from event where source = ? and time_us >= ?)
       where before_us is not null order by time_us - before_us desc, time_us limit 1`,
    )
    .get(id, firstTimeUs);
  return row === undefined ? undefined : { fromUs: row.from_us, toUs: row.to_us };
}
