import { selectedIn } from '../lists/list-state.js';
import { said } from '../notice.js';
import type { Command, Frame, Step } from '../view.js';
import { FINDING_GROUPINGS } from './finding-groups.js';
import { type FindingRow, type FindingsState, findingRow, groupingIn, withFindings, withGroup } from './findings-state.js';

/** Commands of the findings view besides moving. */
export const FINDING_COMMANDS: readonly Command<FindingsState>[] = [
  {
    id: 'findings.go',
    keys: ['enter', 'o'],
    description: "go to the finding's process in the tree",
    hint: 'go to process',
    off: (state) => (processOf(state) === undefined ? 'there are no findings' : undefined),
    run: (state) => {
      const processId = processOf(state);
      return [state, processId === undefined ? [] : [{ kind: 'goToProcess', processId }]];
    },
  },
  {
    id: 'findings.grouping',
    keys: ['t'],
    description: 'group by incident, by rule, or not at all',
    hint: 'group',
    run: regrouped,
  },
  { id: 'findings.open', keys: ['right', 'l'], description: 'open the group', pane: 'list', run: (state) => [opened(state, true), []] },
  { id: 'findings.close', keys: ['left', 'h'], description: 'close the group', pane: 'list', run: (state) => [opened(state, false), []] },
  {
    id: 'findings.raw',
    keys: ['r'],
    description: 'show the raw events that the finding rests on',
    off: (state) => (selectedFinding(state) === undefined ? 'select a finding to see what it rests on' : undefined),
    run: (state) => {
      const finding = selectedFinding(state);
      return [state, finding === undefined ? [] : [{ kind: 'readRaw', evidence: finding.evidence, place: 0 }]];
    },
  },
];

/** What stands on the selected row. */
export function selectedRow(state: FindingsState): FindingRow | undefined {
  return findingRow(state, selectedIn(state, state.outline));
}

/** The selected finding; of a group the worst. */
export function selectedFinding(state: FindingsState) {
  const row = selectedRow(state);
  return row?.kind === 'finding' ? row.finding : row?.group.findings[0];
}

function processOf(state: FindingsState): number | undefined {
  return selectedFinding(state)?.process.id;
}

function regrouped(state: FindingsState, frame: Frame): Step<FindingsState> {
  const place = FINDING_GROUPINGS.indexOf(groupingIn(state, frame)) + 1;
  const grouping = FINDING_GROUPINGS[place % FINDING_GROUPINGS.length] ?? 'none';
  const what = grouping === 'none' ? 'findings are not grouped' : `findings are grouped by ${grouping}`;
  return [withFindings({ ...state, grouping }, frame), [{ kind: 'notify', notice: said(what) }]];
}

function opened(state: FindingsState, isOpen: boolean): FindingsState {
  const row = selectedRow(state);
  if (row?.group === undefined || (row.kind === 'finding' && isOpen)) return state;
  return { ...withGroup(state, row.group.name, isOpen), selected: row.group.name };
}
