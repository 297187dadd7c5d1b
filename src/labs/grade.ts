import type { Field, Lab, Question } from './definition.js';
import { labName } from './definition.js';
import type { LabKey } from './key.js';
import type { PlacedNode } from './placed-yaml.js';
import type { Place } from './problem.js';
import { type Kdf, openedSeal } from './seal.js';
import { type CanonicalValue, expects } from './types/index.js';
import { described } from './types/value-type.js';

/** What is said of one field of an answer. `ungraded`: the lab holds no answer to compare with, a key does. */
export type FieldVerdict = 'correct' | 'wrong' | 'type_error' | 'missing' | 'ungraded';

/** A field's verdict, with what to do next where there is something. */
export interface FieldGrade {
  readonly field: string;
  readonly verdict: FieldVerdict;
  readonly message?: string;
  /** Where the value stands in the file of answers. */
  readonly place?: Place;
}

/** `partial`: some fields are right, or some items of a set. */
export type QuestionVerdict = FieldVerdict | 'partial';

/** A question's verdict: right when all its fields are. */
export interface QuestionGrade {
  readonly question: string;
  readonly verdict: QuestionVerdict;
  readonly fields: readonly FieldGrade[];
}

/** What answers are compared with: the lab's own seals, or a private key. */
export type Judge = { readonly kind: 'seals'; readonly kdf: Kdf } | { readonly kind: 'key'; readonly key: LabKey };

/** Grades one question. */
export function gradeQuestion(lab: Lab, question: Question, given: ReadonlyMap<string, PlacedNode>, judge: Judge): QuestionGrade {
  const graded = question.fields.map((field) => gradeField(field, given.get(field.name), matcher({ lab, question, field, judge })));
  return { question: question.id, verdict: overall(graded), fields: graded.map(({ isPartly: _, ...field }) => field) };
}

type PartialGrade = FieldGrade & { readonly isPartly?: boolean };

function overall(fields: readonly PartialGrade[]): QuestionVerdict {
  const has = (verdict: FieldVerdict): boolean => fields.some((field) => field.verdict === verdict);
  if (fields.every(({ verdict }) => verdict === 'correct')) return 'correct';
  if (fields.every(({ verdict }) => verdict === 'missing')) return 'missing';
  if (has('correct') || fields.some(({ isPartly }) => isPartly === true)) return 'partial';
  if (has('type_error')) return 'type_error';
  if (has('wrong')) return 'wrong';
  return has('ungraded') ? 'ungraded' : 'missing';
}

/** Which of the right values a given one is; `undefined` for none. */
interface Matcher {
  readonly count: number;
  match(value: CanonicalValue): number | undefined;
}

function matcher({ lab, question, field, judge }: { lab: Lab; question: Question; field: Field; judge: Judge }): Matcher | undefined {
  const type = field.type.value;
  if (judge.kind === 'key') {
    const right = judge.key.questions.get(question.id)?.get(field.name)?.values;
    if (right === undefined) return undefined;
    const place = (value: CanonicalValue): number =>
      right.findIndex((one) => value.heads.includes(one.head) && type.isSame(value.detail, one.detail));
    return { count: right.length, match: (value) => (place(value) < 0 ? undefined : place(value)) };
  }
  const { answer } = field;
  if (answer === undefined) return undefined;
  const subject = { lab: labName(lab), question: question.id, field: field.name };
  return { count: answer.seals.length, match: (value) => openedSeal(value, type, { subject, answer, kdf: judge.kdf }) };
}

function gradeField(field: Field, node: PlacedNode | undefined, right: Matcher | undefined): PartialGrade {
  if (node === undefined) return { field: field.name, verdict: 'missing', message: `${field.name}: ${expects(field.type)}` };
  const at = { field: field.name, place: node.place };
  if (field.type.kind === 'set') return gradeSet(field, node, right);
  const reading = field.type.value.read(node);
  if (reading.kind === 'mistyped') return { ...at, verdict: 'type_error', message: `${field.name}: ${reading.message}` };
  if (right === undefined) return { ...at, verdict: 'ungraded', message: `${field.name}: graded elsewhere` };
  if (right.match(reading.value) !== undefined) return { ...at, verdict: 'correct' };
  return { ...at, verdict: 'wrong', message: `${field.name}: ${described(node)} is not it` };
}

/** Each item costs a guess: a longer list is nobody's answer. */
const MOST_ITEMS = 64;

function gradeSet(field: Field, node: PlacedNode, right: Matcher | undefined): PartialGrade {
  const at = { field: field.name, place: node.place };
  const mistyped = (message: string): PartialGrade => ({ ...at, verdict: 'type_error', message: `${field.name}: ${message}` });
  if (node.kind !== 'list') {
    const example = node.kind === 'scalar' ? `: write [${node.text}]` : '';
    return mistyped(`expected a list, got ${described(node)}${example}`);
  }
  if (node.items.length > MOST_ITEMS) return mistyped(`a list of ${node.items.length} items is more than the ${MOST_ITEMS} that are read`);
  const values = new Map<string, CanonicalValue>();
  for (const item of node.items) {
    const reading = field.type.value.read(item);
    if (reading.kind === 'mistyped') return { ...mistyped(reading.message), place: item.place };
    values.set(`${reading.value.head} ${reading.value.detail}`, reading.value);
  }
  if (right === undefined) return { ...at, verdict: 'ungraded', message: `${field.name}: graded elsewhere` };
  const matches = [...values.values()].map((value) => right.match(value));
  const found = new Set(matches.filter((place) => place !== undefined)).size;
  const wrong = matches.filter((place) => place === undefined).length;
  if (found === right.count && wrong === 0) return { ...at, verdict: 'correct' };
  const parts = [
    `${found} of ${right.count} found`,
    ...(wrong > 0 ? [`${wrong} of yours ${wrong === 1 ? 'does' : 'do'} not belong there`] : []),
  ];
  return { ...at, verdict: 'wrong', message: `${field.name}: ${parts.join(', ')}`, isPartly: found > 0 };
}
