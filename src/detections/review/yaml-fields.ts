import { unknownKey } from '../../model/nearest.js';
import type { Place, ProblemList } from '../sigma/problem.js';
import type { YamlMap, YamlNode } from '../sigma/yaml-tree.js';

/** A text with the place where it stands. */
export interface PlacedText {
  readonly text: string;
  readonly place: Place;
}

/** The value of a key, without spaces at its ends; where it is missing or empty, a problem that says what belongs there. */
export function requiredText(map: YamlMap, key: string, hint: string, problems: ProblemList): PlacedText | undefined {
  const value = map.entries.find((entry) => entry.key === key)?.value;
  if (value?.kind === 'scalar' && value.text.trim() !== '') return { text: value.text.trim(), place: value.place };
  problems.error(value?.place ?? map.place, `${key} is required: ${hint}`);
  return undefined;
}

/** The items of the list under a key; none where the key is missing or has no value. A problem for anything else. */
export function listItems(map: YamlMap, key: string, problems: ProblemList): readonly YamlNode[] {
  const value = map.entries.find((entry) => entry.key === key)?.value;
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
  if (value.kind === 'list') return value.items;
  problems.error(value.place, `"${key}" must be a list`);
  return [];
}

/** Reports keys that nothing reads: a misspelled one must not be passed over. */
export function refuseUnknownKeys(map: YamlMap, known: readonly string[], problems: ProblemList): void {
  for (const { key, keyPlace } of map.entries) if (!known.includes(key)) problems.error(keyPlace, unknownKey(key, known));
}
