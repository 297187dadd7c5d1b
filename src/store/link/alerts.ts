import { type AlertCandidate, joinAlert, programsNamed } from '../../model/link/join-alert.js';
import type { ImageChange } from '../../model/process.js';
import type { CaseDatabase } from '../database.js';
import { listIn, told } from '../read/rows.js';
import { type AlertRow, alertFact } from '../stored-alert.js';

interface PlacedAlert extends AlertRow {
  readonly event: number;
  readonly process: number;
  readonly node: string;
  readonly time_us: number | null;
}

interface CandidateRow {
  readonly id: number;
  readonly pid: number;
  readonly node: string;
  readonly exec_id: string;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly images: string | null;
  readonly start_us: number | null;
  readonly exit_us: number | null;
  readonly container: string | null;
}

/** Processes by one name that are looked at for one alert: a program that runs all the time is one of very many. */
const MOST_CANDIDATES = 200;
/** Two agents tell one event within this of each other. */
const SLACK_US = 1_000_000;

const CANDIDATES = `
  select distinct p.id, p.pid, p.node, p.exec_id, p.binary, p.arguments, p.images, p.start_us, p.exit_us, c.container_id as container
  from process_name m join process p on p.id = m.process left join container c on c.id = p.container
  where m.name in (select value from json_each(@names)) and p.pid > 0 and coalesce(p.start_us, 0) <= @at + ${SLACK_US}
    and (p.exit_us is null or p.exit_us >= @at - ${SLACK_US})
  order by abs(coalesce(p.start_us, 0) - @at), p.node, p.pid, p.exec_id limit ${MOST_CANDIDATES}`;

/** Fills `alert_process`: each alert with the process that it is about, else with the one that stands for its place. */
export function linkAlerts(database: CaseDatabase): void {
  const candidates = database.prepare<[{ names: string; at: number }], CandidateRow>(CANDIDATES);
  const insert = database.prepare('insert into alert_process values (?, ?, ?)');
  const alerts = database.prepare<[], PlacedAlert>(
    `select a.*, pi.process, p.node, event_us(a.event) as time_us from alert_fact a
       join process_image pi on pi.image = a.image join process p on p.id = pi.process`,
  );
  for (const row of alerts.all()) {
    const alert = alertFact(row);
    const found = row.time_us === null ? [] : candidates.all({ names: JSON.stringify(programsNamed(alert)), at: row.time_us });
    const joined = joinAlert(alert, row.time_us ?? undefined, row.node, found.map(candidate));
    insert.run(row.event, joined?.id ?? row.process, Number(joined !== undefined));
  }
  dropIdlePlaceholders(database);
}

function candidate(row: CandidateRow): AlertCandidate {
  const { id, pid, node, container, images } = row;
  const only = told({ binary: row.binary, arguments: row.arguments, startedAtUs: row.start_us });
  const process = { id, pid, node, images: images === null ? [only] : listIn(images).filter(isImage) };
  return { process: { ...process, ...told({ startedAtUs: row.start_us, exitedAtUs: row.exit_us }) }, ...told({ containerId: container }) };
}

/** The column holds what linking wrote. */
function isImage(value: unknown): value is Pick<ImageChange, 'binary' | 'arguments' | 'startedAtUs'> {
  return typeof value === 'object' && value !== null && 'execId' in value;
}

/** What stands for a container of which every alert found its process is not needed. */
function dropIdlePlaceholders(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.idle;
    create temp table idle as
      select distinct p.id from alert_fact a join process_image pi on pi.image = a.image join process p on p.id = pi.process
      where p.pid = 0 and p.origin = 'falco' and not exists (select 1 from alert_process n where n.process = p.id);
    delete from process_image where process in (select id from temp.idle);
    delete from process_name where process in (select id from temp.idle);
    update container set main_process = null where main_process in (select id from temp.idle);
    delete from process where id in (select id from temp.idle);
    drop table temp.idle;
    update container set process_count = (select count(*) from process p where p.container = container.id);
  `);
}
