import type { LabQuestionSheet, LabSheet } from '../../model/lab.js';

/** The lab that is worked on, as the screen has it. */
export interface OpenLab {
  readonly sheet: LabSheet;
  /** The question that `a` answers. */
  readonly questionId: string;
  /** Whether it stands beside the data. */
  readonly isDocked: boolean;
}

/** A lab that was just opened: at its first question that is not answered right. */
export function openedLab(sheet: LabSheet): OpenLab {
  return { sheet, questionId: firstOpen(sheet)?.id ?? '', isDocked: true };
}

/** The question that is worked on. */
export function openQuestion({ sheet, questionId }: OpenLab): LabQuestionSheet | undefined {
  return sheet.questions.find(({ id }) => id === questionId) ?? sheet.questions[0];
}

/** The lab at the question that many places on, round the end. */
export function withNextQuestion(lab: OpenLab, by: number): OpenLab {
  const { questions } = lab.sheet;
  const place = questions.findIndex(({ id }) => id === lab.questionId);
  const next = questions[(Math.max(0, place) + by + questions.length) % questions.length];
  return next === undefined ? lab : { ...lab, questionId: next.id };
}

/** The field that a person types next: the first without an answer, else the first that is not right. */
export function fieldToType(question: LabQuestionSheet): string | undefined {
  const missing = question.fields.find(({ verdict }) => verdict === 'missing');
  return (missing ?? question.fields.find(({ verdict }) => verdict !== 'correct'))?.name;
}

function firstOpen({ questions }: LabSheet): LabQuestionSheet | undefined {
  return questions.find(({ verdict }) => verdict !== 'correct') ?? questions[0];
}
