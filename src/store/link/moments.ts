import { DIRECTIONS } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { TimelineKind } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { CONNECTED_PROTOCOLS } from '../facts/flow.js';
import { kindNumber, type MomentSink, UNTIMED, whatOf } from '../moments/moment-columns.js';
import { numberColumns } from '../number-columns.js';
import { dnsEvents, eventsOfFacts, eventsOfKinds, type FactEvents } from '../pages/fact-events.js';

/** Kinds of events in which agents say that others are missing. */
const GAP_MARKERS: readonly string[] = ['rate_limit_info', 'process_throttle', 'lost_events'];

/** Facts that are a moment each. */
const FACTS: readonly { readonly kind: TimelineKind; readonly table: string; readonly where?: string }[] = [
  { kind: 'file', table: 'file_fact' },
  { kind: 'flow', table: 'http_fact' },
  { kind: 'flow', table: 'flow_fact', where: `f.protocol not in (${CONNECTED_PROTOCOLS.map((protocol) => `'${protocol}'`).join(', ')})` },
  // Heartbeats are told by the connections that come and go with them.
  { kind: 'report', table: 'snapshot_fact', where: "f.operation <> 'heartbeat'" },
  { kind: 'line', table: 'line_fact' },
];

/** Everything that happened in a case beside its connections, in no order of time, but what processes tell by their numbers and parts. */
export function gatherMoments(database: CaseDatabase, moments: MomentSink): void {
  gatherProcesses(database, moments);
  gatherImages(database, moments);
  const processOf = processesOfImages(database);
  for (const events of dnsEvents(database)) addEvents(moments, 'dns', events, (at) => processOf[events.images[at] ?? 0] ?? 0);
  for (const { kind, table, where } of FACTS)
    for (const events of eventsOfFacts(database, table, where))
      addEvents(moments, kind, events, (at) => processOf[events.images[at] ?? 0] ?? 0);
  gatherAlerts(database, moments);
  for (const events of eventsOfKinds(database, GAP_MARKERS)) addEvents(moments, 'gap', events, () => 0);
}

function gatherProcesses(database: CaseDatabase, moments: MomentSink): void {
  const columns = ["case when p.known_from <> 'inferred' then p.start_us end", 'p.start_ns', 'p.exit_us', 'p.exit_ns'];
  for (const { keys: refs, columns: read } of numberColumns(database, { table: 'process p', key: 'p.id', columns })) {
    const [startUs, startNs, exitUs, exitNs] = read;
    addTimed(moments, kindNumber('start'), { refs, processes: refs, us: startUs, ns: startNs });
    addTimed(moments, kindNumber('exit'), { refs, processes: refs, us: exitUs, ns: exitNs });
  }
}

/** Programs that processes replaced themselves with. */
function gatherImages(database: CaseDatabase, moments: MomentSink): void {
  const query = {
    table: 'process p',
    key: 'p.id',
    joins: ', json_each(p.images) as image',
    where: "p.images is not null and image.value ->> 'knownFrom' <> 'fork' and image.value ->> 'startedAtUs' > p.start_us",
    columns: ["image.value ->> 'startedAtUs'", "image.value ->> 'startedAtNs'", 'image.key'],
  };
  for (const { keys: refs, columns } of numberColumns(database, query)) {
    const [us, ns, parts] = columns;
    addTimed(moments, kindNumber('exec'), { refs, processes: refs, us, ns, parts });
  }
}

const OPENED: readonly number[] = DIRECTIONS.map((direction) =>
  kindNumber(direction === 'outbound' ? 'connect' : direction === 'inbound' ? 'accept' : 'listen'),
);
const CLOSED = kindNumber('close');

/** What a connection tells beside its columns. */
interface ConnectionNs {
  readonly openedNs: number;
  readonly closedNs: number;
}

/** When the connection of a row was opened and closed. To be called in order of rows. */
export function gatherConnection(table: ConnectionTable, row: number, { openedNs, closedNs }: ConnectionNs, moments: MomentSink): void {
  const { process, direction, openedUs, closedUs } = table.columns;
  const opened = openedUs[row] ?? Number.NaN;
  const ended = closedUs[row] ?? Number.NaN;
  if (!Number.isNaN(opened)) moments.add(opened, whatOf(openedNs, OPENED[direction[row] ?? 0] ?? 0), row, process[row]);
  // What one heartbeat alone shows is told once.
  if (!Number.isNaN(ended) && !(ended === opened && table.sampled.has(row)))
    moments.add(ended, whatOf(closedNs, CLOSED), row, process[row]);
}

/** What happened to each of these; `us` of those that it did not happen to, as far as is known, are no numbers. */
interface Happened {
  readonly refs: Float64Array;
  readonly processes: Float64Array;
  readonly us: Float64Array | undefined;
  readonly ns: Float64Array | undefined;
  readonly parts?: Float64Array | undefined;
}

function addTimed(moments: MomentSink, kind: number, { refs, processes, us, ns, parts }: Happened): void {
  for (let at = 0; at < refs.length; at++) {
    const time = us?.[at] ?? Number.NaN;
    if (Number.isNaN(time)) continue;
    moments.add(time, whatOf(ns?.[at] ?? 0, kind), refs[at] ?? 0, processes[at], parts?.[at]);
  }
}

/** Alerts are of the process that linking found for them. */
function gatherAlerts(database: CaseDatabase, moments: MomentSink): void {
  const processOf = new Map<number, number>();
  for (const { keys, columns } of numberColumns(database, { table: 'alert_process a', key: 'a.event', columns: ['a.process'] }))
    keys.forEach((event, at) => {
      processOf.set(event, columns[0]?.[at] ?? 0);
    });
  for (const events of eventsOfFacts(database, 'alert_process'))
    addEvents(moments, 'alert', events, (at) => processOf.get(events.events[at] ?? 0) ?? 0);
}

function addEvents(moments: MomentSink, kind: TimelineKind, { events, us, ns }: FactEvents, processAt: (at: number) => number): void {
  const number = kindNumber(kind);
  for (let at = 0; at < events.length; at++) {
    const time = us[at] ?? Number.NaN;
    moments.add(Number.isNaN(time) ? UNTIMED : time, whatOf(ns[at] ?? 0, number), events[at] ?? 0, processAt(at));
  }
}

/** The process of each image, 0 for one of none. */
function processesOfImages(database: CaseDatabase): Uint32Array {
  const query = { table: 'process_image i', key: 'i.image', columns: ['i.process'] };
  const last = Number(database.prepare('select coalesce(max(image), 0) from process_image').pluck().get());
  const processOf = new Uint32Array(last + 1);
  for (const { keys, columns } of numberColumns(database, query))
    keys.forEach((image, at) => {
      processOf[image] = columns[0]?.[at] ?? 0;
    });
  return processOf;
}
