import { type CaseDatabase, withoutReferenceChecks } from '../database.js';
import { FACT_INDEXES, LINK_INDEXES, LINK_TABLES } from '../schema.js';
import { linkAlerts } from './alerts.js';
import { linkArtifacts } from './artifacts.js';
import { writeConnections } from './connection-writer.js';
import { linkConnections } from './connections.js';
import { linkContainers, linkLateness } from './containers.js';
import { linkFlows, shareFlows } from './flows.js';
import { linkHosts } from './hosts.js';
import { linkImages } from './images.js';
import { linkNames } from './names.js';
import { linkParents } from './parents.js';
import { linkPeers, linkRemotes } from './peers.js';
import { foldSameConnections } from './same-connections.js';
import { placeSnapshots } from './snapshot-places.js';
import { linkSnapshotSockets } from './snapshots.js';
import { linkStreams } from './streams.js';
import { linkTimeline } from './timeline.js';
import { linkTrees } from './tree.js';

/** Grows with every change of what linking gives: a case that an older one linked is linked anew. */
export const LINKED_BY = 7;

/** How links are to be worked out. */
export interface LinkOptions {
  readonly lateAfterSeconds: number;
}

/**
 * Works out every link of the case from its facts alone, in one transaction: a reader sees the old revision or the new one. What it
 * gives does not depend on the order in which facts came in.
 */
export function linkCase(database: CaseDatabase, options: LinkOptions): void {
  for (const { name, on } of FACT_INDEXES) database.exec(`create index if not exists ${name} on ${on}`);
  // Steps write one table while they walk through sorted rows of others, which SQLite allows and this driver by default does not.
  database.unsafeMode(true);
  try {
    withoutReferenceChecks(
      database,
      database.transaction(() => linkAll(database, options)),
    );
  } finally {
    database.unsafeMode(false);
  }
  database.pragma('optimize');
}

function linkAll(database: CaseDatabase, options: LinkOptions): void {
  for (const { name } of LINK_INDEXES) database.exec(`drop index if exists ${name}`);
  for (const table of LINK_TABLES) database.exec(`delete from ${table}`);
  linkHosts(database);
  linkImages(database);
  linkExits(database);
  linkParents(database);
  placeSnapshots(database);
  linkContainers(database);
  linkLateness(database, options.lateAfterSeconds);
  linkStreams(database);
  const connections = linkConnections(database);
  foldSameConnections(connections);
  linkSnapshotSockets(database, connections);
  linkArtifacts(database);
  linkFlows(database, connections);
  const addresses = linkPeers(database, connections);
  shareFlows(database, connections);
  linkRemotes(database, connections, addresses);
  linkNames(database, connections);
  writeConnections(database, connections);
  linkAlerts(database);
  linkTrees(database);
  linkTimeline(database);
  for (const { name, on } of LINK_INDEXES) database.exec(`create index if not exists ${name} on ${on}`);
  database
    .prepare(
      `update link_state set revision = revision + 1, is_judged = 0, linked_by = ${LINKED_BY}, facts_event = (select coalesce(max(id), 0) from event), late_after_seconds = ?,
         first_us = (select min(first_us) from source), last_us = (select max(last_us) from source)`,
    )
    .run(options.lateAfterSeconds);
}

/** A process ended when one of its images' exits says so; the last one told counts. */
function linkExits(database: CaseDatabase): void {
  database.exec(`
    update process set exit_us = x.time_us, exit_ns = x.time_ns, exit_status = x.status, exit_signal = x.signal
    from (select pi.process, x.time_us, x.time_ns, x.status, x.signal, row_number() over (partition by pi.process order by x.time_us desc, x.time_ns desc, x.event desc) as place
          from exit_fact x join process_image pi on pi.image = x.image) x
    where x.process = process.id and x.place = 1;
  `);
}
