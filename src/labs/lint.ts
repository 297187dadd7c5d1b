import type { CaseView } from '../model/case-view.js';
import { type Field, type Lab, labName, type Question } from './definition.js';
import type { KeyedField, LabKey } from './key.js';
import type { PlacedScalar } from './placed-yaml.js';
import { runProof } from './proof.js';
import { type Kdf, openedSeal } from './seal.js';
import type { CanonicalValue } from './types/index.js';

/** What lint says of one answer. `unproved`: nothing is known to be wrong, and nothing shows that it is right. */
export interface LintResult {
  readonly question: string;
  readonly field?: string;
  readonly outcome: 'proved' | 'wrong' | 'unproved' | 'warning';
  readonly message: string;
}

/** What a lab's answers are proved with. */
export interface LintGrounds {
  readonly view: CaseView;
  readonly kdf: Kdf;
  /** Absent: nothing can be proved. */
  readonly key?: LabKey;
}

/** Whether each answer of a lab is in its data, alone, and is the one that the lab accepts. */
export function lintAnswers(lab: Lab, grounds: LintGrounds): readonly LintResult[] {
  return lab.questions.flatMap((question) => [
    ...question.fields.map((field) => lintField(lab, question, field, grounds)),
    ...questionWarnings(question),
  ]);
}

function questionWarnings(question: Question): readonly LintResult[] {
  const cost = question.hints.reduce((sum, hint) => sum + hint.cost, 0);
  const warning = (message: string): LintResult => ({ question: question.id, outcome: 'warning', message });
  return [
    ...(cost > question.points ? [warning(`its hints cost ${cost}, more than its ${question.points} points`)] : []),
    ...(question.hints.length === 0 ? [warning('it has no hint: a beginner may be stuck here')] : []),
    ...(question.explain === undefined ? [warning('nothing is explained once it is solved')] : []),
  ];
}

function lintField(lab: Lab, question: Question, field: Field, { view, kdf, key }: LintGrounds): LintResult {
  const at = { question: question.id, field: field.name };
  const keyed = key?.questions.get(question.id)?.get(field.name);
  if (keyed === undefined) return { ...at, outcome: 'unproved', message: 'the key has no answer' };
  const unproved = whyUnproved(field, keyed);
  if (unproved !== undefined) return { ...at, outcome: 'unproved', message: unproved };
  const wrong = whyNotInData(field, keyed, view) ?? whyAmbiguous(field, keyed, view) ?? whyNotSealed(lab, question, field, keyed, kdf);
  if (wrong !== undefined) return { ...at, outcome: 'wrong', message: wrong };
  const how = field.answer === undefined ? ' (not sealed: only a key can grade it)' : '';
  return { ...at, outcome: 'proved', message: `${keyed.written.join(', ')}: ${keyed.proof?.where ?? ''}${how}` };
}

function whyUnproved(field: Field, { proof }: KeyedField): string | undefined {
  if (proof === undefined) return 'the key has no proof: say where the data holds the answer';
  return proof.take === undefined && !PROVED_BY_MATCH.has(field.type.value.kind)
    ? 'the proof takes no fact: a value of this type must be found in the data'
    : undefined;
}

/** Answers that a person concludes: no fact of the data is equal to them. */
const PROVED_BY_MATCH: ReadonlySet<string> = new Set(['oneOf', 'text']);

function whyNotInData(field: Field, keyed: KeyedField, view: CaseView): string | undefined {
  const { proof } = keyed;
  if (proof === undefined) return undefined;
  const { matches, values } = runProof(view, proof);
  if (matches === 0) return `the data has nothing that matches ${proof.where}`;
  if (proof.take === undefined) return undefined;
  const found = values.map((text) => readFact(field, text));
  const isRight = (value: CanonicalValue): boolean => keyed.values.some((right) => isEqual(field, value, right));
  const strange = values.filter((_, place) => {
    const value = found[place];
    return value === undefined || !isRight(value);
  });
  const lacking = keyed.written.filter((_, place) => {
    const right = keyed.values[place];
    return right === undefined || !found.some((value) => value !== undefined && isEqual(field, value, right));
  });
  const parts = [
    ...(lacking.length === 0 ? [] : [`the data does not have ${listed(lacking)}`]),
    ...(strange.length === 0 ? [] : [`the data has ${listed(strange)} there`]),
  ];
  return parts.length === 0 ? undefined : `${parts.join('; ')}: ${proof.take} where ${proof.where}`;
}

function isEqual(field: Field, given: CanonicalValue, right: CanonicalValue): boolean {
  return given.heads.includes(right.head) && field.type.value.isSame(given.detail, right.detail);
}

/** A fact of the data as if it stood in a file of answers. */
function readFact(field: Field, text: string): CanonicalValue | undefined {
  const isNumber = /^-?\d+$/.test(text);
  const node: PlacedScalar = { kind: 'scalar', place: { line: 1, column: 1 }, type: isNumber ? 'int' : 'text', text };
  const reading = field.type.value.read(node);
  return reading.kind === 'value' ? reading.value : undefined;
}

/** The beginning of an id must name one container of the data. */
function whyAmbiguous(field: Field, keyed: KeyedField, view: CaseView): string | undefined {
  if (field.type.value.kind !== 'containerId') return undefined;
  for (const { head } of keyed.values) {
    const count = view.containers().filter((container) => container.containerId.startsWith(head)).length;
    if (count > 1) return `${count} containers begin with ${head}: raise min`;
  }
  return undefined;
}

function whyNotSealed(lab: Lab, question: Question, field: Field, keyed: KeyedField, kdf: Kdf): string | undefined {
  const { answer } = field;
  if (answer === undefined) return undefined;
  const subject = { lab: labName(lab), question: question.id, field: field.name };
  const opened = keyed.values.map((value) => openedSeal(value, field.type.value, { subject, answer, kdf }));
  const isComplete = opened.every((place) => place !== undefined) && new Set(opened).size === answer.seals.length;
  return isComplete ? undefined : 'lab.yaml accepts another answer than the key has: "lab lint --seal" seals it again';
}

const MOST_LISTED = 5;

function listed(values: readonly string[]): string {
  const more = values.length - MOST_LISTED;
  return values.slice(0, MOST_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
