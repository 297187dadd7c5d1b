import type { CaseView } from '../model/case-view.js';
import type { Filter } from '../model/filter.js';
import { candidatesOf } from './candidates.js';
import { containerFacts, keptContainers } from './containers/container-reading.js';
import type { Answer, CaseRead } from './effects.js';
import { readHeartbeats } from './heartbeats/heartbeat-reading.js';

/** A question whose answer takes a pass over every connection, DNS message or process of the case. Its answer is plain data. */
export type SlowRead = Extract<
  CaseRead,
  {
    readonly kind:
      | 'readConnectionGroups'
      | 'readNames'
      | 'readServices'
      | 'readContainers'
      | 'readMatches'
      | 'readConnectionIds'
      | 'readTimeline'
      | 'readDensity'
      | 'readHeartbeats'
      | 'readCandidates';
  }
>;

const SLOW: ReadonlySet<CaseRead['kind']> = new Set<SlowRead['kind']>([
  'readConnectionGroups',
  'readNames',
  'readServices',
  'readContainers',
  'readCandidates',
]);

/** Whether a read takes a pass over the case, and what asks it can go on without the answer. */
export function isSlow(read: CaseRead): read is SlowRead {
  switch (read.kind) {
    case 'readMatches':
      return read.purpose === 'preview';
    case 'readConnectionIds':
      // Those of one process are few, and found at once.
      return read.query.within?.by !== 'process' || read.query.filter.terms.length > 0;
    case 'readTimeline':
    case 'readDensity':
    case 'readHeartbeats':
      return (filterIn(read)?.terms.length ?? 0) > 0;
    default:
      return SLOW.has(read.kind);
  }
}

/** The filter under which a slow read is asked; none for one that no filter changes. */
export function filterIn(read: SlowRead): Filter | undefined {
  if (read.kind === 'readCandidates') return undefined;
  return 'query' in read ? read.query.filter : read.filter;
}

/** The answer to a slow read. `matching` says which processes match, where somebody knows sooner than the view does. */
export function slowAnswer(
  view: CaseView,
  read: SlowRead,
  matching: CaseView['matchingProcesses'] = (filter) => view.matchingProcesses(filter),
): Answer {
  switch (read.kind) {
    case 'readMatches':
      return { kind: 'matches', purpose: read.purpose, text: read.text, processIds: matching(read.filter) };
    case 'readConnectionIds':
      return { kind: 'connectionIds', group: read.group, ids: view.connectionIds(read.query) };
    case 'readTimeline':
      return { kind: 'timeline', missing: read.missing, page: view.timeline(read.query, read.request) };
    case 'readDensity':
      return { kind: 'density', counts: view.timelineDensity(read.query, read.buckets) };
    case 'readHeartbeats':
      return { kind: 'heartbeats', read: readHeartbeats(view, read.filter, read.isWhole) };
    case 'readConnectionGroups':
      return { kind: 'connectionGroups', by: read.by, groups: view.connectionGroups(read.filter, read.by) };
    case 'readNames':
      return { kind: 'names', names: view.names(read.filter) };
    case 'readServices':
      return { kind: 'services', map: view.services(read.filter, read.by), ...(read.withPorts ? { ports: view.servedPorts() } : {}) };
    case 'readCandidates':
      return { kind: 'candidates', ...candidatesOf(view) };
    case 'readContainers':
      return { kind: 'containers', containers: keptContainers(view, read.filter), facts: containerFacts(view, read.withPorts) };
  }
}
