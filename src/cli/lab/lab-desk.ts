import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AnswerFields, withFields } from '../../export/answers.js';
import { badgeSvg } from '../../labs/badge.js';
import { type Field, labName, type Question } from '../../labs/definition.js';
import { type FactValue, factOf } from '../../labs/facts.js';
import type { QuestionGrade } from '../../labs/grade.js';
import { earned, withHint } from '../../labs/progress.js';
import { subjectOf } from '../../labs/proof.js';
import { type LabState, nodeText, sheetOf, standingOf } from '../../labs/sheet.js';
import type { CaseView } from '../../model/case-view.js';
import { UserError } from '../../model/error.js';
import type { LabDesk, LabReply, LabSubject } from '../../model/lab.js';
import { readText } from '../read-text.js';
import { replaceFile } from '../replaced-file.js';
import { type LabFolder, shortPath } from './lab-folder.js';
import { BY_SEALS, beginLab, gradeFile, noteGrades, stateOf } from './lab-work.js';
import { writeProgress } from './progress-file.js';
import { typedValue, valueOfWord } from './typed-value.js';

/** What a desk is made of. */
export interface DeskParts {
  readonly opened: LabFolder;
  /** The learner's file. */
  readonly answersPath: string;
  readonly view: CaseView;
  readonly now: () => number;
}

/** Opens a lab for the interface: every deed is written to the learner's file and graded at once. */
export function labDesk(parts: DeskParts): LabDesk {
  return new Desk(parts);
}

class Desk implements LabDesk {
  readonly #parts: DeskParts;
  #state: LabState;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    const { opened, answersPath, now } = parts;
    const { progress } = beginLab(opened, answersPath, now());
    this.#state = stateOf(opened, gradeFile(opened, answersPath, BY_SEALS), progress, now());
  }

  sheet() {
    return sheetOf({ ...this.#state, nowMs: this.#parts.now() });
  }

  answerFrom(questionId: string, subject: LabSubject): LabReply {
    const { view } = this.#parts;
    const process = view.process(subject.processId);
    if (process === undefined) return { tone: 'failed', message: 'that process is gone: the case has changed' };
    const connection = subject.connectionId === undefined ? undefined : view.connection(subject.connectionId);
    const whole = subjectOf(view, process, connection);
    return this.#on(questionId, (question) => {
      const filled = question.fields.flatMap((field) => {
        const value = field.from === undefined ? undefined : factOf(field.from, whole);
        return value === undefined ? [] : [[field.name, this.#with(question, field, value)] as const];
      });
      if (filled.length > 0) return this.#written(question, Object.fromEntries(filled));
      const isOfConnection = connection === undefined && question.fields.some(({ from }) => from !== undefined);
      const why = isOfConnection ? 'choose one of its connections first' : 'type it: this answer is in no row';
      return { tone: 'warned', message: `nothing of ${question.id} can be filled from here: ${why}` };
    });
  }

  answer(questionId: string, field: string, text: string): LabReply {
    return this.#on(questionId, (question) => {
      const known = question.fields.find(({ name }) => name === field);
      if (known === undefined) return { tone: 'failed', message: `${question.id} has no field ${field}` };
      return this.#written(question, { [field]: typedValue(known, text) });
    });
  }

  takeHint(questionId: string): LabReply {
    return this.#on(questionId, (question) => {
      const outcome = withHint(this.#state.progress, question);
      if (outcome.kind === 'none') return { tone: 'warned', message: outcome.reason };
      writeProgress(this.#state.content.lab, outcome.progress);
      this.#state = { ...this.#state, progress: outcome.progress };
      return {
        tone: 'said',
        message: `${outcome.cost === 0 ? 'a free hint' : `a hint for ${outcome.cost} points`}, ${outcome.left} left: ${outcome.text}`,
      };
    });
  }

  saveBadge(): LabReply {
    const { lab } = this.#state.content;
    const standing = standingOf({ ...this.#state, nowMs: this.#parts.now() });
    if (!standing.isDone)
      return { tone: 'warned', message: `${standing.questions - standing.solved} questions are open: the badge comes with the last` };
    const path = join(dirname(this.#parts.answersPath), `badge-${lab.id}.svg`);
    return attempt(() => {
      writeFileSync(path, badgeSvg(lab, standing));
      return { tone: 'said', message: `the badge is in ${shortPath(path)}` };
    });
  }

  /** A set grows by what is answered; of a single value the last one counts. */
  #with(question: Question, field: Field, value: FactValue): FactValue | readonly FactValue[] {
    if (field.type.kind === 'single') return value;
    const node = this.#state.answers.get(question.id)?.get(field.name);
    const before = node?.kind === 'list' ? node.items.map(nodeText) : [];
    return [...new Set([...before, String(value)])].map((word) => valueOfWord(field, word));
  }

  #on(questionId: string, act: (question: Question) => LabReply): LabReply {
    const question = this.#state.content.lab.questions.find(({ id }) => id === questionId);
    return question === undefined ? { tone: 'failed', message: `there is no question ${questionId}` } : attempt(() => act(question));
  }

  /** Writes fields of an answer and grades the whole file: it may have been edited by hand meanwhile. */
  #written(question: Question, fields: AnswerFields): LabReply {
    const { opened, answersPath, now } = this.#parts;
    const edit = withFields(readText(answersPath), question.id, fields, labName(opened.content.lab));
    if (edit.kind === 'refused') return { tone: 'failed', message: `${shortPath(answersPath)} is left as it is: ${edit.reason}` };
    replaceFile(answersPath, edit.text);
    this.#state = noteGrades(opened, gradeFile(opened, answersPath, BY_SEALS, this.#state), this.#state.progress, now());
    const grade = this.#state.grades.find((one) => one.question === question.id);
    return grade === undefined ? { tone: 'failed', message: 'nothing was graded' } : this.#told(question, grade);
  }

  #told(question: Question, grade: QuestionGrade): LabReply {
    const message = grade.fields
      .flatMap((field) => (field.verdict === 'missing' ? [`${field.field} is open`] : (field.message ?? [])))
      .join('; ');
    switch (grade.verdict) {
      case 'correct':
        return { tone: 'said', message: `right: ${question.id} gives ${earned(question, grade, this.#state.progress)} points` };
      case 'partial':
        return { tone: 'warned', message: `partly right: ${message}` };
      case 'wrong':
      case 'type_error':
        return { tone: 'warned', message };
      case 'missing':
      case 'ungraded':
        return { tone: 'said', message };
    }
  }
}

function attempt(act: () => LabReply): LabReply {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { tone: 'failed', message: error.hint === undefined ? error.message : `${error.message}; ${error.hint}` };
  }
}
