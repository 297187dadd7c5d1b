import { TIMELINE_KINDS, type TimelineKind } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { CONNECTED_PROTOCOLS } from '../facts/flow.js';

/** As stored: a kind is its place in the list. */
export function kindNumber(kind: TimelineKind): number {
  return TIMELINE_KINDS.indexOf(kind);
}

/** Kinds of events in which agents say that others are missing. */
const GAP_MARKERS: readonly string[] = ['rate_limit_info', 'process_throttle', 'lost_events'];

/**
 * Rows of what happens at one moment: `us, ns, kind, ref, part, process`, and `line, hash, path` that put things of one moment in the same
 * order whichever source was read first. `ref` is a process, a connection or an event; `part` counts a process's images.
 */
const MOMENTS: readonly string[] = [
  `select start_us as us, start_ns as ns, ${kindNumber('start')} as kind, id as ref, 0 as part, id as process, 0 as line, 0 as hash, '' as path
     from process where start_us is not null and known_from <> 'inferred'`,
  `select image.value ->> 'startedAtUs', image.value ->> 'startedAtNs', ${kindNumber('exec')}, p.id, image.key, p.id, 0, 0, ''
     from process p, json_each(p.images) as image
     where p.images is not null and image.value ->> 'knownFrom' <> 'fork' and image.value ->> 'startedAtUs' > p.start_us`,
  `select exit_us, exit_ns, ${kindNumber('exit')}, id, 0, id, 0, 0, '' from process where exit_us is not null`,
  `select opened_us, opened_ns, case direction when 'outbound' then ${kindNumber('connect')} when 'inbound' then ${kindNumber('accept')} else ${kindNumber('listen')} end,
     id, 0, process, 0, 0, '' from connection where opened_us is not null`,
  // What one heartbeat alone shows is told once.
  `select closed_us, closed_ns, ${kindNumber('close')}, id, 0, process, 0, 0, '' from connection
     where closed_us is not null and not (is_sampled = 1 and closed_us = opened_us)`,
  eventsOf('dns_fact', 'dns'),
  eventsOf('file_fact', 'file'),
  eventsOf('http_fact', 'flow'),
  eventsOf('flow_fact', 'flow', `f.protocol not in (${CONNECTED_PROTOCOLS.map((protocol) => `'${protocol}'`).join(', ')})`),
  // Heartbeats are told by the connections that come and go with them.
  eventsOf('snapshot_fact', 'report', "f.operation <> 'heartbeat'"),
  `select event_us(n.event) as time_us, event_ns(n.event) as time_ns, ${kindNumber('alert')}, n.event, 0, n.process, event_line(n.event) as line, event_hash(n.event) as hash, s.path
     from alert_process n join source s on s.id = event_source(n.event)`,
  eventsOf('line_fact', 'line'),
  `select e.time_us, e.time_ns, ${kindNumber('gap')}, e.id, 0, null, e.line, e.hash, s.path
     from event e join term t on t.id = e.kind join source s on s.id = e.source where t.text in (${GAP_MARKERS.map((marker) => `'${marker}'`).join(', ')})`,
];

function eventsOf(table: string, kind: TimelineKind, condition = '1'): string {
  return `select event_us(f.event) as time_us, event_ns(f.event) as time_ns, ${kindNumber(kind)}, f.event, 0, pi.process, event_line(f.event) as line, event_hash(f.event) as hash, s.path
    from ${table} f join source s on s.id = event_source(f.event) left join process_image pi on pi.image = event_image(f.event) where ${condition}`;
}

/** Fills `moment` in order of time, so that a row's id is its place: any part of the timeline is found without an index. */
export function linkTimeline(database: CaseDatabase): void {
  database.exec(`
    insert into moment (us, ns, kind, ref, part, process)
      select us, ns, kind, ref, part, process from (${MOMENTS.join('\nunion all ')})
      order by us is null, us, ns, kind, path, line, hash, ref, part`);
}
