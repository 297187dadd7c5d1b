import { columnWidths, headingLine } from '../drawing/list-columns.js';
import { counted } from '../drawing/wording.js';
import { listView } from '../lists/list-view.js';
import { problemSpans, SOURCE_COLUMNS, sourceSpans } from '../problems/problem-spans.js';
import { NO_PROBLEMS, type ProblemsState, problemReads, problemRow, problemRows, selectedProblemRow } from '../problems/problems-state.js';
import { problemDetails, sourceDetails } from '../problems/source-details.js';
import { detailLines } from '../tree/detail-lines.js';

/** What the case was read from, and the lines that could not be read, or not believed. */
export const problemsView = listView<ProblemsState>({
  id: 'problems',
  title: 'Sources and problems',
  key: 'P',
  description: 'list the sources, and the lines of them that could not be read',
  noun: 'row',
  commands: [
    {
      id: 'problems.raw',
      keys: ['r'],
      description: 'show the line that the problem is about',
      off: (state, frame) =>
        selectedProblemRow(state, frame)?.kind === 'problem' ? undefined : 'a source has no line of its own: select a problem',
      run: (state, frame) => {
        const row = selectedProblemRow(state, frame);
        return [state, row?.kind === 'problem' ? [{ kind: 'readRaw', evidence: [row.problem], place: 0 }] : []];
      },
    },
  ],
  init: () => NO_PROBLEMS,
  update: (state, event) => {
    if (event.kind === 'factsChanged') return [{ ...state, problems: [], isWhole: false }, []];
    if (event.kind !== 'answered' || event.answer.kind !== 'problems' || event.answer.after !== state.problems.at(-1)?.id)
      return [state, []];
    return [{ ...state, problems: [...state.problems, ...event.answer.rows], isWhole: event.answer.isLast }, []];
  },
  reads: problemReads,
  rows: problemRows,
  hasMore: ({ isWhole }) => !isWhole,
  note: (_state, { facts }) =>
    `${counted(facts.overview.sources.length, 'source')}, ${facts.overview.problemCount === 0 ? 'every line was read' : counted(facts.overview.problemCount, 'problem')}`,
  heading: (_state, columns, { look }) => headingLine(SOURCE_COLUMNS, columnWidths(SOURCE_COLUMNS, columns), look),
  line: (state, place, columns, frame) => {
    const row = problemRow(state, place, frame);
    if (row === undefined) return [];
    return row.kind === 'source' ? sourceSpans(row.source, columns, frame.look) : problemSpans(row.problem);
  },
  whyEmpty: (_state, { isImporting }) =>
    isImporting ? 'No source was read yet.' : 'This case holds no source: workbench import reads one into it.',
  details: (state, columns, frame) => {
    const row = selectedProblemRow(state, frame);
    if (row === undefined) return [];
    return detailLines(row.kind === 'source' ? sourceDetails(row.source) : problemDetails(row.problem), columns, frame.look);
  },
  listing: () => ({ kind: 'problems' }),
  path: (state, frame) => {
    const row = selectedProblemRow(state, frame);
    if (row === undefined) return 'sources';
    return row.kind === 'source' ? row.source.path : `${row.problem.source}:${row.problem.line}`;
  },
});
