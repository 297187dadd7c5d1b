import type { OutboundCallColumns } from '../../model/link/outbound-calls.js';
import { type CaseDatabase, emptyLog, holdBackLog, letLogEmpty, withoutReferenceChecks } from '../database.js';
import { LINKED_BY, type LinkOptions } from '../link-options.js';
import { MomentParts } from '../moments/moment-parts.js';
import { sampledTimes } from '../pages/event-times.js';
import { lastEvent } from '../pages/last-event.js';
import { countTotals } from '../read/case-totals.js';
import { FACT_INDEXES, LINK_INDEXES, LINK_TABLES } from '../schema.js';
import { forgetImages } from '../table-image.js';
import { linkAlerts } from './alerts.js';
import { linkArtifacts } from './artifacts.js';
import { sumUpConnections, writeConnections } from './connection-writer.js';
import { type LinkedConnections, linkConnections } from './connections.js';
import { writeConversations } from './conversations.js';
import { linkFlows, shareFlows } from './flows.js';
import { linkHosts } from './hosts.js';
import { linkNames } from './names.js';
import { linkPeers, linkRemotes } from './peers.js';
import { linkProcesses } from './processes.js';
import { foldSameConnections } from './same-connections.js';
import { linkSnapshotSockets } from './snapshots.js';
import { linkStreams } from './streams.js';
import { linkTimeline } from './timeline.js';
import { linkTrees } from './tree.js';

/**
 * Works out every link of the case from its facts alone, in one transaction: a reader sees the old revision or the new one. A case that was
 * never linked has no old one, and takes two where rules wait for the first. What it gives does not depend on the order in which facts came in.
 */
export function linkCase(database: CaseDatabase, options: LinkOptions): void {
  for (const { name, on } of FACT_INDEXES) database.exec(`create index if not exists ${name} on ${on}`);
  // Copying the log into the file would make rules wait that judge already.
  holdBackLog(database);
  // Steps write one table while they walk through sorted rows of others, which SQLite allows and this driver by default does not.
  database.unsafeMode(true);
  try {
    withoutReferenceChecks(database, () => linkInSteps(database, options));
  } finally {
    forgetImages(database);
    database.unsafeMode(false);
    letLogEmpty(database);
  }
  emptyLog(database);
  database.pragma('optimize');
}

function linkInSteps(database: CaseDatabase, options: LinkOptions): void {
  const { whenJudgeable } = options;
  const isInSteps = whenJudgeable !== undefined && revisionOf(database) === 0;
  let asked: WhatRulesAsk | undefined;
  const first = () => {
    asked = linkWhatRulesAsk(database, options, { areCallsAsked: isInSteps });
  };
  const rest = () => {
    const moments = new MomentParts(database, sampledTimes(database));
    if (asked !== undefined) writeSums(database, asked.connections, moments);
    // They are not needed any more, and hold much.
    asked = undefined;
    options.betweenSteps?.('most');
    linkRest(database, options, moments);
  };
  if (!isInSteps) {
    database.transaction(() => {
      first();
      rest();
    })();
    return;
  }
  database.transaction(first)();
  if (asked?.calls !== undefined) whenJudgeable(asked.calls);
  database.transaction(rest)();
}

interface WhatRulesAsk {
  readonly connections: LinkedConnections;
  readonly calls: OutboundCallColumns | undefined;
}

function revisionOf(database: CaseDatabase): number {
  return Number(database.prepare('select revision from link_state').pluck().get());
}

function linkWhatRulesAsk(database: CaseDatabase, options: LinkOptions, asked: { readonly areCallsAsked: boolean }): WhatRulesAsk {
  for (const { name } of LINK_INDEXES) database.exec(`drop index if exists ${name}`);
  for (const table of LINK_TABLES) database.exec(`delete from ${table}`);
  linkHosts(database);
  linkProcesses(database, options.lateAfterSeconds);
  options.betweenSteps?.();
  linkStreams(database);
  const connections = linkedConnections(database, options);
  const calls = writeConnections(database, connections, asked);
  options.betweenSteps?.();
  linkAlerts(database);
  for (const { name, on } of LINK_INDEXES) database.exec(`create index if not exists ${name} on ${on}`);
  database
    .prepare(
      'update link_state set late_after_seconds = ?, first_us = (select min(first_us) from source), last_us = (select max(last_us) from source)',
    )
    .run(options.lateAfterSeconds);
  return { connections, calls };
}

function linkRest(database: CaseDatabase, options: LinkOptions, moments: MomentParts): void {
  linkTrees(database);
  options.betweenSteps?.();
  linkTimeline(database, moments);
  options.betweenSteps?.();
  database
    .prepare('update link_state set revision = revision + 1, is_judged = 0, linked_by = ?, facts_event = ?, totals = ?')
    .run(LINKED_BY, lastEvent(database), JSON.stringify(countTotals(database)));
}

function writeSums(database: CaseDatabase, connections: LinkedConnections, moments: MomentParts): void {
  const sums = sumUpConnections(database, connections, moments);
  connections.details.clear();
  writeConversations(database, sums);
}

/** Every connection of the case as it stays, its other end and its names with it. */
function linkedConnections(database: CaseDatabase, options: LinkOptions): LinkedConnections {
  const linked = linkConnections(database, options);
  const { table } = linked;
  foldSameConnections(table);
  linkSnapshotSockets(database, table);
  linkArtifacts(database);
  linkFlows(database, table);
  const addresses = linkPeers(database, table);
  shareFlows(database, table);
  linkRemotes(database, table, addresses);
  linkNames(database, table);
  options.betweenSteps?.();
  return linked;
}
