import type { Answer, CaseRead, Effect } from '../effects.js';
import { type said, warned } from '../notice.js';
import type { Frame, Step, ViewEvent } from '../view.js';
import { hiddenBecause } from './hidden-because.js';
import { namesToKeep, onNewTree } from './new-tree.js';
import { found, foundAgain, searchAgain } from './search.js';
import { nameOf, selectedProcessId, withJumpTo, withRowRevealed, withSelectionKept } from './selecting.js';
import { groupAt, nodeAt, rowOfProcess } from './tree-index.js';
import { type TreeState, treeHeight, withNewScene } from './tree-state.js';
import { treeWindow } from './window.js';

/** What an event makes of the tree view. */
export function onTreeEvent(state: TreeState, event: ViewEvent, frame: Frame): Step<TreeState> {
  switch (event.kind) {
    case 'answered':
      return onAnswer(state, event.answer, frame);
    case 'factsChanged':
      return [{ ...state, isStale: true }, []];
    case 'filterChanged':
      return onFilterChanged(state, frame);
    case 'roomChanged':
      return [withSelectionKept(state, frame), []];
    case 'processWanted':
      return onProcessWanted(state, event.processId, frame);
    case 'opened':
      return [state, []];
    case 'returned':
      return onReturned(state, event.selection, frame);
  }
}

function onFilterChanged(state: TreeState, frame: Frame): Step<TreeState> {
  const base = state.scene.base === 'none' ? 'interesting' : state.scene.base;
  return [withSelectionKept(withNewScene({ ...state, overrides: new Map() }, frame, { base }), frame), []];
}

function onProcessWanted(state: TreeState, processId: number, frame: Frame): Step<TreeState> {
  const row = rowOfProcess(state.tree, processId);
  if (row < 0) return [state, [notify(warned('that process is not in the tree'))]];
  if (state.scene.hidden?.[row] === 1) return [state, [notify(warned(hiddenBecause(state.scene, frame)))]];
  return [withJumpTo(state, processId, frame), []];
}

/** A selection's name is the path of a group or the exec id of a process, whose row the case is asked for. */
function onReturned(state: TreeState, name: string, frame: Frame): Step<TreeState> {
  const group = state.tree.rowOfPath.get(name);
  if (group !== undefined) return [withRowRevealed(state, group, frame), []];
  return [{ ...state, wantedExecId: name }, [{ kind: 'readProcessNamed', execId: name }]];
}

function onProcessNamed(state: TreeState, { execId, processId }: Extract<Answer, { kind: 'processNamed' }>, frame: Frame): Step<TreeState> {
  if (state.wantedExecId !== execId) return [state, []];
  const { wantedExecId: _, ...rest } = state;
  return processId === undefined
    ? [rest, [notify(warned('that process is not in the case any more'))]]
    : onProcessWanted(rest, processId, frame);
}

function notify(notice: ReturnType<typeof said>): Effect {
  return { kind: 'notify', notice };
}

function onAnswer(state: TreeState, answer: Answer, frame: Frame): Step<TreeState> {
  switch (answer.kind) {
    case 'tree': {
      const next = onNewTree(state, answer.skeleton, answer.processIds, frame);
      return [next, searchAgain(next)];
    }
    case 'rows':
      return [named({ ...state, rows: rowsKept(state, answer, frame) }), []];
    case 'process':
      return [named({ ...state, subject: answer }), []];
    case 'container':
      return [{ ...state, subject: answer }, []];
    case 'processNamed':
      return onProcessNamed(state, answer, frame);
    case 'matches':
      return onMatches(state, answer, frame);
    default:
      return [state, []];
  }
}

function onMatches(state: TreeState, { purpose, text, processIds }: Extract<Answer, { kind: 'matches' }>, frame: Frame): Step<TreeState> {
  switch (purpose) {
    case 'search':
      return found(state, text, processIds, frame);
    case 'search-again':
      return [foundAgain(state, text, processIds, frame), []];
    case 'filter':
    case 'preview':
      return [state, []];
  }
}

/** The selection gets its name as soon as its row was read, so that it outlives this revision. */
function named(state: TreeState): TreeState {
  const { selection } = state;
  if (selection === undefined || selection.name !== undefined) return state;
  const name = nameOf(state, selection.id);
  return name === undefined ? state : { ...state, selection: { ...selection, name } };
}

/** Rows beyond the screen that are kept: back is where one goes most. */
const MOST_ROWS_KEPT = 400;

/** The rows read and those that were before, as long as these are not many; else those still on the screen. */
function rowsKept(state: TreeState, answer: Extract<Answer, { kind: 'rows' }>, frame: Frame): TreeState['rows'] {
  if (state.rows.size + answer.rows.size <= MOST_ROWS_KEPT) return new Map([...state.rows, ...answer.rows]);
  const rows = new Map(answer.rows);
  for (const id of processesOnScreen(state, frame)) {
    const row = state.rows.get(id);
    if (row !== undefined && !rows.has(id)) rows.set(id, row);
  }
  return rows;
}

function processesOnScreen(state: TreeState, frame: Frame): readonly number[] {
  const { pinned, rows } = treeWindow(state.tree, state.shown, state.top, treeHeight(state, frame));
  return [...pinned, ...rows].map((row) => state.tree.skeleton.ids[row] ?? -1).filter((id) => id >= 0);
}

/** What the tree view needs to draw itself and doesn't have. */
export function treeReads(state: TreeState, frame: Frame): readonly CaseRead[] {
  if (frame.facts.revision < 0) return [];
  if (state.isStale) return [{ kind: 'readTree', grouping: state.grouping, execIds: namesToKeep(state) }];
  const missing = processesOnScreen(state, frame).filter((id) => !state.rows.has(id));
  return [...(missing.length === 0 ? [] : [{ kind: 'readRows' as const, processIds: missing }]), ...subjectReads(state)];
}

function subjectReads(state: TreeState): readonly CaseRead[] {
  const { subject } = state;
  const processId = selectedProcessId(state);
  if (processId !== undefined) {
    const isRead = subject?.kind === 'process' && subject.processId === processId;
    return isRead ? [] : [{ kind: 'readProcess', processId }];
  }
  const containerId = selectedContainerId(state);
  if (containerId === undefined) return [];
  const isRead = subject?.kind === 'container' && subject.containerId === containerId;
  return isRead ? [] : [{ kind: 'readContainer', containerId }];
}

function selectedContainerId(state: TreeState): number | undefined {
  const id = state.selection?.id;
  if (id === undefined || id >= 0) return undefined;
  const row = state.tree.rowOfGroup[-1 - id] ?? -1;
  return nodeAt(state.tree, row) === undefined ? undefined : groupAt(state.tree, row)?.containerId;
}
