import { LEVELS, type Level } from '../../model/finding.js';
import { listItems, refuseUnknownKeys, requiredText } from '../review/yaml-fields.js';
import { ProblemList, type SigmaProblem } from '../sigma/problem.js';
import { parseYaml, type YamlMap, type YamlNode } from '../sigma/yaml-tree.js';
import type { FieldValues, RuleTest, TestInput } from './rule-test.js';

/** The tests of a file, and everything that is wrong with it. With a problem, none of it should be run. */
export interface RuleTestFile {
  /** Sigma rules that the tests are about, as the file names them: from its own folder. */
  readonly rules: readonly string[];
  readonly tests: readonly RuleTest[];
  readonly problems: readonly SigmaProblem[];
}

/** Reads a file of tests for rules. Never throws. */
export function readRuleTests(file: string, text: string): RuleTestFile {
  const problems = new ProblemList();
  const [document] = parseYaml(file, text, problems);
  if (document === undefined || document.kind !== 'map') {
    problems.error(document?.place ?? { file, line: 1, column: 1 }, 'a file of tests is a mapping with a list under the key "tests"');
    return { rules: [], tests: [], problems: problems.found };
  }
  refuseUnknownKeys(document, ['rules', 'tests'], problems);
  const rules = textsOf(document, 'rules', problems);
  const tests = listItems(document, 'tests', problems).flatMap((item) => readTest(item, problems) ?? []);
  return { rules, tests, problems: problems.found };
}

const INPUTS = ['fields', 'drawing', 'events'] as const;

function readTest(item: YamlNode, problems: ProblemList): RuleTest | undefined {
  if (item.kind !== 'map') {
    problems.error(item.place, 'a test is a mapping of keys');
    return undefined;
  }
  refuseUnknownKeys(item, ['name', ...INPUTS, 'expect', 'expectNot', 'quietFrom'], problems);
  const name = requiredText(item, 'name', 'what happens in this test?', problems);
  const input = readInput(item, problems);
  const expect = textsOf(item, 'expect', problems);
  const expectNot = textsOf(item, 'expectNot', problems);
  const quietFrom = readLevel(item, problems);
  const isIdle = expect.length === 0 && expectNot.length === 0 && quietFrom === undefined;
  if (isIdle) problems.error(item.place, 'a test says what it expects: expect, expectNot or quietFrom');
  if (name === undefined || input === undefined || isIdle) return undefined;
  return { name: name.text, place: item.place, input, expect, expectNot, ...(quietFrom === undefined ? {} : { quietFrom }) };
}

function readInput(map: YamlMap, problems: ProblemList): TestInput | undefined {
  const given = map.entries.filter(({ key }) => INPUTS.some((known) => known === key));
  const [entry] = given;
  if (entry === undefined || given.length > 1) {
    problems.error(map.place, `a test shows one of ${INPUTS.join(', ')}`);
    return undefined;
  }
  if (entry.key === 'events') return { kind: 'events', paths: textsOf(map, 'events', problems) };
  if (entry.key === 'drawing') {
    const drawing = requiredText(map, 'drawing', 'a scenario, drawn as rules draw theirs', problems);
    return drawing === undefined ? undefined : { kind: 'drawing', text: drawingText(entry.value) ?? drawing.text };
  }
  const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  return { kind: 'fields', events: nodes.flatMap((node) => fieldsOf(node, problems) ?? []) };
}

/** Columns count in a drawing: its first line keeps its spaces. */
function drawingText(value: YamlNode): string | undefined {
  return value.kind === 'scalar' ? value.text : undefined;
}

function fieldsOf(node: YamlNode, problems: ProblemList): FieldValues | undefined {
  if (node.kind !== 'map') {
    problems.error(node.place, 'an event is a mapping of fields');
    return undefined;
  }
  return new Map(node.entries.map(({ key, value }) => [key, texts(value, problems)]));
}

function textsOf(map: YamlMap, key: string, problems: ProblemList): readonly string[] {
  const value = map.entries.find((entry) => entry.key === key)?.value;
  return value === undefined ? [] : texts(value, problems);
}

/** One text, or a list of them. */
function texts(value: YamlNode, problems: ProblemList): readonly string[] {
  const nodes = value.kind === 'list' ? value.items : [value];
  return nodes.flatMap((node) => {
    if (node.kind === 'scalar') return [node.text];
    problems.error(node.place, 'a text, or a list of texts');
    return [];
  });
}

function readLevel(map: YamlMap, problems: ProblemList): Level | undefined {
  const value = map.entries.find(({ key }) => key === 'quietFrom')?.value;
  if (value === undefined) return undefined;
  const level = LEVELS.find((known) => value.kind === 'scalar' && known === value.text);
  if (level === undefined) problems.error(value.place, `quietFrom is a level: ${LEVELS.join(', ')}`);
  return level;
}
