// @ts-check
import { fullTime } from './events.mjs';

/** @import { LabEvent, RecordedProcess } from './events.mjs' */

/**
 * Something that ran in a container and was not its service: a process that a service started, or that entered from outside, with
 * everything below it.
 * @typedef {{ key: string, container: string, command: string, isEntered: boolean, startedAt: string }} Task
 */

/** A command that a service starts at least this often is routine. */
const ROUTINE_FROM = 4;

/** Who descends from whom in a recording, and which processes are the services of their containers. */
export class Lineage {
  /** @type {Map<string, RecordedProcess>} */
  #processes = new Map();
  /** @type {Set<string>} */
  #services = new Set();
  /** @type {Map<string, Task>} */
  #tasks = new Map();
  /** @type {Map<string, number>} */
  #repetitions = new Map();

  /** @param {readonly LabEvent[]} events */
  constructor(events) {
    for (const event of events) {
      for (const process of event.known) {
        if (!this.#processes.has(process.exec_id)) this.#processes.set(process.exec_id, process);
      }
    }
    for (const event of events) this.#learnService(event);
    for (const event of events) if (event.kind === 'process_exec') this.#learnTask(event);
    for (const { container, command } of this.#tasks.values()) {
      const repeated = `${container} ${withoutDigits(command)}`;
      this.#repetitions.set(repeated, (this.#repetitions.get(repeated) ?? 0) + 1);
    }
  }

  /**
   * The process that started this one, or the image that this one replaced.
   * @param {RecordedProcess} process
   */
  parent(process) {
    const parent = this.#processes.get(process.parent_exec_id ?? '');
    // The kernel names itself as its parent.
    return parent?.exec_id === process.exec_id ? undefined : parent;
  }

  /**
   * Parent first.
   * @param {RecordedProcess} process
   * @returns {readonly RecordedProcess[]}
   */
  ancestors(process) {
    const parent = this.parent(process);
    return parent === undefined ? [] : [parent, ...this.ancestors(parent)];
  }

  /**
   * True for the process a container was started for, whatever images it ran, and for a daemon below it that listens.
   * @param {RecordedProcess} process
   */
  isService(process) {
    return this.#services.has(place(process));
  }

  /**
   * The task a process belongs to; none for services and for the host.
   * @param {RecordedProcess} process
   */
  taskOf(process) {
    const root = this.#rootOf(process);
    return root === undefined ? undefined : this.#tasks.get(taskKey(root));
  }

  /**
   * True when its container started the same command again and again, digits aside (`cv1.txt`, `cv2.txt`).
   * @param {Task} task
   */
  isRoutine(task) {
    return (this.#repetitions.get(`${task.container} ${withoutDigits(task.command)}`) ?? 0) >= ROUTINE_FROM;
  }

  /** @param {LabEvent} event */
  #learnService({ kind, process }) {
    if (process.docker === undefined || process.in_init_tree !== true) return;
    const isMain = kind === 'process_exec' && this.parent(process)?.docker === undefined;
    if (isMain || kind === 'process_listen') this.#services.add(place(process));
  }

  /** @param {LabEvent} event */
  #learnTask({ process }) {
    const key = taskKey(process);
    if (this.#rootOf(process) !== process || this.#tasks.has(key)) return;
    this.#tasks.set(key, {
      key,
      container: process.docker ?? '',
      command: `${process.binary} ${process.arguments ?? ''}`,
      isEntered: process.in_init_tree !== true,
      startedAt: fullTime(process.start_time),
    });
  }

  /**
   * @param {RecordedProcess} process
   * @returns {RecordedProcess | undefined}
   */
  #rootOf(process) {
    if (process.docker === undefined || this.isService(process)) return undefined;
    const parent = this.parent(process);
    if (parent === undefined) return process;
    return this.#rootOf(parent) ?? process;
  }
}

/**
 * A process of a container, whatever image it ran: no pid was used twice in this recording.
 * @param {RecordedProcess} process
 */
export function place(process) {
  return `${process.docker ?? 'host'}/${process.pid}`;
}

/**
 * A fork and the exec that follows it have ids of their own; parent and pid are theirs together.
 * @param {RecordedProcess} process
 */
function taskKey(process) {
  return `${process.parent_exec_id}/${process.pid}`;
}

/** @param {string} command */
function withoutDigits(command) {
  return command.replaceAll(/\d+/g, '#');
}
