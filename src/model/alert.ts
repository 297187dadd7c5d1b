import type { EvidenceRef } from './source.js';
import type { TimeUs } from './time.js';

/** How bad Falco says an alert is, worst first. *Source:* falcosecurity/falco, `falco_common.h`. */
export const ALERT_PRIORITIES = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Informational', 'Debug'] as const;
export type AlertPriority = (typeof ALERT_PRIORITIES)[number];

/** A value of an alert's field. A number beyond 2^53 is text, so that no digit is lost. */
export type AlertValue = string | number | boolean;

/** What another detector said. *Source:* Falco's JSON output. */
export interface AlertFact {
  readonly rule: string;
  /** Absent: it names none, or one that there is not. */
  readonly priority?: AlertPriority;
  /** The sentence for a person, without the time and priority that it begins with. */
  readonly output: string;
  readonly tags: readonly string[];
  /** `syscall`, `k8s_audit`, or a plugin. */
  readonly source?: string;
  readonly hostname?: string;
  /** Short or whole id of the container it is about; absent for the host. */
  readonly containerId?: string;
  /** The fields that the rule's output names, those without a value left out: names such as `proc.cmdline`. */
  readonly fields: Readonly<Record<string, AlertValue>>;
}

/** An alert with the process that it is about. */
export interface RaisedAlert {
  readonly alert: AlertFact;
  /** Row of the process: the one it could be told to be, else one that stands for the container or host. */
  readonly processId: number;
  /** True for a process that the case knows from elsewhere. */
  readonly isJoined: boolean;
  readonly atUs?: TimeUs;
  readonly atNs?: number;
  readonly evidence: EvidenceRef;
}
