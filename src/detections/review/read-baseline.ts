import { LEVELS } from '../../model/finding.js';
import { ProblemList, type SigmaProblem } from '../sigma/problem.js';
import { parseYaml, type YamlMap, type YamlNode } from '../sigma/yaml-tree.js';
import { type Baseline, BEHAVIOURS, type Behaviour, type KnownFinding, WORKLOAD_KEYS, type WorkloadBehaviour } from './baseline.js';
import { listItems, refuseUnknownKeys, requiredText } from './yaml-fields.js';

/** A baseline, or what is wrong with its file. */
export type BaselineFile =
  | { readonly kind: 'read'; readonly baseline: Baseline }
  | { readonly kind: 'refused'; readonly problems: readonly [SigmaProblem, ...SigmaProblem[]] };

/** Reads a baseline of findings or of behaviour; its `kind` says which. Never throws. */
export function readBaseline(file: string, text: string): BaselineFile {
  const problems = new ProblemList();
  const [document] = parseYaml(file, text, problems);
  const baseline = readDocument(file, document, problems);
  const [first, ...rest] = problems.found;
  if (first !== undefined) return { kind: 'refused', problems: [first, ...rest] };
  if (baseline !== undefined) return { kind: 'read', baseline };
  return { kind: 'refused', problems: [{ file, line: 1, column: 1, severity: 'error', reason: 'the file is empty' }] };
}

function readDocument(file: string, document: YamlNode | undefined, problems: ProblemList): Baseline | undefined {
  if (document === undefined) return undefined;
  if (document.kind !== 'map') {
    problems.error(document.place, 'a baseline is a mapping of keys');
    return undefined;
  }
  const kind = requiredText(document, 'kind', 'a baseline is of findings (--write-baseline) or of behaviour (baseline learn)', problems);
  switch (kind?.text) {
    case undefined:
      return undefined;
    case 'findings':
      refuseUnknownKeys(document, ['schemaVersion', 'kind', 'findings'], problems);
      return { kind: 'findings', file, findings: maps(document, 'findings', problems).flatMap((map) => knownFinding(map, problems) ?? []) };
    case 'behaviour':
      refuseUnknownKeys(document, ['schemaVersion', 'kind', 'workloads'], problems);
      return {
        kind: 'behaviour',
        file,
        workloads: maps(document, 'workloads', problems).flatMap((map) => workload(map, problems) ?? []),
      };
    default:
      problems.error(kind?.place ?? document.place, `"${kind?.text}" is no kind of baseline: findings or behaviour`);
      return undefined;
  }
}

function maps(document: YamlMap, key: string, problems: ProblemList): readonly YamlMap[] {
  return listItems(document, key, problems).flatMap((item) => {
    if (item.kind === 'map') return [item];
    problems.error(item.place, 'an item is a mapping of keys');
    return [];
  });
}

/** Its other keys are for the one who reviews the file. */
function knownFinding(map: YamlMap, problems: ProblemList): KnownFinding | undefined {
  const id = requiredText(map, 'id', 'the fingerprint of a finding', problems);
  const text = requiredText(map, 'level', LEVELS.join(', '), problems);
  const level = LEVELS.find((known) => known === text?.text);
  if (text !== undefined && level === undefined) problems.error(text.place, `"${text.text}" is no level: ${LEVELS.join(', ')}`);
  return id === undefined || level === undefined ? undefined : { id: id.text, level };
}

function workload(map: YamlMap, problems: ProblemList): WorkloadBehaviour | undefined {
  refuseUnknownKeys(map, [...WORKLOAD_KEYS, ...BEHAVIOURS], problems);
  const [key, another] = WORKLOAD_KEYS.filter((known) => map.entries.some((entry) => entry.key === known));
  if (key === undefined || another !== undefined) {
    problems.error(map.place, `an item has one of ${WORKLOAD_KEYS.join(', ')}`);
    return undefined;
  }
  const name = requiredText(map, key, 'the name that it is known by', problems);
  const facts = {
    binaries: texts(map, 'binaries', problems),
    parents: texts(map, 'parents', problems),
    listeners: texts(map, 'listeners', problems),
    destinations: texts(map, 'destinations', problems),
  };
  return name === undefined ? undefined : { key, name: name.text, facts };
}

function texts(map: YamlMap, key: Behaviour, problems: ProblemList): ReadonlySet<string> {
  const found = listItems(map, key, problems).flatMap((item) => {
    if (item.kind === 'scalar' && item.text !== '') return [item.text];
    problems.error(item.place, `${key} are texts`);
    return [];
  });
  return new Set(found);
}
