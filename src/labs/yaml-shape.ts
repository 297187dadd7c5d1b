import { unknownKey } from '../model/nearest.js';
import type { PlacedList, PlacedMap, PlacedNode, PlacedScalar } from './placed-yaml.js';
import type { ProblemList } from './problem.js';

/** The value under a key; absent where the key is missing or stands there without a value. */
export function valueUnder(map: PlacedMap, key: string): PlacedNode | undefined {
  const value = map.entries.find((entry) => entry.key === key)?.value;
  return value?.kind === 'scalar' && value.type === 'null' ? undefined : value;
}

/** The text under a key that must be there; a problem and `undefined` where it is not. */
export function requiredText(map: PlacedMap, key: string, meaning: string, problems: ProblemList): PlacedScalar | undefined {
  const value = valueUnder(map, key);
  if (value?.kind === 'scalar' && value.text.trim() !== '') return value;
  problems.error(value?.place ?? map.place, `${key} is required: ${meaning}`);
  return undefined;
}

/** The text under a key that may be missing; a problem when a list or a mapping stands there. */
export function optionalText(map: PlacedMap, key: string, problems: ProblemList): string | undefined {
  const value = valueUnder(map, key);
  if (value === undefined) return undefined;
  if (value.kind === 'scalar') return value.text;
  problems.error(value.place, `${key} must be a text`);
  return undefined;
}

/** The whole number under a key, `fallback` where the key is missing; a problem for anything else or out of bounds. */
export function wholeNumber(
  map: PlacedMap,
  key: string,
  { least, most, fallback }: { readonly least: number; readonly most: number; readonly fallback: number },
  problems: ProblemList,
): number {
  const value = valueUnder(map, key);
  if (value === undefined) return fallback;
  const number = value.kind === 'scalar' && value.type === 'int' ? Number(value.text) : Number.NaN;
  if (number >= least && number <= most) return number;
  problems.error(value.place, `${key} must be a whole number from ${least} to ${most}`);
  return fallback;
}

/** The items of the list under a key, none where it is missing; a problem for anything else. */
export function listOf(map: PlacedMap, key: string, problems: ProblemList): readonly PlacedNode[] {
  const value = valueUnder(map, key);
  if (value === undefined) return [];
  if (value.kind === 'list') return value.items;
  problems.error(value.place, `${key} must be a list`);
  return [];
}

/** The mappings among nodes; a problem for each other one. */
export function mapsIn(nodes: readonly PlacedNode[], what: string, problems: ProblemList): readonly PlacedMap[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'map') return [node];
    problems.error(node.place, `${what} must be a mapping with keys`);
    return [];
  });
}

/** The texts of a list; a problem for each item that is none. */
export function textsIn(list: PlacedList | readonly PlacedNode[], problems: ProblemList): readonly PlacedScalar[] {
  const items = 'kind' in list ? list.items : list;
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && item.type !== 'null') return [item];
    problems.error(item.place, 'a text belongs here');
    return [];
  });
}

/** Reports keys that nothing reads: a misspelled one must not be passed over. */
export function refuseUnknownKeys(map: PlacedMap, known: readonly string[], problems: ProblemList): void {
  for (const { key, keyPlace } of map.entries) if (!known.includes(key)) problems.error(keyPlace, unknownKey(key, known));
}
