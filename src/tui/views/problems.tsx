import type { ReactElement } from 'react';
import { Pane } from '../components/pane.js';
import { drawLine, type Line, span, textLine } from '../drawing/line.js';
import { countText } from '../drawing/wording.js';
import type { CaseRead, ListedProblem } from '../effects.js';
import { LIST_TOP, type ListState, listCommands, selectedIn, topFor } from '../lists/list-state.js';
import type { Frame, View, ViewProps } from '../view.js';

interface ProblemsState extends ListState {
  readonly problems: readonly ListedProblem[];
  readonly isWhole: boolean;
}

const PAGE = 200;

/** Lines that could not be read, or not believed: file, line, reason. */
export const problemsView: View<ProblemsState> = {
  id: 'problems',
  title: 'Problems',
  key: 'P',
  description: 'list the lines that could not be read',
  commands: listCommands<ProblemsState>('problems', names, listHeight),
  init: () => ({ ...LIST_TOP, problems: [], isWhole: false }),
  update: (state, event) => {
    if (event.kind === 'factsChanged') return [{ ...state, problems: [], isWhole: false }, []];
    if (event.kind !== 'answered' || event.answer.kind !== 'problems' || event.answer.after !== state.problems.at(-1)?.id)
      return [state, []];
    return [{ ...state, problems: [...state.problems, ...event.answer.rows], isWhole: event.answer.isLast }, []];
  },
  reads,
  pane: () => 'problems',
  place: (state, frame) => ({
    path: 'problems',
    count: `problem ${countText(selectedIn(state, names(state)) + 1)}/${countText(frame.facts.overview.problemCount)}`,
  }),
  rows: (state, frame) => problemLines(state, frame).map((line) => drawLine(line, frame.room.columns, frame.look)),
  Component: ProblemsView,
};

function names(state: ProblemsState): readonly string[] {
  return state.problems.map(({ id }) => String(id));
}

function listHeight({ room }: Frame): number {
  return Math.max(1, room.rows - 1);
}

/** The next page, once the cursor is within a screenful of the last row read. */
function reads(state: ProblemsState, frame: Frame): readonly CaseRead[] {
  if (frame.facts.revision < 0 || state.isWhole) return [];
  const isFarFromEnd = selectedIn(state, names(state)) + frame.room.rows < state.problems.length;
  const after = state.problems.at(-1)?.id;
  return isFarFromEnd ? [] : [{ kind: 'readProblems', limit: PAGE, ...(after === undefined ? {} : { after }) }];
}

function problemLines(state: ProblemsState, frame: Frame): readonly Line[] {
  if (state.problems.length === 0)
    return [textLine(frame.isImporting ? ' No problems so far.' : ' Every line was read: there are no problems.', 'quiet')];
  const height = listHeight(frame);
  const selected = selectedIn(state, names(state));
  const top = topFor(state.top, selected, state.problems.length, height);
  return state.problems.slice(top, top + height).map((problem, place) => problemLine(problem, top + place === selected, frame));
}

function problemLine(problem: ListedProblem, isSelected: boolean, { look }: Frame): Line {
  const spans = [
    span(isSelected ? look.glyphs.cursor : ' ', 'strong'),
    span(`${problem.source}:${problem.line}  `),
    span(`${problem.severity}: `, problem.severity === 'refused' ? 'error' : 'warning'),
    span(problem.reason),
    span(`  byte ${problem.byteOffset}  ${problem.excerpt}`, 'quiet'),
  ];
  return isSelected ? { spans, isSelected } : { spans };
}

function ProblemsView({ state, frame }: ViewProps<ProblemsState>): ReactElement {
  const note = `${countText(frame.facts.overview.problemCount)} in all`;
  return <Pane title="Problems" note={note} lines={problemLines(state, frame)} size={frame.room} isFocused={true} look={frame.look} />;
}
