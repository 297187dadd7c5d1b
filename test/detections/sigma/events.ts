import { ruleMatches } from '../../../src/detections/sigma/evaluate.js';
import type { SigmaEvent } from '../../../src/detections/sigma/event.js';
import { loadSigma, type SigmaRule } from '../../../src/detections/sigma/index.js';
import type { LoadOptions } from '../../../src/detections/sigma/load.js';

/** An event with these fields; a list is one fact written in several ways. Keywords look at all of them. */
export function event(fields: Readonly<Record<string, string | readonly string[]>>): SigmaEvent {
  const values = new Map(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
  return {
    sources: [{ product: 'linux', category: 'process_creation' }],
    values: (field) => values.get(field),
    keywords: () => [...values.values()].flat(),
    atUs: undefined,
    subject: { processId: 1, image: { execId: 'x', knownFrom: 'exec' }, summary: '' },
  };
}

const HEAD = 'title: A test\nlogsource: { product: linux, category: process_creation }\n';

/** The text of a rule with this detection; indentation is as the detection has it. */
export function ruleText(detection: string): string {
  const lines = detection.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return `${HEAD}detection:\n${lines.map((line) => `  ${line.slice(indent)}`).join('\n')}\n`;
}

/** The rule of a detection; throws when it does not load. */
export function rule(detection: string, options: LoadOptions = {}): SigmaRule {
  const set = loadSigma([{ path: 'test.yml', text: ruleText(detection) }], options);
  const [only] = set.rules;
  if (only === undefined) throw new Error(set.problems.map((problem) => problem.reason).join('; '));
  return only;
}

/** Why a detection does not load. */
export function refusals(detection: string, options: LoadOptions = {}): readonly string[] {
  const { problems } = loadSigma([{ path: 'test.yml', text: ruleText(detection) }], options);
  return problems.filter((problem) => problem.severity === 'error').map((problem) => problem.reason);
}

/** True when a rule with this detection matches an event with these fields. */
export function finds(detection: string, fields: Readonly<Record<string, string | readonly string[]>>): boolean {
  return ruleMatches(rule(detection), event(fields));
}

/** True when a rule with this one item, as YAML, matches. */
export function itemFinds(item: string, fields: Readonly<Record<string, string | readonly string[]>>): boolean {
  return finds(`selection:\n  ${item}\ncondition: selection`, fields);
}
