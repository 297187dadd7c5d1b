import type { LabChapterSheet, LabQuestionSheet, LabSheet } from '../../model/lab.js';
import { type Line, type Span, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { chapterLines, questionLines, summaryLines, VERDICTS, verdictRole } from './lab-lines.js';

/** What stands on a row of the lab view. */
export type LabRow =
  | { readonly kind: 'chapter'; readonly name: string; readonly chapter: LabChapterSheet }
  | { readonly kind: 'question'; readonly name: string; readonly question: LabQuestionSheet }
  | { readonly kind: 'summary'; readonly name: string };

/** Chapters, each with its questions below it, and how far one is at the end. */
export function labRows({ chapters, questions }: LabSheet): readonly LabRow[] {
  return [
    ...chapters.flatMap((chapter): readonly LabRow[] => [
      { kind: 'chapter', name: `chapter ${chapter.id}`, chapter },
      ...questions
        .filter((question) => question.chapter === chapter.id)
        .map((question): LabRow => ({ kind: 'question', name: questionRow(question.id), question })),
    ]),
    { kind: 'summary', name: SUMMARY_ROW },
  ];
}

export const SUMMARY_ROW = 'summary';

/** Name of a question's row. */
export function questionRow(id: string): string {
  return `question ${id}`;
}

/** A row as it is drawn. */
export function rowSpans(row: LabRow, { standing }: LabSheet): readonly Span[] {
  switch (row.kind) {
    case 'chapter':
      return [span(row.chapter.title, 'heading')];
    case 'question': {
      const { id, verdict, earned, points } = row.question;
      const worth = verdict === 'correct' ? `${earned} of ${points}` : `${points} points`;
      return [span(`  ${VERDICTS[verdict].padEnd(8)} `, verdictRole(verdict)), span(id), span(`  ${worth}`, 'quiet')];
    }
    case 'summary':
      return [
        span(standing.isDone ? 'Solved' : 'So far', 'heading'),
        span(`  ${standing.points} of ${standing.mostPoints} points`, 'quiet'),
      ];
  }
}

/** What is told of a row. */
export function rowDetails(row: LabRow, sheet: LabSheet, columns: number, look: Look): readonly Line[] {
  switch (row.kind) {
    case 'chapter':
      return chapterLines(row.chapter, columns, look);
    case 'question':
      return questionLines(row.question, columns, look);
    case 'summary':
      return summaryLines(sheet, columns, look);
  }
}
