import type { TreeRow } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { EMPTY_OUTLINE, type ItemNames, type Outline, outlineOf, plainOutline } from '../lists/outline.js';
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

/** Before any finding was read. */
export function initialFindings(): FindingsState {
  return { ...UNTOUCHED, groups: [], findings: [], closed: new Set(), outline: EMPTY_OUTLINE, rows: new Map() };
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
  if (groups.length === 0) return { ...state, outline: plainOutline(findings.length, namesIn([findings])) };
  const open = new Set(groups.map(({ name }) => name).filter((name) => !closed.has(name)));
  return { ...state, outline: outlineOf(groups, open, namesIn(groups.map((group) => group.findings))) };
}

function namesIn(groups: readonly (readonly Finding[])[]): ItemNames {
  return {
    nameAt: ({ group, within }) => {
      const finding = groups[group]?.[within];
      return finding === undefined ? undefined : findingName(finding);
    },
    placeOf: (name) => {
      for (const [group, findings] of groups.entries()) {
        const within = findings.findIndex((finding) => findingName(finding) === name);
        if (within >= 0) return { group, within };
      }
      return undefined;
    },
  };
}

/** What stands on a row. */
export type FindingRow =
  | { readonly kind: 'group'; readonly group: FindingGroup }
  | { readonly kind: 'finding'; readonly finding: Finding; readonly group?: FindingGroup };

/** The finding or group on a row. */
export function findingRow(state: FindingsState, place: number): FindingRow | undefined {
  const row = state.outline.rowAt(place);
  if (row === undefined) return undefined;
  const group = state.groups[row.group];
  if (row.kind === 'group') return group === undefined ? undefined : { kind: 'group', group };
  const finding = (group?.findings ?? state.findings)[row.within];
  return finding === undefined ? undefined : { kind: 'finding', finding, ...(group === undefined ? {} : { group }) };
}
