import type { Filter, FilterTerm, TextField } from '../../model/filter.js';
import { formatFilter } from '../../model/filter-format.js';
import type { ServiceEdge, ServiceNode } from '../../model/service-map.js';

/** The connections of an edge as the caller's own, in the filter's grammar; `undefined` where nothing tells them from others. */
export function edgeFilter(edge: ServiceEdge, from: ServiceNode | undefined, to: ServiceNode | undefined): string | undefined {
  const caller = from === undefined ? [] : callerTerms(from);
  if (caller.length === 0) return undefined;
  const filter: Filter = { terms: [...caller, ...calledTerms(to), ...portTerms(edge)] };
  return formatFilter(filter);
}

function callerTerms(node: ServiceNode): readonly FilterTerm[] {
  const own = ownTerm(node);
  return own === undefined ? [] : [own, exactly('direction', 'outbound')];
}

function ownTerm({ kind, id, workload, pod }: ServiceNode): FilterTerm | undefined {
  if (kind === 'workload' && workload !== undefined) return exactly('workload', workload);
  if (kind === 'pod' && pod !== undefined) return exactly('pod', pod);
  // A container's id may be cut: its beginning is enough.
  return kind === 'container'
    ? { kind: 'text', field: 'container', isNegated: false, patterns: [{ match: 'substring', text: id.slice(10) }] }
    : undefined;
}

function calledTerms(node: ServiceNode | undefined): readonly FilterTerm[] {
  if (node === undefined) return [];
  if (node.kind === 'name') return [exactly('dns', node.label)];
  return node.addresses.length === 0 ? [] : [{ kind: 'address', field: 'dst', isNegated: false, blocks: node.addresses }];
}

function portTerms({ port }: ServiceEdge): readonly FilterTerm[] {
  return port === 0 ? [] : [{ kind: 'number', field: 'port', isNegated: false, ranges: [{ from: port, to: port }] }];
}

function exactly(field: TextField, text: string): FilterTerm {
  return { kind: 'text', field, isNegated: false, patterns: [{ match: 'exact', text }] };
}
