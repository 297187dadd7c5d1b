import type { Connection } from '../../src/model/connection.js';
import type { Finding } from '../../src/model/finding.js';
import type { Container, Process } from '../../src/model/process.js';
import type { Problem, Source } from '../../src/model/source.js';

/** A process as a test draws it; what is left out gets a plain value. */
export interface Drawn extends Partial<Omit<Process, 'id' | 'parentId' | 'containerId'>> {
  readonly binary: string;
  readonly children?: readonly Drawn[];
}

/** A container and its processes; `undefined` containers are the host. */
export interface DrawnContainer {
  readonly node: string;
  readonly container?: Partial<Container> & { readonly name: string };
  readonly processes: readonly Drawn[];
}

/** A connection by the pids at its ends. */
export interface DrawnConnection extends Partial<Omit<Connection, 'id' | 'process' | 'peer'>> {
  readonly pid: number;
  readonly peerPid?: number;
}

/** A finding by the pid that it is about. */
export interface DrawnFinding extends Partial<Omit<Finding, 'process' | 'related'>> {
  readonly pid: number;
  readonly title: string;
  readonly level: Finding['level'];
  readonly related?: readonly { readonly pid: number; readonly role: Finding['related'][number]['role'] }[];
}

/** A case as a test draws it. */
export interface DrawnCase {
  readonly containers: readonly DrawnContainer[];
  readonly connections?: readonly DrawnConnection[];
  readonly findings?: readonly DrawnFinding[];
  readonly problems?: readonly Problem[];
  /** One source, `events.jsonl`, unless others are drawn. */
  readonly sources?: readonly Source[];
}
