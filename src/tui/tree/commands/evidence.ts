import type { EvidenceRef } from '../../../model/source.js';
import { storyOf } from '../../findings/story-of.js';
import { askAnswer } from '../../lists/ask-answer.js';
import type { Command } from '../../view.js';
import { chosenConnection } from '../connection-list.js';
import { treeFocus } from '../tree-focus.js';
import type { TreeState } from '../tree-state.js';

/** Commands that take something out of the case: its raw events, its story, an answer. */
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
];

function selectedProcess(state: TreeState) {
  const { subject, selection } = state;
  return subject?.kind === 'process' && subject.processId === selection?.id ? subject.details?.row.process : undefined;
}

function evidenceOf(state: TreeState): readonly EvidenceRef[] {
  if (state.focus === 'connections') return chosenConnection(state)?.evidence ?? [];
  return selectedProcess(state)?.evidence ?? [];
}
