import type { CaseView, Page, TreeRow } from '../../src/model/case-view.js';
import type { DnsMessage } from '../../src/model/connection.js';
import type { Filter, FilterTerm } from '../../src/model/filter.js';
import type { Process, ProcessRef } from '../../src/model/process.js';
import type { DrawnCase } from './drawn-case.js';
import { fakeLists } from './fake-lists.js';
import { skeleton } from './fake-skeleton.js';
import { fakeTimeline } from './fake-timeline.js';
import { type Held, hold } from './held-case.js';

/** A case held in memory, which may be replaced by a later revision of itself. */
export interface FakeCase extends CaseView {
  become(drawn: DrawnCase): void;
}

/** A `CaseView` over what was drawn. Row ids are given in the order drawn, and anew in each revision. */
export function fakeCase(first: DrawnCase): FakeCase {
  let revision = 1;
  let held = hold(first, 0);
  const page = <Row>(rows: readonly Row[]): Page<Row> => ({ rows });
  return {
    become: (drawn) => {
      revision++;
      // Other row ids than before: whoever kept one across revisions is found out.
      held = hold(drawn, revision * 7);
    },
    revision: () => revision,
    lateAfterSeconds: () => 300,
    overview: () => held.overview,
    sources: () => held.overview.sources,
    problems: ({ after, limit }) => {
      const from = after === undefined ? 0 : after + 1;
      const rows = held.problems.slice(from, from + limit);
      return from + limit < held.problems.length ? { rows, next: from + limit - 1 } : { rows };
    },
    containers: () => held.containers,
    container: (id) => held.containers[id],
    tree: (grouping) => skeleton(held, grouping),
    treeRows: (ids) => ids.flatMap((id) => rowOf(held, id) ?? []),
    process: (id) => held.processes.get(id),
    processWithExecId: (execId) =>
      [...held.processes.values()].find((process) => process.images.some((image) => image.execId === execId))?.id,
    ancestors: (id, limit = 32) => ancestorsOf(held, id).slice(0, limit),
    children: (id) => [...held.processes.values()].filter((process) => process.parentId === id),
    processes: (filter) => page([...held.processes.values()].filter((process) => matches(held, process, filter))),
    matchingContainers: (filter) => [
      ...new Set([...held.processes.values()].filter((one) => matches(held, one, filter)).flatMap(({ containerId }) => containerId ?? [])),
    ],
    lateIn: (containerId, limit) =>
      [...held.processes.values()]
        .filter((process) => process.containerId === containerId && (process.late === 'late' || process.late === 'entered'))
        .slice(0, limit),
    matchingProcesses: (filter) =>
      Int32Array.from([...held.processes.values()].filter((one) => matches(held, one, filter)).map(({ id }) => id)),
    connections: () => page(held.connections),
    connection: (id) => held.connections[id],
    connectionsOf: (id) => held.connections.filter((connection) => connection.process.id === id),
    firstHopOf: (id) => held.connections.find(({ process, peer }) => process.id === id && peer !== undefined && peer.process.id !== id)?.id,
    ...fakeLists(() => held),
    dnsMessages: () => page<DnsMessage>([]),
    ...fakeTimeline(() => held),
    timelineSize: () => 0,
    findings: () => held.findings,
    incidents: () => held.incidents,
    rawEvent: (evidence) => Promise.resolve({ kind: 'line', text: `{"line":${evidence.line},"big":9223372036854775807}` }),
  };
}

function ancestorsOf(held: Held, id: number): readonly ProcessRef[] {
  const parent = held.processes.get(held.processes.get(id)?.parentId ?? -1);
  return parent === undefined ? [] : [parent, ...ancestorsOf(held, parent.id)];
}

function rowOf(held: Held, id: number): TreeRow | undefined {
  const process = held.processes.get(id);
  if (process === undefined) return undefined;
  const container = held.containers[process.containerId ?? -1];
  const outbound = held.connections.filter((one) => one.process.id === id && one.direction === 'outbound');
  const firstConnection = outbound.find(({ scope }) => scope === 'external') ?? outbound[0];
  return { process, ...(container === undefined ? {} : { container }), ...(firstConnection === undefined ? {} : { firstConnection }) };
}

function matches(held: Held, process: Process, { terms }: Filter): boolean {
  return terms.every((term) => holds(held, process, term));
}

function holds(held: Held, process: Process, term: FilterTerm): boolean {
  const container = held.containers[process.containerId ?? -1];
  const has = (text: string | undefined, wanted: string): boolean => (text ?? '').toLowerCase().includes(wanted.toLowerCase());
  switch (term.kind) {
    case 'word':
      return (
        [process.binary, process.arguments, container?.pod, container?.name].some((text) => has(text, term.pattern.text)) !== term.isNegated
      );
    case 'text': {
      const text = term.field === 'binary' ? process.binary : container?.pod;
      return term.patterns.some((pattern) => has(text, pattern.text)) !== term.isNegated;
    }
    case 'flag':
      return (term.flag === 'late' ? process.late === 'late' : true) !== term.isNegated;
    default:
      return true;
  }
}
