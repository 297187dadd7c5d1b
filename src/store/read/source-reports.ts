import type { Source } from '../../model/source.js';
import { missedBeats, type RecognisedMachine, type Silence, type SourceGap, type SourceReport } from '../../model/source-report.js';
import type { CaseDatabase } from '../database.js';
import { eventsOfKinds, eventTimes } from '../pages/event-times.js';
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
  return MARKERS.flatMap(([kind, kinds]) => {
    if (!kinds.some((name) => name in source.ledger.kinds)) return [];
    const { count, firstUs, lastUs } = eventsOfKinds(database, source.id, kinds);
    const events = kind === 'dropped' ? source.droppedEvents : 0;
    return [{ kind, markers: count, ...(events > 0 ? { events } : {}), ...told({ fromUs: firstUs, toUs: lastUs }) }];
  });
}

/** Reports of one instance of one source, a list of times each. */
function heartbeatGaps(database: CaseDatabase, source: Source): readonly SourceGap[] {
  const rows = database
    .prepare<[number], { instance: string; container: string | null; times: string }>(
      `select s.instance, max(coalesce(c.name, c.container_id)) as container, json_group_array(event_us(s.event) order by event_us(s.event)) as times
       from snapshot_fact s
         left join process_image pi on pi.image = s.image left join process p on p.id = pi.process left join container c on c.id = p.container
       where event_source(s.event) = ? and s.operation = 'heartbeat' and event_us(s.event) is not null group by s.instance order by s.instance`,
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
  return firstTimeUs === undefined ? undefined : longestGap(eventTimes(database, id, firstTimeUs));
}

/** The longest time between two of these moments, which are in order; the first one where several are equal. */
function longestGap(times: Float64Array): Silence | undefined {
  let longest: Silence | undefined;
  for (let at = 1; at < times.length; at++) {
    const [fromUs = 0, toUs = 0] = times.subarray(at - 1, at + 1);
    if (longest === undefined || toUs - fromUs > longest.toUs - longest.fromUs) longest = { fromUs, toUs };
  }
  return longest;
}
