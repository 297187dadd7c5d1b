import type { Level } from '../../model/finding.js';

/** What a good run showed, kept to compare later runs with: its findings, or its behaviour. */
export type Baseline = FindingsBaseline | BehaviourBaseline;

/** Findings that were there when the baseline was written. */
export interface FindingsBaseline {
  readonly kind: 'findings';
  readonly file: string;
  readonly findings: readonly KnownFinding[];
}

/** A finding as a baseline knows it: more severe ones of the same fingerprint it does not cover. */
export interface KnownFinding {
  readonly id: string;
  readonly level: Level;
}

/** What the workloads of a good run did. */
export interface BehaviourBaseline {
  readonly kind: 'behaviour';
  readonly file: string;
  readonly workloads: readonly WorkloadBehaviour[];
}

/** What a workload is told by: its name, else its image, else the container's name. */
export const WORKLOAD_KEYS = ['workload', 'image', 'container'] as const;
export type WorkloadKey = (typeof WORKLOAD_KEYS)[number];

/** The kinds of facts that a baseline holds of a workload, in the order that they are written in. */
export const BEHAVIOURS = ['binaries', 'parents', 'listeners', 'destinations'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** What one workload did. */
export interface WorkloadBehaviour {
  readonly key: WorkloadKey;
  readonly name: string;
  /**
   * Binaries as paths, parents as `/bin/parent > /bin/child`, listeners as `tcp:8080`, destinations as `name:port` or, where no name is
   * known, as `scope:port`.
   */
  readonly facts: Readonly<Record<Behaviour, ReadonlySet<string>>>;
}
