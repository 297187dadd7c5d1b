import { momentsOf, type SocketMoment } from '../../model/link/pair-snapshots.js';
import { type ReportGroup, uniteInstances } from '../../model/link/unite-instances.js';
import type { SnapshotSocket } from '../../model/snapshot.js';
import type { CaseDatabase } from '../database.js';
import type { SnapshotAbout } from '../facts/snapshot.js';

/** An instance that reported of itself, as all of its reports together tell it. */
export interface ReportedInstance {
  /** What its reports call themselves; the first is the instance's own name. */
  readonly names: readonly string[];
  readonly hostnames: readonly string[];
  readonly about: readonly SnapshotAbout[];
  /** Rows of the processes that stand for it. */
  readonly placeholders: readonly number[];
}

interface GroupRow {
  readonly instance: string;
  readonly run_id: string | null;
  readonly hostnames: string;
  readonly abouts: string;
  readonly first_us: number | null;
  readonly last_us: number | null;
  readonly process: number | null;
}

/** Reports without a process are of a build or of the host that ran chalk. */
const GROUPS = `
  select s.instance, max(s.run_id) as run_id, json_group_array(distinct s.hostname) as hostnames, json_group_array(distinct t.text) as abouts,
    min(event_us(s.event)) as first_us, max(event_us(s.event)) as last_us, min(pi.process) as process
  from snapshot_fact s join term t on t.id = s.about join process_image pi on pi.image = s.image
  group by s.instance order by s.instance`;

/** Every instance, by name. */
export function reportedInstances(database: CaseDatabase): readonly ReportedInstance[] {
  const rows = database.prepare<[], GroupRow>(GROUPS).all();
  const groups = rows.map((row) => ({ row, about: textsOf(row.abouts).map(aboutIn), hostnames: textsOf(row.hostnames) }));
  const united = uniteInstances(groups.map(({ row, about, hostnames }) => groupOf(row, about, hostnames)));
  const members = new Map<string, typeof groups>();
  for (const group of groups) {
    const name = united.get(group.row.instance) ?? group.row.instance;
    members.set(name, [...(members.get(name) ?? []), group]);
  }
  return [...members].map(([name, of]) => ({
    names: [name, ...of.map(({ row }) => row.instance).filter((other) => other !== name)],
    hostnames: [...new Set(of.flatMap(({ hostnames }) => hostnames))].sort(),
    about: of.flatMap(({ about }) => about),
    placeholders: of
      .toSorted((a, b) => Number(b.row.instance === name) - Number(a.row.instance === name))
      .flatMap(({ row }) => row.process ?? []),
  }));
}

function groupOf(row: GroupRow, about: readonly SnapshotAbout[], hostnames: readonly string[]): ReportGroup {
  const chalkIds = about.flatMap(({ artifacts }) => artifacts.flatMap(({ chalkId }) => chalkId ?? []));
  return {
    instance: row.instance,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    hostnames,
    chalkIds: [...new Set(chalkIds)],
    firstUs: row.first_us ?? 0,
    lastUs: row.last_us ?? 0,
  };
}

/** The column holds what the facts' writer wrote. */
export function aboutIn(text: string): SnapshotAbout {
  const about: SnapshotAbout = JSON.parse(text);
  return about;
}

function textsOf(json: string): readonly string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.filter((text): text is string => typeof text === 'string').sort() : [];
}

interface SocketsRow {
  readonly event: number;
  readonly us: number;
  readonly operation: string;
  readonly sockets: string;
}

/** The moments at which an instance told its sockets, in order of time. */
export function socketMoments(database: CaseDatabase, { names }: Pick<ReportedInstance, 'names'>): readonly SocketMoment[] {
  const rows = database
    .prepare<[string], SocketsRow>(
      `select s.event, event_us(s.event) as us, s.operation, s.sockets from snapshot_fact s
       where s.instance in (select value from json_each(?)) and s.sockets is not null and s.image is not null and event_us(s.event) is not null
       order by event_us(s.event), s.operation, s.sockets, s.event`,
    )
    .all(JSON.stringify(names));
  return momentsOf(
    rows.map((row) => ({ us: row.us, events: [row.event], isHeartbeat: row.operation === 'heartbeat', sockets: socketsIn(row.sockets) })),
  );
}

/** As `aboutIn`. */
function socketsIn(json: string): readonly SnapshotSocket[] {
  const sockets: readonly SnapshotSocket[] = JSON.parse(json);
  return sockets;
}
