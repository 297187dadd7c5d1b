import { promptEffects } from '../lab/lab-commands.js';
import { type LabRow, labRows, questionRow, rowDetails, rowSpans, SUMMARY_ROW } from '../lab/lab-rows.js';
import { fieldToType } from '../lab/open-lab.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { NO_ROWS, namedRows } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';
import { listView } from '../lists/list-view.js';
import type { Frame, View } from '../view.js';

/** The lab that is worked on: its chapters, questions and hints, and how far one is. */
export const labView: View<ListViewState> = {
  ...listView<ListViewState>({
    id: 'lab',
    title: 'Lab',
    key: 'L',
    description: 'read the chapters and questions of the lab that is open',
    noun: 'row',
    commands: [
      {
        id: 'lab.answer',
        keys: ['enter'],
        description: 'type an answer to the question: the next field that is open',
        hint: 'type an answer',
        off: (state, frame) => whyNothingToType(selectedRow(state, frame)),
        run: (state, { lab }) => [state, promptEffects(lab)],
      },
      {
        id: 'lab.badge',
        keys: ['w'],
        description: 'write the badge as a picture',
        off: (_state, { lab }) => (lab?.sheet.standing.isDone === true ? undefined : 'the badge comes with the last right answer'),
        run: (state) => [state, [{ kind: 'labBadge' }]],
      },
    ],
    init: () => UNTOUCHED,
    update: (state, event, { lab }) => {
      if (event.kind !== 'opened' || lab === undefined) return [state, []];
      const selected = lab.sheet.standing.isDone ? SUMMARY_ROW : questionRow(lab.questionId);
      return [{ ...state, selected, detailsTop: 0, pane: 'list' }, []];
    },
    reads: () => [],
    rows: (_state, { lab }) => (lab === undefined ? NO_ROWS : namedRows(labRows(lab.sheet).map(({ name }) => name))),
    note: (_state, { lab }) => (lab === undefined ? '' : `${lab.sheet.title} (${lab.sheet.name})`),
    line: (_state, place, _columns, { lab }) => {
      const row = lab === undefined ? undefined : labRows(lab.sheet)[place];
      return lab === undefined || row === undefined ? [] : rowSpans(row, lab.sheet);
    },
    whyEmpty: () => 'No lab is open. In a shell: workbench lab list, then workbench lab open NAME.',
    details: (state, columns, frame) => {
      const row = selectedRow(state, frame);
      return frame.lab === undefined || row === undefined ? [] : rowDetails(row, frame.lab.sheet, columns - 1, frame.look);
    },
    path: (_state, { lab }) => lab?.sheet.title ?? 'lab',
    focus: (state, frame) => {
      const row = selectedRow(state, frame);
      return row?.kind === 'question' ? { questionId: row.question.id } : {};
    },
  }),
  spoken: (state, frame) => {
    const row = selectedRow(state, frame);
    return frame.lab === undefined || row === undefined ? [] : rowDetails(row, frame.lab.sheet, frame.room.columns, frame.look);
  },
};

function selectedRow(state: ListViewState, { lab }: Frame): LabRow | undefined {
  if (lab === undefined) return undefined;
  const rows = labRows(lab.sheet);
  return rows[selectedIn(state, namedRows(rows.map(({ name }) => name)))];
}

function whyNothingToType(row: LabRow | undefined): string | undefined {
  if (row?.kind !== 'question') return 'select a question';
  return fieldToType(row.question) === undefined ? 'this question is answered right' : undefined;
}
