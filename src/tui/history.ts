import type { Effect } from './effects.js';
import { frameOf, type State, shownView } from './state.js';
import type { Step } from './view.js';
import type { History, Visit } from './visit.js';

const MOST_VISITS = 100;

/** Where one is. */
export function visitOf(state: State): Visit {
  const selection = shownView(state).selection(frameOf(state));
  return { viewId: state.viewId, ...(selection === undefined ? {} : { selection }) };
}

/** The state after a step from `before`, which is remembered if the step jumped: to another view, or far within one. */
export function withWayBack(before: State, [after, effects]: Step<State>): Step<State> {
  const hasTravelled = after.history !== before.history;
  const hasJumped = after.viewId !== before.viewId || effects.some(isJump);
  if (hasTravelled || !hasJumped) return [after, effects];
  return [{ ...after, history: { back: pushed(after.history.back, visitOf(before)), forward: [] } }, effects];
}

function isJump({ kind }: Effect): boolean {
  return kind === 'goToProcess' || kind === 'goToView' || kind === 'remember';
}

function pushed(visits: readonly Visit[], visit: Visit): readonly Visit[] {
  const last = visits.at(-1);
  const isSame = last?.viewId === visit.viewId && last.selection === visit.selection;
  return isSame ? visits : [...visits, visit].slice(-MOST_VISITS);
}

/** One step back or forward; nothing where there is none. */
export function travelled(state: State, way: keyof History): Step<State> {
  const { [way]: visits } = state.history;
  const visit = visits.at(-1);
  if (visit === undefined) return [state, []];
  const other = way === 'back' ? 'forward' : 'back';
  const here = visitOf(state);
  const history = { ...state.history, [way]: visits.slice(0, -1), [other]: [...state.history[other], here] };
  return [{ ...state, history }, [{ kind: 'returnTo', visit }]];
}
