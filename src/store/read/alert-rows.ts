import { ALERT_PRIORITIES, type AlertFact, type AlertValue, type RaisedAlert } from '../../model/alert.js';
import { type AlertCandidate, joinAlert, programsNamed } from '../../model/link/join-alert.js';
import type { Container, Process } from '../../model/process.js';
import type { CaseDatabase } from '../database.js';
import { type SourceNames, textsIn, told } from './rows.js';

interface AlertRow {
  readonly rule: string;
  readonly priority: string | null;
  readonly output: string;
  readonly tags: string;
  readonly detector: string | null;
  readonly hostname: string | null;
  readonly container_id: string | null;
  readonly fields: string;
  readonly node: string;
  readonly process: number;
  readonly time_us: number | null;
  readonly time_ns: number;
  readonly source: number;
  readonly line: number;
}

const ALERTS = `
  select a.rule, a.priority, a.output, a.tags, a.detector, a.hostname, a.container_id, a.fields, p.node, pi.process, e.time_us, e.time_ns, e.source, e.line
  from alert_fact a join event e on e.id = a.event join process_image pi on pi.image = a.image join process p on p.id = pi.process
  order by e.time_us is null, e.time_us, e.time_ns, e.id`;

/** What the case answers of processes and containers. */
interface Lookups {
  readonly process: (id: number) => Process | undefined;
  readonly container: (id: number) => Container | undefined;
}

/** Processes by one name that are looked at for one alert: a program that runs all the time is one of very many. */
const MOST_CANDIDATES = 200;
/** Two agents tell one event within this of each other. */
const SLACK_US = 1_000_000;

/** Every alert of a case by time, each with the process that it is about. */
export function* storedAlerts(database: CaseDatabase, names: SourceNames, lookups: Lookups): Generator<RaisedAlert> {
  const named = database
    .prepare<[{ names: string; at: number }], number>(
      `select distinct p.id from process_name m join process p on p.id = m.process
       where m.name in (select value from json_each(@names)) and p.pid > 0 and coalesce(p.start_us, 0) <= @at + ${SLACK_US}
         and (p.exit_us is null or p.exit_us >= @at - ${SLACK_US})
       order by abs(coalesce(p.start_us, 0) - @at), p.id limit ${MOST_CANDIDATES}`,
    )
    .pluck();
  for (const row of database.prepare<[], AlertRow>(ALERTS).iterate()) {
    const alert = alertFact(row);
    const ids = row.time_us === null ? [] : named.all({ names: JSON.stringify(programsNamed(alert)), at: row.time_us });
    const joined = joinAlert(
      alert,
      row.time_us ?? undefined,
      row.node,
      ids.flatMap((id) => candidate(id, lookups)),
    );
    yield {
      alert,
      processId: joined?.id ?? row.process,
      isJoined: joined !== undefined,
      ...told({ atUs: row.time_us, atNs: row.time_us === null ? null : row.time_ns }),
      evidence: names.evidence(row.source, row.line),
    };
  }
}

function candidate(id: number, { process, container }: Lookups): readonly AlertCandidate[] {
  const found = process(id);
  if (found === undefined) return [];
  const containerId = found.containerId === undefined ? undefined : container(found.containerId)?.containerId;
  return [{ process: found, ...(containerId === undefined ? {} : { containerId }) }];
}

function alertFact(row: AlertRow): AlertFact {
  const priority = ALERT_PRIORITIES.find((known) => known === row.priority);
  return {
    rule: row.rule,
    output: row.output,
    tags: textsIn(row.tags),
    fields: valuesIn(row.fields),
    ...(priority === undefined ? {} : { priority }),
    ...told({ source: row.detector, hostname: row.hostname, containerId: row.container_id }),
  };
}

/** The column holds what the writer wrote. */
function valuesIn(json: string): Readonly<Record<string, AlertValue>> {
  const parsed: unknown = JSON.parse(json);
  const isValue = (entry: [string, unknown]): entry is [string, AlertValue] => ['string', 'number', 'boolean'].includes(typeof entry[1]);
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed).filter(isValue)) : {};
}
