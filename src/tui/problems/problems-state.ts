import type { Source } from '../../model/source.js';
import type { CaseRead, ListedProblem } from '../effects.js';
import { type ListViewState, type ListWindow, UNTOUCHED } from '../lists/list-parts.js';
import type { ListRows } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';
import type { Frame } from '../view.js';

/** The state of the view of sources and problems: the sources stand above the problems read so far. */
export interface ProblemsState extends ListViewState {
  readonly problems: readonly ListedProblem[];
  /** Every problem was read. */
  readonly isWhole: boolean;
}

/** Before anything was read. */
export const NO_PROBLEMS: ProblemsState = { ...UNTOUCHED, problems: [], isWhole: false };

const PAGE = 200;

/** What stands on a row. */
export type ProblemRow =
  | { readonly kind: 'source'; readonly source: Source }
  | { readonly kind: 'problem'; readonly problem: ListedProblem };

/** The source or problem on a row. */
export function problemRow(state: ProblemsState, place: number, { facts }: Frame): ProblemRow | undefined {
  const { sources } = facts.overview;
  const source = sources[place];
  if (source !== undefined) return { kind: 'source', source };
  const problem = state.problems[place - sources.length];
  return problem === undefined ? undefined : { kind: 'problem', problem };
}

/** The sources, then the problems read so far. */
export function problemRows(state: ProblemsState, frame: Frame): ListRows {
  const { sources } = frame.facts.overview;
  const { problems } = state;
  return {
    length: sources.length + problems.length,
    nameAt: (place) => {
      const row = problemRow(state, place, frame);
      return row === undefined ? undefined : row.kind === 'source' ? `source ${row.source.path}` : `problem ${row.problem.id}`;
    },
    placeOf: (name) => {
      const source = sources.findIndex(({ path }) => name === `source ${path}`);
      if (source >= 0) return source;
      const problem = problems.findIndex(({ id }) => name === `problem ${id}`);
      return problem < 0 ? -1 : sources.length + problem;
    },
  };
}

/** The source or problem on the selected row. */
export function selectedProblemRow(state: ProblemsState, frame: Frame): ProblemRow | undefined {
  return problemRow(state, selectedIn(state, problemRows(state, frame)), frame);
}

/** The next page, once the cursor or the window is within a screenful of the last row read. */
export function problemReads(state: ProblemsState, frame: Frame, { top, count }: ListWindow): readonly CaseRead[] {
  if (state.isWhole || top + 2 * count + 1 < problemRows(state, frame).length) return [];
  const after = state.problems.at(-1)?.id;
  return [{ kind: 'readProblems', limit: PAGE, ...(after === undefined ? {} : { after }) }];
}
