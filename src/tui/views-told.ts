import { frameOf, type State, shownView } from './state.js';
import type { OpenView, Step, ViewEvent } from './view.js';

/** Tells every view. */
export function broadcast(state: State, event: ViewEvent): Step<State> {
  const frame = frameOf(state);
  const steps = state.views.map((view) => view.update(event, frame));
  return [{ ...state, views: steps.map(([view]) => view) }, steps.flatMap(([, effects]) => effects)];
}

/** Tells the view that is shown, and no other. */
export function told(state: State, event: ViewEvent): Step<State> {
  const [view, effects] = shownView(state).update(event, frameOf(state));
  return [withView(state, view), effects];
}

/** The state with a view in place of the one of its name. */
export function withView(state: State, view: OpenView): State {
  return { ...state, views: state.views.map((one) => (one.id === view.id ? view : one)) };
}
