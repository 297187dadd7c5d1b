import type { LabSheet } from '../../model/lab.js';
import { warned } from '../notice.js';
import { frameOf, type State, shownView } from '../state.js';
import type { Step } from '../view.js';
import { openedLab } from './open-lab.js';

/** The state with what the lab is now. With the last right answer the lab's own view is shown: the summary is there. */
export function withLabSheet(state: State, sheet: LabSheet): Step<State> {
  const before = state.lab;
  const lab = before === undefined ? openedLab(sheet) : { ...before, sheet };
  const isDoneNow = sheet.standing.isDone && before !== undefined && !before.sheet.standing.isDone;
  return [{ ...state, lab }, isDoneNow && state.viewId !== 'lab' ? [{ kind: 'goToView', viewId: 'lab', focus: {} }] : []];
}

/** Asks the lab to answer its question from what the view is about. */
export function labAnswered(state: State): Step<State> {
  const { processId, connectionId } = shownView(state).focus(frameOf(state));
  if (state.lab === undefined) return [state, []];
  if (processId === undefined) return [{ ...state, notice: warned('an answer is made from a process: select one') }, []];
  const subject = { processId, ...(connectionId === undefined ? {} : { connectionId }) };
  return [state, [{ kind: 'labAnswerFrom', questionId: state.lab.questionId, subject }]];
}

/** In the lab's own view the question that is worked on is the one that is selected. */
export function withLabFollowing<E>([state, effects]: readonly [State, E]): readonly [State, E] {
  if (state.lab === undefined || state.viewId !== 'lab') return [state, effects];
  const { questionId } = shownView(state).focus(frameOf(state));
  if (questionId === undefined || questionId === state.lab.questionId) return [state, effects];
  return [{ ...state, lab: { ...state.lab, questionId } }, effects];
}
