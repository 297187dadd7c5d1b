import type { DetectionCase, ProcessOutline } from '../model/detection-case.js';
import type { Process } from '../model/process.js';
import type { TimeUs } from '../model/time.js';
import { isCalled } from './contact.js';
import { argumentShape } from './fingerprint.js';
import { descendants, isAttended, outlinesAbove, programName } from './lineage.js';
import { fileName, isDiscovery, isLoginServer, isMonitoringAgent } from './programs.js';
import type { Suspects } from './suspects.js';

/** A command line that a server gave to a shell. */
export interface Order {
  readonly shell: Process;
  readonly atUs: TimeUs;
  readonly text: string;
  /** The shell and what ran below it, as far as was looked. */
  readonly ran: readonly Process[];
  /** Names of the programs among them that look around. */
  readonly programs: ReadonlySet<string>;
  /** True when processes of the same program, taken together, gave it often enough to be routine. */
  readonly isShared: boolean;
}

const PROGRAMS_READ = 20;
const WORKERS_READ = 100;

/**
 * What each server gave to shells, by time, the command lines left out that it gave `routine` times. Serving is answering callers, or being
 * started by what does.
 */
export function* newOrders(view: DetectionCase, suspects: Suspects, routine: number): Generator<readonly [Process, readonly Order[]]> {
  const shells = new Map<number, Map<string, number[]>>();
  const timesOf = new Map<string, number>();
  const answers = answering(view);
  for (const { shellId, parentId } of suspects.commandLines()) {
    const server = view.outline(parentId);
    const shell = server !== undefined && answers(server) ? view.outline(shellId) : undefined;
    if (server === undefined || shell === undefined || !isServer(server, shell)) continue;
    const byShape = shells.get(parentId) ?? new Map<string, number[]>();
    shells.set(parentId, byShape);
    const shape = argumentShape(shell.arguments ?? '');
    const everywhere = orderKey(server, shape);
    timesOf.set(everywhere, (timesOf.get(everywhere) ?? 0) + 1);
    const alike = byShape.get(shape) ?? [];
    byShape.set(shape, alike);
    if (alike.length < routine) alike.push(shellId);
  }
  for (const [serverId, byShape] of shells) {
    const server = view.process(serverId);
    if (server === undefined) continue;
    const fresh = [...byShape].filter(([, alike]) => alike.length < routine);
    yield [server, ordersOf(view, fresh, (text) => (timesOf.get(orderKey(server, text)) ?? 0) >= routine)];
  }
}

/** A server of many processes, or one started for each request, has the same work in all of them. */
function orderKey({ containerId, binary }: ProcessOutline, text: string): string {
  return `${containerId} ${binary} ${text}`;
}

function ordersOf(
  view: DetectionCase,
  fresh: readonly (readonly [string, readonly number[]])[],
  isShared: (text: string) => boolean,
): readonly Order[] {
  const orders = fresh.flatMap(([text, ids]) =>
    ids.flatMap((id) => {
      const shell = view.process(id);
      if (shell === undefined) return [];
      const ran = [shell, ...descendants(view, shell, PROGRAMS_READ)];
      return [{ shell, atUs: shell.imageStartedAtUs ?? 0, text, ran, programs: lookingAround(ran), isShared: isShared(text) }];
    }),
  );
  return orders.sort((a, b) => a.atUs - b.atUs);
}

/** Tells of a process whether it or what started it answers callers; threads without a process are looked up once for each program. */
function answering(view: DetectionCase): (server: ProcessOutline) => boolean {
  const loose = new Map<string, boolean>();
  return (server) => {
    const [parent] = outlinesAbove(view, server, 1);
    if (isCalled(view, parent === undefined ? [server] : [server, parent])) return true;
    if (parent === undefined) return false;
    if (isCalledBeside(view, parent)) return true;
    const key = `${parent.containerId} ${parent.binary}`;
    const known = loose.get(key) ?? isCalledAsThread(view, parent);
    loose.set(key, known);
    return known;
  };
}

/** True when another process of its program, with the same parent, answers callers: servers share their work. */
function isCalledBeside(view: DetectionCase, { parentId, binary }: ProcessOutline): boolean {
  if (parentId === undefined) return false;
  const workers = view.children(parentId).slice(0, WORKERS_READ);
  return isCalled(
    view,
    workers.filter((worker) => worker.binary === binary),
  );
}

/** The same where a source names threads alone: those of a server that ran before it began look like processes that nothing started. */
function isCalledAsThread(view: DetectionCase, server: ProcessOutline): boolean {
  if (server.containerId === undefined || server.binary === undefined) return false;
  let read = 0;
  for (const worker of view.outlinesNamed([fileName(server.binary)])) {
    if (worker.containerId !== server.containerId || worker.parentId !== undefined) continue;
    if (isCalled(view, [worker])) return true;
    read += 1;
    if (read === WORKERS_READ) return false;
  }
  return false;
}

function isServer(server: ProcessOutline, shell: ProcessOutline): boolean {
  return (
    server.containerId === shell.containerId &&
    !isLoginServer(programName(server)) &&
    !isMonitoringAgent(programName(server)) &&
    !isAttended(shell, [server])
  );
}

function lookingAround(ran: readonly Process[]): ReadonlySet<string> {
  return new Set(ran.map(programName).filter(isDiscovery));
}
