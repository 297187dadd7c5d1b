import { parseFilter } from '../model/filter-grammar.js';
import { type Field, type Lab, labName } from './definition.js';
import { FACT_NAMES, isFactName } from './facts.js';
import { type PlacedEntry, type PlacedMap, type PlacedNode, readYaml } from './placed-yaml.js';
import { type LabProblem, type Place, ProblemList } from './problem.js';
import type { Proof, ProofSubject } from './proof.js';
import { API_VERSION, requireWord } from './read-lab.js';
import type { CanonicalValue } from './types/index.js';
import { refuseUnknownKeys, requiredText, valueUnder } from './yaml-shape.js';

/** The answers of a lab in plain, and where the data says so: what a teacher keeps. */
export interface LabKey {
  readonly questions: ReadonlyMap<string, ReadonlyMap<string, KeyedField>>;
}

/** The right values of a field: all items of a set; else any of them is right. */
export interface KeyedField {
  readonly values: readonly CanonicalValue[];
  /** As the key has them, for what is printed. */
  readonly written: readonly string[];
  readonly proof?: Proof;
  readonly place: Place;
}

/** A key that was read, and all that is wrong with its text. */
export interface KeyReading {
  readonly key?: LabKey;
  readonly problems: readonly LabProblem[];
}

/** Reads the text of a `key.yaml` for a lab. Never throws. */
export function readKey(text: string, lab: Lab): KeyReading {
  const problems = new ProblemList();
  const root = readYaml(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.hasErrors) problems.error({ line: 1, column: 1 }, 'this is no key: there are no keys');
    return { problems: problems.all };
  }
  refuseUnknownKeys(root, ['apiVersion', 'kind', 'lab', 'questions'], problems);
  requireWord(root, 'apiVersion', API_VERSION, problems);
  requireWord(root, 'kind', 'LabKey', problems);
  requireWord(root, 'lab', labName(lab), problems);
  const questions = new Map(
    entriesOf(valueUnder(root, 'questions'), 'questions', problems).flatMap((entry) => {
      const question = lab.questions.find(({ id }) => id === entry.key);
      if (question === undefined) {
        problems.error(entry.keyPlace, `the lab has no question ${entry.key}`);
        return [];
      }
      return [[entry.key, keyedFields(entry, question.fields, problems)] as const];
    }),
  );
  return problems.hasErrors ? { problems: problems.all } : { key: { questions }, problems: problems.all };
}

function entriesOf(node: PlacedNode | undefined, what: string, problems: ProblemList): readonly PlacedEntry[] {
  if (node?.kind === 'map') return node.entries;
  if (node !== undefined) problems.error(node.place, `${what} must be a mapping`);
  return [];
}

function keyedFields(entry: PlacedEntry, fields: readonly Field[], problems: ProblemList): ReadonlyMap<string, KeyedField> {
  const keyed = new Map<string, KeyedField>();
  for (const { key, keyPlace, value } of entriesOf(entry.value, entry.key, problems)) {
    const field = fields.find(({ name }) => name === key);
    if (field === undefined) problems.error(keyPlace, `the question ${entry.key} has no field ${key}`);
    else if (value.kind !== 'map')
      problems.error(value.place, 'a value and a proof belong here: { value: 22931, proof: { of: process, where: … } }');
    else keyed.set(key, keyedField(value, field, problems));
  }
  return keyed;
}

function keyedField(map: PlacedMap, field: Field, problems: ProblemList): KeyedField {
  refuseUnknownKeys(map, ['value', 'anyOf', 'proof'], problems);
  const given = valueUnder(map, 'value') ?? valueUnder(map, 'anyOf');
  const isList = field.type.kind === 'set' || valueUnder(map, 'anyOf') !== undefined;
  if (given === undefined) problems.error(map.place, 'value is required, or anyOf where several are right');
  else if (isList !== (given.kind === 'list')) problems.error(given.place, isList ? 'a list belongs here' : 'one value belongs here');
  const nodes = given === undefined ? [] : given.kind === 'list' ? given.items : [given];
  const values = nodes.flatMap((node) => {
    const reading = field.type.value.read(node);
    if (reading.kind === 'value') return [reading.value];
    problems.error(node.place, reading.message);
    return [];
  });
  const proof = valueUnder(map, 'proof');
  const read = proof === undefined ? undefined : readProof(proof, problems);
  return {
    values,
    written: nodes.map((node) => (node.kind === 'scalar' ? node.text : '')),
    place: map.place,
    ...(read === undefined ? {} : { proof: read }),
  };
}

const SUBJECTS: readonly ProofSubject[] = ['process', 'connection', 'file'];

function readProof(node: PlacedNode, problems: ProblemList): Proof | undefined {
  if (node.kind !== 'map') {
    problems.error(node.place, 'a proof says where the data holds the answer: { of: process, where: FILTER, take: pid }');
    return undefined;
  }
  refuseUnknownKeys(node, ['of', 'where', 'path', 'take'], problems);
  const of = requiredText(node, 'of', SUBJECTS.join(' or '), problems);
  const subject = SUBJECTS.find((one) => one === of?.text);
  if (of !== undefined && subject === undefined) problems.error(of.place, `of is ${SUBJECTS.join(' or ')}`);
  const where = requiredText(node, 'where', 'a filter, as the command line takes it', problems);
  const parsed = where === undefined ? undefined : parseFilter(where.text);
  if (where !== undefined && parsed?.kind !== 'filter') problems.error(where.place, `this is no filter: ${parsed?.message ?? ''}`);
  const take = valueUnder(node, 'take');
  const fact = take?.kind === 'scalar' && isFactName(take.text) ? take.text : undefined;
  if (take !== undefined && fact === undefined) problems.error(take.place, `take names a fact: ${FACT_NAMES.join(', ')}`);
  const path = valueUnder(node, 'path');
  if (subject === undefined || parsed?.kind !== 'filter') return undefined;
  return {
    of: subject,
    filter: parsed.filter,
    where: where?.text ?? '',
    ...(path?.kind === 'scalar' ? { path: { match: 'glob' as const, text: path.text } } : {}),
    ...(fact === undefined ? {} : { take: fact }),
  };
}
