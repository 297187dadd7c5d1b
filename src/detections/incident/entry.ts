import type { Connection } from '../../model/connection.js';
import type { DetectionCase } from '../../model/detection-case.js';
import type { Evidence } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import type { TimeUs } from '../../model/time.js';
import { ancestorsInside, programName, seconds } from '../lineage.js';
import { isLoginServer } from '../programs.js';
import { apart, command, connectionEvidence, destination, processEvidence } from '../wording.js';

/** How somebody came in: the process that let him, and what it was doing just before. */
export interface Entry {
  readonly process: Process;
  readonly atUs?: TimeUs;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** Rows of the processes at the other end of its connections, where the case has them. */
  readonly callers: ReadonlySet<number>;
}

const JUST_BEFORE_US = seconds(30);
const AT_ONCE_US = seconds(3);
const SERVERS_READ = 3;
const CONNECTIONS_TOLD = 3;

/**
 * The first cause of what begins with `root`: the process above it in the same container with its connections just before, a login, a way
 * in from outside the container, or the container's own start.
 */
export function entryOf(view: DetectionCase, root: Process): Entry {
  const above = ancestorsInside(view, root, SERVERS_READ);
  const server = above[0];
  if (root.isInInitTree === false && root.containerId !== undefined && server?.isInInitTree !== true)
    return alone(root, `${command(root)} was brought into the container from outside`);
  if (server === undefined)
    return alone(root, `${command(root)} was what ${root.containerId === undefined ? 'came' : 'the container started'} first`);
  const atUs = root.startedAtUs ?? root.imageStartedAtUs;
  if (isLoginServer(programName(server))) return below(view, server, atUs, root, 'let somebody log in, which gave');
  const busy = above.find((process) => connectionsBefore(view, process, atUs).length > 0) ?? server;
  return below(view, busy, atUs, root, 'started');
}

function alone(process: Process, summary: string): Entry {
  const atUs = process.startedAtUs;
  return { process, ...(atUs === undefined ? {} : { atUs }), summary, evidence: processEvidence(process), callers: new Set() };
}

function below(view: DetectionCase, server: Process, atUs: TimeUs | undefined, root: Process, verb: string): Entry {
  const connections = connectionsBefore(view, server, atUs).slice(0, CONNECTIONS_TOLD);
  const since = connections[0]?.openedAtUs;
  const began = since ?? atUs;
  const doing =
    since === undefined || atUs === undefined ? '' : `${connections.map(connectionWords).join(' and ')}; ${apart(atUs - since)} later it `;
  return {
    process: server,
    ...(began === undefined ? {} : { atUs: began }),
    summary: `${command(server)} (pid ${server.pid}) ${doing}${verb} ${command(root)}`,
    evidence: [
      ...processEvidence(server),
      ...connections.flatMap((connection) => connectionEvidence(connection, `pid ${server.pid} ${connectionWords(connection)}`)),
    ],
    callers: new Set(connections.flatMap(({ peer }) => (peer === undefined ? [] : [peer.process.id]))),
  };
}

function connectionWords(connection: Connection): string {
  return `${connection.direction === 'outbound' ? 'called' : 'answered'} ${destination(connection)}`;
}

/**
 * What a server was doing when something began below it: its connections of the last seconds, one for each other end, the nearest first;
 * else the last one before. Names are asked for all the time and tell nothing.
 */
function connectionsBefore(view: DetectionCase, server: Process, atUs: TimeUs | undefined): readonly Connection[] {
  if (atUs === undefined || server.connectionCount === 0) return [];
  const before = view.connectionsOf(server.id).filter(({ direction, openedAtUs, remote, scope }) => {
    const isBetween = openedAtUs !== undefined && openedAtUs <= atUs && openedAtUs >= atUs - JUST_BEFORE_US;
    return isBetween && direction !== 'listen' && remote !== undefined && remote.port !== 53 && scope !== 'loopback';
  });
  const near = before.filter(({ openedAtUs = 0 }) => openedAtUs >= atUs - AT_ONCE_US);
  const byEnd = new Map<string | undefined, Connection>();
  for (const connection of near.toReversed()) if (!byEnd.has(connection.remote?.ip)) byEnd.set(connection.remote?.ip, connection);
  return near.length > 0 ? [...byEnd.values()] : before.slice(-1);
}
