import type { Effect } from '../effects.js';
import type { State } from '../state.js';
import type { Command, Step } from '../view.js';
import { questionRow } from './lab-rows.js';
import { fieldToType, type OpenLab, openQuestion, withNextQuestion } from './open-lab.js';

/** Why nothing of a lab can be done. */
const NO_LAB = 'no lab is open: workbench lab open NAME opens one';

function noLab({ lab }: State): string | undefined {
  return lab === undefined ? NO_LAB : undefined;
}

function change(state: State, next: (lab: OpenLab) => OpenLab): State {
  return state.lab === undefined ? state : { ...state, lab: next(state.lab) };
}

/** In the lab's own view the question is the one that is selected: there the selection goes on. */
function atNextQuestion(state: State, by: number): Step<State> {
  const next = change(state, (lab) => withNextQuestion(lab, by));
  if (state.viewId !== 'lab' || next.lab === undefined) return [next, []];
  return [state, [{ kind: 'returnTo', visit: { viewId: 'lab', selection: questionRow(next.lab.questionId) } }]];
}

/** Commands on the lab that is open, in every view. */
export const LAB_COMMANDS: readonly Command<State>[] = [
  {
    id: 'lab-next',
    keys: ['}'],
    description: 'next question of the lab',
    off: noLab,
    run: (state) => atNextQuestion(state, 1),
  },
  {
    id: 'lab-previous',
    keys: ['{'],
    description: 'question of the lab before this one',
    off: noLab,
    run: (state) => atNextQuestion(state, -1),
  },
  {
    id: 'lab-type',
    keys: ['i'],
    description: "type an answer to the lab's question: the next field that is open",
    off: (state) => noLab(state) ?? whyNothingToType(state.lab),
    run: (state) => [state, promptEffects(state.lab)],
  },
  {
    id: 'lab-hint',
    keys: ['H'],
    description: "take the next hint to the lab's question, at its cost",
    off: noLab,
    run: (state) => [state, state.lab === undefined ? [] : [{ kind: 'labHint', questionId: state.lab.questionId }]],
  },
  {
    id: 'lab-dock',
    keys: ['|'],
    description: 'put the lab beside the data, or away',
    off: noLab,
    run: (state) => [change(state, (lab) => ({ ...lab, isDocked: !lab.isDocked })), []],
  },
];

function whyNothingToType(lab: OpenLab | undefined): string | undefined {
  const question = lab === undefined ? undefined : openQuestion(lab);
  if (question === undefined || fieldToType(question) !== undefined) return undefined;
  return `${question.id} is answered right: } goes to the next question`;
}

/** Opens the line in which the next field of the open question is typed. */
export function promptEffects(lab: OpenLab | undefined): readonly Effect[] {
  const question = lab === undefined ? undefined : openQuestion(lab);
  const name = question === undefined ? undefined : fieldToType(question);
  const field = question?.fields.find((one) => one.name === name);
  if (question === undefined || field === undefined) return [];
  const purpose = { kind: 'lab' as const, questionId: question.id, field: field.name, expects: field.expects };
  return [{ kind: 'openOverlay', overlay: { kind: 'prompt', purpose, text: field.answer ?? '' } }];
}
