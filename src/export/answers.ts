import { type Document, isMap, isScalar, parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Container, Process } from '../model/process.js';
import { mustBeSpelled, spelled } from './yaml.js';

/** What a question of a lab is answered with: facts of one process. Fields that the case doesn't know are left out. */
export interface Answer {
  /** As the agent's events carry it (31 characters), else the full id. */
  readonly container?: string;
  readonly pid: number;
  readonly binary?: string;
}

const FIELDS = ['container', 'pid', 'binary'] as const satisfies readonly (keyof Answer)[];

/** The answer that names this process. */
export function answerOf(process: Process, container: Container | undefined): Answer {
  const id = process.docker ?? container?.containerId;
  return {
    ...(id !== undefined && { container: id }),
    pid: process.pid,
    ...(process.binary !== undefined && { binary: process.binary }),
  };
}

/** Values by field; a field whose value is `undefined` is taken out. Fields that are not named stay. */
export type AnswerFields = Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;

/** A file of answers with one more, or why the text that is there can't be touched. */
export type AnswersEdit =
  | { readonly kind: 'edited'; readonly text: string /** The question had another answer before. */; readonly isReplaced: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The text of `answers.yaml` with the answer in it. Everything else in the text stays, comments included; `undefined` stands for a
 * file that is not there yet. `lab` is the exercise and its version, like `tenant-jobs@1`.
 */
export function withAnswer(existing: string | undefined, question: string, answer: Answer, lab?: string): AnswersEdit {
  return withFields(existing, question, Object.fromEntries(FIELDS.map((field) => [field, answer[field]])), lab);
}

/** As `withAnswer`, for any fields. */
export function withFields(existing: string | undefined, question: string, answer: AnswerFields, lab?: string): AnswersEdit {
  const before = existing ?? NEW_FILE;
  const document: Document = parseDocument(before);
  const refusal = whyRefused(document, lab);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  if (!isMap(document.contents)) document.contents = document.createNode({});
  if (lab !== undefined) document.set('lab', lab);
  if (!isMap(document.get('answers'))) document.set('answers', new YAMLMap());
  if (!isMap(document.getIn(['answers', question]))) document.setIn(['answers', question], new YAMLMap());
  const fields = document.getIn(['answers', question]);
  const isReplaced = isMap(fields) && writeFields(fields, answer);
  return { kind: 'edited', text: textOf(document, before), isReplaced };
}

const NEW_FILE = '# written by `workbench export answers` and by `a` in the interface; made to be edited\n';

function whyRefused(document: Document, lab: string | undefined): string | undefined {
  const [error] = document.errors;
  if (error !== undefined) return `it is not valid YAML: ${error.message.split('\n', 1)[0]}`;
  if (document.contents === null) return undefined;
  if (!isMap(document.contents)) return 'it holds no answers';
  const isAnswers = document.has('answers') || document.has('lab') || document.contents.items.length === 0;
  if (!isAnswers) return 'it has neither "lab" nor "answers"';
  const answers = document.get('answers');
  if (answers !== undefined && answers !== null && !isMap(answers)) return '"answers" is no mapping of questions';
  const present = document.get('lab');
  return lab !== undefined && present !== undefined && present !== lab ? `it answers ${String(present)}` : undefined;
}

/** Writes the answer's fields in place, keeps others that a person added. True when one of them said something else before. */
function writeFields(fields: YAMLMap, answer: AnswerFields): boolean {
  let isReplaced = false;
  for (const [field, value] of Object.entries(answer)) {
    const before = fields.get(field, true);
    // What the stub of a lab has for an answer is nothing that could be replaced.
    const isEmpty = before === undefined || (isScalar(before) && before.value === null);
    isReplaced ||= !isEmpty && !(isScalar(before) && before.value === value);
    if (value === undefined) fields.delete(field);
    else fields.set(field, typeof value === 'object' ? listLike(before, value) : scalarLike(before, value));
  }
  return isReplaced;
}

function listLike(before: unknown, values: readonly (string | number)[]): YAMLSeq {
  const list = new YAMLSeq();
  list.flow = true;
  for (const value of values) list.add(scalarLike(undefined, value));
  if (isScalar(before) && before.comment != null) list.comment = before.comment;
  return list;
}

/** A new scalar in the place of another: its comments stay, its quotes do not, for a pid must not be quoted. */
function scalarLike(before: unknown, value: string | number): Scalar {
  const scalar = new Scalar(value);
  if (isScalar(before)) {
    if (before.comment != null) scalar.comment = before.comment;
    if (before.commentBefore != null) scalar.commentBefore = before.commentBefore;
  }
  if (mustBeSpelled(scalar)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Lines that a person wrote are left as they are; those that are new hold text of a capture and are spelled. */
function textOf(document: Document, before: string): string {
  const kept = new Set(before.split('\n'));
  const text = document.toString({ lineWidth: 0 });
  return text
    .split('\n')
    .map((line) => (kept.has(line) ? line : spelled(line)))
    .join('\n');
}
