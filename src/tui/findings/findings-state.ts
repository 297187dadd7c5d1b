import type { TreeRow } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { type Outline, outlineOf, plainOutline } from '../lists/outline.js';
import type { Frame } from '../view.js';
import { type FindingGroup, type FindingGrouping, findingName, type GroupedFindings, groupedFindings } from './finding-groups.js';

/** The state of the findings view. */
export interface FindingsState extends ListViewState, GroupedFindings {
  /** Absent until somebody chose: by incident where there is one. */
  readonly grouping?: FindingGrouping;
  /** Names of groups that were closed. */
  readonly closed: ReadonlySet<string>;
  readonly outline: Outline;
  /** Rows of the findings' processes, for where they ran. */
  readonly rows: ReadonlyMap<number, TreeRow | undefined>;
}

const NOTHING = plainOutline(0, { nameAt: () => undefined, itemOf: () => -1 });

/** Before any finding was read. */
export function initialFindings(): FindingsState {
  return { ...UNTOUCHED, groups: [], findings: [], closed: new Set(), outline: NOTHING, rows: new Map() };
}

/** How the findings are grouped now. */
export function groupingIn(state: FindingsState, { facts }: Frame): FindingGrouping {
  return state.grouping ?? (facts.incidents.length > 0 ? 'incident' : 'none');
}

/** The state with its groups and rows worked out anew. */
export function withFindings(state: FindingsState, frame: Frame): FindingsState {
  return withOutline({ ...state, ...groupedFindings(groupingIn(state, frame), frame) });
}

/** The state with a group opened or closed. */
export function withGroup(state: FindingsState, name: string, isOpen: boolean): FindingsState {
  const closed = new Set(state.closed);
  if (isOpen) closed.delete(name);
  else closed.add(name);
  return withOutline({ ...state, closed });
}

function withOutline(state: FindingsState): FindingsState {
  const { groups, findings, closed } = state;
  const names = findings.map(findingName);
  const items = { nameAt: (item: number) => names[item], itemOf: (name: string) => names.indexOf(name) };
  if (groups.length === 0) return { ...state, outline: plainOutline(findings.length, items) };
  const open = new Set(groups.map(({ name }) => name).filter((name) => !closed.has(name)));
  return { ...state, outline: outlineOf(groups, open, items) };
}

/** What stands on a row. */
export type FindingRow =
  | { readonly kind: 'group'; readonly group: FindingGroup; readonly findings: readonly Finding[] }
  | { readonly kind: 'finding'; readonly finding: Finding };

/** The finding or group on a row. */
export function findingRow(state: FindingsState, place: number): FindingRow | undefined {
  const row = state.outline.rowAt(place);
  if (row === undefined) return undefined;
  if (row.kind === 'item') {
    const finding = state.findings[row.item];
    return finding === undefined ? undefined : { kind: 'finding', finding };
  }
  const group = state.groups[row.group];
  if (group === undefined) return undefined;
  const first = state.groups.slice(0, row.group).reduce((sum, { count }) => sum + count, 0);
  return { kind: 'group', group, findings: state.findings.slice(first, first + group.count) };
}
