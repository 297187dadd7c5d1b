import type { Connection } from '../../src/model/connection.js';
import type { Finding, Incident, Stage } from '../../src/model/finding.js';
import type { Heartbeat } from '../../src/model/heartbeat.js';
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

/** What a running container reported of itself, by the container's name. */
export interface DrawnHeartbeat extends Partial<Omit<Heartbeat, 'id' | 'containerId' | 'atUs'>> {
  readonly container: string;
  /** Seconds after the containers' start. */
  readonly atSeconds: number;
}

/** An incident whose steps are told by the pids that took them. */
export interface DrawnIncident extends Partial<Omit<Incident, 'steps' | 'findings'>> {
  readonly title: string;
  /** Places among the findings. */
  readonly findings: readonly number[];
  readonly steps: readonly { readonly pid: number; readonly stage: Stage; readonly summary: string; readonly place: string }[];
}

/** What a container used in each second, by the container's name. */
export interface DrawnUsage {
  readonly container: string;
  readonly cpuMs: readonly number[];
}

/** A case as a test draws it. */
export interface DrawnCase {
  readonly containers: readonly DrawnContainer[];
  readonly connections?: readonly DrawnConnection[];
  readonly findings?: readonly DrawnFinding[];
  readonly incidents?: readonly DrawnIncident[];
  readonly heartbeats?: readonly DrawnHeartbeat[];
  readonly usage?: readonly DrawnUsage[];
  readonly problems?: readonly Problem[];
  /** One source, `events.jsonl`, unless others are drawn. */
  readonly sources?: readonly Source[];
}
