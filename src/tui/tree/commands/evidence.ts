import type { EvidenceRef } from '../../../model/source.js';
import { endpointText, remoteName } from '../../drawing/wording.js';
import { storyOf } from '../../findings/story-of.js';
import { askAnswer } from '../../lists/ask-answer.js';
import type { CopyEntry } from '../../overlays/overlay.js';
import type { Command } from '../../view.js';
import { chosenConnection } from '../connection-list.js';
import { selectedRow } from '../selecting.js';
import { treeFocus } from '../tree-focus.js';
import { groupAt } from '../tree-index.js';
import type { TreeState } from '../tree-state.js';

/** Commands that take something out of the case: its raw events, a value to copy, an answer. */
export const EVIDENCE: readonly Command<TreeState>[] = [
  {
    id: 'tree.answer',
    keys: ['a'],
    description: 'write an answer from the selected process into answers.yaml',
    hint: 'answer',
    off: (state) => (selectedProcess(state) === undefined ? 'an answer is made from a process: select one' : undefined),
    run: (state, frame) => {
      const process = selectedProcess(state);
      if (process === undefined) return [state, []];
      return [state, [askAnswer(process, frame)]];
    },
  },
  {
    id: 'tree.story',
    keys: ['s'],
    description: 'tell the story: what led to this process and what it did next, in order',
    hint: 'story',
    off: (state, { facts }) =>
      storyOf(treeFocus(state), facts) !== undefined ? undefined : 'no finding tells of this process: @ shows what happened around it',
    run: (state) => [state, [{ kind: 'goToView', viewId: 'findings', focus: { ...treeFocus(state), isStoryWanted: true } }]],
  },
  {
    id: 'tree.raw',
    keys: ['r'],
    description: 'show the raw event behind the process, or behind the chosen connection',
    off: (state) => (evidenceOf(state).length === 0 ? 'no event stands behind this row' : undefined),
    run: (state) => [state, [{ kind: 'readRaw', evidence: evidenceOf(state), place: 0 }]],
  },
  {
    id: 'tree.copy',
    keys: ['y'],
    description: 'copy a value: exec id, pid, binary, command line, address',
    off: (state) => (copyEntries(state).length === 0 ? 'nothing is selected' : undefined),
    run: (state) => [state, [{ kind: 'openOverlay', overlay: { kind: 'copy', entries: copyEntries(state), place: 0 } }]],
  },
];

function selectedProcess(state: TreeState) {
  const { subject, selection } = state;
  return subject?.kind === 'process' && subject.processId === selection?.id ? subject.details?.row.process : undefined;
}

function evidenceOf(state: TreeState): readonly EvidenceRef[] {
  if (state.focus === 'connections') return chosenConnection(state)?.evidence ?? [];
  return selectedProcess(state)?.evidence ?? [];
}

function copyEntries(state: TreeState): readonly CopyEntry[] {
  const connection = state.focus === 'connections' ? chosenConnection(state) : undefined;
  const process = selectedProcess(state);
  const group = groupAt(state.tree, selectedRow(state));
  const entry = (key: string, label: string, value: string | undefined): readonly CopyEntry[] =>
    value === undefined || value === '' ? [] : [{ key, label, value }];
  return [
    ...(connection === undefined
      ? []
      : [...entry('d', 'remote address', endpointText(connection.remote)), ...entry('n', 'remote name', remoteName(connection))]),
    ...(process === undefined
      ? entry('g', 'name', group?.label)
      : [
          ...entry('i', 'exec id', process.execId),
          ...entry('p', 'pid', String(process.pid)),
          ...entry('b', 'binary', process.binary),
          ...entry('c', 'command line', [process.binary, process.arguments].filter((part) => part !== undefined && part !== '').join(' ')),
        ]),
  ];
}
