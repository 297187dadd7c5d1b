/** What is said of a part of an answer, of a whole one, or that nothing was said yet. */
export type LabVerdict = 'correct' | 'partial' | 'wrong' | 'type_error' | 'missing' | 'ungraded';

/** A field of an answer as it is shown. */
export interface LabFieldSheet {
  readonly name: string;
  /** What is asked for: `an integer, without quotes`. */
  readonly expects: string;
  /** As it stands in the file of answers. */
  readonly answer?: string;
  readonly verdict: LabVerdict;
  readonly message?: string;
  /** Where a selected row fills it. `none`: a person types it. */
  readonly filledFrom: 'process' | 'connection' | 'none';
}

/** A hint: its text is there once it was taken. */
export interface LabHintSheet {
  readonly cost: number;
  readonly text?: string;
}

/** A question as it is shown. */
export interface LabQuestionSheet {
  readonly id: string;
  readonly chapter: string;
  /** Markdown. */
  readonly prompt: string;
  readonly points: number;
  /** Points that it gave; 0 until it is right. */
  readonly earned: number;
  readonly verdict: LabVerdict;
  readonly attempts: number;
  readonly fields: readonly LabFieldSheet[];
  readonly hints: readonly LabHintSheet[];
  /** Markdown; there once the answer is right. */
  readonly explanation?: string;
}

/** A chapter as it is shown. */
export interface LabChapterSheet {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** How far a learner is. */
export interface LabStanding {
  readonly points: number;
  readonly mostPoints: number;
  readonly solved: number;
  readonly questions: number;
  readonly hints: number;
  readonly attempts: number;
  /** From the start to the last right answer, or to now. */
  readonly seconds: number;
  readonly isDone: boolean;
}

/** Everything that is shown of a lab at one moment. */
export interface LabSheet {
  /** `tenant-jobs@1`. */
  readonly name: string;
  readonly title: string;
  readonly chapters: readonly LabChapterSheet[];
  readonly questions: readonly LabQuestionSheet[];
  readonly standing: LabStanding;
  /** Markdown: how it could have been solved; there once it is. */
  readonly path?: string;
  /** The badge as text, a line each; there once it is earned. */
  readonly badge?: readonly string[];
}

/** What became of something that a learner did. */
export interface LabReply {
  readonly tone: 'said' | 'warned' | 'failed';
  readonly message: string;
}

/** What a question is answered from. */
export interface LabSubject {
  readonly processId: number;
  readonly connectionId?: number;
}

/** A lab that is open: what the interface shows of it and asks of it. Each deed is written down at once, and the sheet then says so. */
export interface LabDesk {
  sheet(): LabSheet;
  /** Fills what a process, or a connection of it, can fill, and grades the question. */
  answerFrom(questionId: string, subject: LabSubject): LabReply;
  /** Writes one field as it was typed, and grades the question. */
  answer(questionId: string, field: string, text: string): LabReply;
  takeHint(questionId: string): LabReply;
  saveBadge(): LabReply;
}
