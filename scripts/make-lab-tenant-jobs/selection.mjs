// @ts-check
import { answersFor } from './answers.mjs';
import { Lineage } from './lineage.mjs';
import { SocketPairing } from './sockets.mjs';

/** @import { LabEvent } from './events.mjs' */
/** @import { Task } from './lineage.mjs' */

/** Routine is kept where it began in one of these, both ends included (UTC, on the day of the recording). */
const WINDOWS = [
  ['16:36:30', '16:37:09'],
  ['16:37:35', '16:37:46'],
  ['16:39:00', '16:39:03'],
  ['16:40:44', '16:40:46'],
  ['16:42:14', '16:42:24'],
  ['16:43:31', '16:43:34'],
];

const SOCKET_KINDS = new Set(['process_connect', 'process_accept', 'process_close']);
const NOISY_FUNCTIONS = new Set(['__x64_sys_dup2', '__x64_sys_dup3', '__x64_sys_setns']);

/**
 * The events of the lab: what a container did once or seldom, a few windows of what it does all the time, and of the host what started
 * the processes that are kept.
 * @param {readonly LabEvent[]} events
 * @returns {readonly LabEvent[]}
 */
export function keptLines(events) {
  const lineage = new Lineage(events);
  const kept = new Set(events.filter((event) => isKeptInContainer(event, lineage)));
  for (const event of socketLines(events, lineage)) kept.add(event);
  const connects = new Set([...kept].filter((event) => event.kind === 'process_connect'));
  for (const event of answersFor(events, connects)) kept.add(event);
  for (const event of hostLines(events, lineage, kept)) kept.add(event);
  return events.filter((event) => kept.has(event));
}

/**
 * What is judged by its process alone: everything except sockets.
 * @param {LabEvent} event
 * @param {Lineage} lineage
 */
function isKeptInContainer(event, lineage) {
  if (event.process.docker === undefined || SOCKET_KINDS.has(event.kind)) return false;
  const task = lineage.taskOf(event.process);
  if (NOISY_FUNCTIONS.has(event.functionName ?? '')) return task !== undefined && isTold(task, lineage);
  if (lineage.isService(event.process)) return event.kind !== 'process_dns' || isInWindow(event.time);
  return task !== undefined && isKeptTask(task, lineage);
}

/**
 * @param {readonly LabEvent[]} events
 * @param {Lineage} lineage
 * @returns {readonly LabEvent[]}
 */
function socketLines(events, lineage) {
  const { sockets } = new SocketPairing(events);
  const paired = new Set(sockets.flatMap((socket) => socket.events));
  const alone = events.filter((event) => SOCKET_KINDS.has(event.kind) && !paired.has(event));
  return [
    ...sockets.filter(({ opened }) => isKeptUse(opened, lineage)).flatMap((socket) => socket.events),
    ...alone.filter((event) => isKeptUse(event, lineage)),
  ];
}

/**
 * @param {LabEvent} event
 * @param {Lineage} lineage
 */
function isKeptUse(event, lineage) {
  if (lineage.isService(event.process)) return isInWindow(event.time);
  const task = lineage.taskOf(event.process);
  return task !== undefined && isKeptTask(task, lineage);
}

/**
 * Start and end of every host process that a kept one descends from: the runtime's chain from its command to the container.
 * @param {readonly LabEvent[]} events
 * @param {Lineage} lineage
 * @param {ReadonlySet<LabEvent>} kept
 * @returns {readonly LabEvent[]}
 */
function hostLines(events, lineage, kept) {
  const ancestors = [...kept].flatMap(({ process }) => lineage.ancestors(process));
  const wanted = new Set(ancestors.map((process) => process.exec_id));
  return events.filter(({ kind, process }) => (kind === 'process_exec' || kind === 'process_exit') && wanted.has(process.exec_id));
}

/**
 * @param {Task} task
 * @param {Lineage} lineage
 */
function isKeptTask(task, lineage) {
  return !lineage.isRoutine(task) || isInWindow(task.startedAt);
}

/**
 * Told to the last system call: what a service did that is not its routine.
 * @param {Task} task
 * @param {Lineage} lineage
 */
function isTold(task, lineage) {
  return !task.isEntered && !lineage.isRoutine(task);
}

/** @param {string} time */
function isInWindow(time) {
  const clock = time.slice('2026-11-20T'.length, '2026-11-20T16:36:30'.length);
  return WINDOWS.some(([from = '', to = '']) => clock >= from && clock <= to);
}
