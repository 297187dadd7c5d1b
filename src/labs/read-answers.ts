import { nearest } from '../model/nearest.js';
import { type Lab, labName } from './definition.js';
import { type PlacedMap, type PlacedNode, readYaml } from './placed-yaml.js';
import { type LabProblem, ProblemList } from './problem.js';
import { valueUnder } from './yaml-shape.js';

/** What a learner wrote: of each question and field the value, absent where none stands. */
export type GivenAnswers = ReadonlyMap<string, ReadonlyMap<string, PlacedNode>>;

/** A learner's file, and what is wrong with it. There are no answers where something is an error. */
export interface AnswersReading {
  readonly answers?: GivenAnswers;
  readonly problems: readonly LabProblem[];
}

/** The lab that a text of answers says it is for, `undefined` where it says none or is no YAML. */
export function labAnswered(text: string): string | undefined {
  const root = readYaml(text, new ProblemList());
  const lab = root?.kind === 'map' ? valueUnder(root, 'lab') : undefined;
  return lab?.kind === 'scalar' ? lab.text : undefined;
}

/** Reads the text of an `answers.yaml` for a lab. Ids that the lab doesn't have are warned of and passed over. Never throws. */
export function readAnswers(text: string, lab: Lab): AnswersReading {
  const problems = new ProblemList();
  const root = readYaml(text, problems);
  if (root !== undefined && root.kind !== 'map')
    problems.error(root.place, 'this is no file of answers: it begins with "lab:" and "answers:"');
  if (root?.kind !== 'map') return problems.hasErrors ? { problems: problems.all } : { answers: new Map(), problems: problems.all };
  checkLab(root, lab, problems);
  const known = ['lab', 'answers'];
  for (const { key, keyPlace } of root.entries) if (!known.includes(key)) problems.warning(keyPlace, unknown('key', key, known));
  const answers = answersUnder(root, lab, problems);
  return problems.hasErrors ? { problems: problems.all } : { answers, problems: problems.all };
}

function checkLab(root: PlacedMap, lab: Lab, problems: ProblemList): void {
  const named = valueUnder(root, 'lab');
  if (named === undefined) problems.warning(root.place, `no lab is named: write lab: ${labName(lab)}`);
  else if (named.kind !== 'scalar') problems.error(named.place, `lab must be ${labName(lab)}`);
  else if (named.text !== labName(lab)) {
    const isOther = named.text.split('@', 1)[0] !== lab.id;
    problems.error(
      named.place,
      isOther
        ? `these are answers to ${named.text}, not to ${labName(lab)}`
        : `these are answers to ${named.text}: the lab is ${labName(lab)} now`,
    );
  }
}

function answersUnder(root: PlacedMap, lab: Lab, problems: ProblemList): GivenAnswers {
  const answers = valueUnder(root, 'answers');
  if (answers === undefined) return new Map();
  if (answers.kind !== 'map') {
    problems.error(answers.place, 'answers must be a mapping: the id of a question, and below it its fields');
    return new Map();
  }
  const ids = lab.questions.map(({ id }) => id);
  return new Map(
    answers.entries.flatMap(({ key, keyPlace, value }) => {
      const question = lab.questions.find(({ id }) => id === key);
      if (question === undefined) {
        problems.warning(keyPlace, unknown('question', key, ids));
        return [];
      }
      const names = question.fields.map(({ name }) => name);
      if (value.kind !== 'map') {
        if (!isEmpty(value)) problems.error(value.place, `an answer names its fields: ${names.join(', ')}`);
        return [];
      }
      return [[key, fieldsOf(value, names, problems)] as const];
    }),
  );
}

function fieldsOf(map: PlacedMap, names: readonly string[], problems: ProblemList): ReadonlyMap<string, PlacedNode> {
  const fields = new Map<string, PlacedNode>();
  for (const { key, keyPlace, value } of map.entries) {
    if (!names.includes(key)) problems.warning(keyPlace, unknown('field', key, names));
    else if (!isEmpty(value)) fields.set(key, value);
  }
  return fields;
}

/** What the stub has in the place of an answer. */
function isEmpty(node: PlacedNode): boolean {
  return node.kind === 'scalar'
    ? node.text.trim() === '' || (node.type === 'null' && /^(~|null)?$/i.test(node.text))
    : node.kind === 'list' && node.items.length === 0;
}

function unknown(what: string, key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return `there is no ${what} "${key}"${meant === undefined ? '' : `: did you mean ${meant}?`}; it is passed over`;
}
