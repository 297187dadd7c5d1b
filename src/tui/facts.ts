import type { CaseView, Overview } from '../model/case-view.js';
import type { Filter } from '../model/filter.js';
import type { Finding, Incident, RelatedProcess } from '../model/finding.js';
import type { Container } from '../model/process.js';
import type { Vocabulary } from './overlays/completion.js';

/** What the interface keeps of a case's revision: small, read whole. Everything else is read for the screenful that shows it. */
export interface CaseFacts {
  readonly revision: number;
  readonly overview: Overview;
  readonly lateAfterSeconds: number;
  /** Most severe first. */
  readonly findings: readonly Finding[];
  /** Findings that are one intrusion, most severe first. */
  readonly incidents: readonly Incident[];
  /** Findings about each process, by row. */
  readonly findingsOf: ReadonlyMap<number, readonly Finding[]>;
  /** Findings that a process plays a part in, by row. */
  readonly partsOf: ReadonlyMap<number, readonly PartInFinding[]>;
  /** Rows of the processes that count as noise by the user's own filters. */
  readonly noise: Int32Array;
  /** Names that the case has, by the key of the filter that asks for them. */
  readonly vocabulary: Vocabulary;
}

/** A part that a process plays in another's finding. */
export interface PartInFinding {
  readonly finding: Finding;
  readonly role: RelatedProcess['role'];
}

/** A case nothing was read of yet. */
export const NO_FACTS: CaseFacts = {
  revision: -1,
  overview: {
    sources: [],
    nodes: [],
    processCount: 0,
    inferredCount: 0,
    connectionCount: 0,
    dnsMessageCount: 0,
    problemCount: 0,
    lateByKind: { late: 0, entered: 0, probe: 0 },
    missing: [],
  },
  lateAfterSeconds: 0,
  findings: [],
  incidents: [],
  findingsOf: new Map(),
  partsOf: new Map(),
  noise: new Int32Array(),
  vocabulary: {},
};

/** The facts of the case's revision. */
export function readFacts(view: CaseView, noise: readonly Filter[] = []): CaseFacts {
  const overview = view.overview();
  const findings = view.findings().filter((finding) => finding.status !== 'suppressed');
  return {
    revision: view.revision(),
    overview,
    lateAfterSeconds: view.lateAfterSeconds(),
    findings,
    incidents: view.incidents(),
    findingsOf: grouped(findings, (finding) => [[finding.process.id, finding]]),
    partsOf: grouped(findings, (finding) =>
      finding.related
        .filter((related) => related.id !== finding.process.id)
        .map((related) => [related.id, { finding, role: related.role }] as const),
    ),
    noise: Int32Array.from(noise.flatMap((filter) => [...view.matchingProcesses(filter)])),
    vocabulary: { node: overview.nodes, ...namesOf(view.containers()) },
  };
}

/** As many names of a kind as it makes sense to choose from by typing. */
const MOST_NAMES = 2000;

function namesOf(containers: readonly Container[]): Vocabulary {
  const distinct = (name: (container: Container) => string | undefined): readonly string[] => {
    const names = new Set(containers.flatMap((container) => name(container) ?? []));
    return [...names].sort().slice(0, MOST_NAMES);
  };
  return {
    namespace: distinct(({ namespace }) => namespace),
    pod: distinct(({ pod }) => pod),
    workload: distinct(({ workload }) => workload),
    container: distinct(({ name }) => name),
    image: distinct(({ image }) => image),
  };
}

function grouped<From, To>(items: readonly From[], entries: (item: From) => readonly (readonly [number, To])[]): ReadonlyMap<number, To[]> {
  const groups = new Map<number, To[]>();
  for (const item of items) {
    for (const [key, value] of entries(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [value]);
      else group.push(value);
    }
  }
  return groups;
}
