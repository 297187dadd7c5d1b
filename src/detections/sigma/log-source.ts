import type { EventSource } from './event.js';
import type { ProblemList } from './problem.js';
import { entryOf, type YamlMap } from './yaml-tree.js';

/** Which events a rule is about. What is absent is not asked for. */
export interface LogSource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

const NAMES = ['product', 'category', 'service'] as const;

/** The log source of a rule, a filter included; `undefined` when it has none that can be read, which is reported. */
export function parseLogSource(map: YamlMap, problems: ProblemList): LogSource | undefined {
  const entry = entryOf(map, 'logsource');
  if (entry === undefined) {
    problems.error(map.place, 'logsource is missing');
    return undefined;
  }
  if (entry.value.kind !== 'map') {
    problems.error(entry.value.place, 'logsource is a mapping of product, category and service');
    return undefined;
  }
  const found: { -readonly [Key in keyof LogSource]: LogSource[Key] } = {};
  for (const name of NAMES) {
    const value = entryOf(entry.value, name)?.value;
    if (value === undefined) continue;
    if (value.kind !== 'scalar' || value.text === '') {
      problems.error(value.place, `logsource: ${name} is a word`);
      return undefined;
    }
    found[name] = value.text.toLowerCase();
  }
  if (Object.keys(found).length === 0) {
    problems.error(entry.value.place, 'logsource names no product, category or service');
    return undefined;
  }
  return found;
}

/** True when everything that the log source names is what the event's is. */
export function covers(wanted: LogSource, source: EventSource | LogSource): boolean {
  return NAMES.every((name) => wanted[name] === undefined || wanted[name] === source[name]);
}

/** `product linux, category process_creation`. */
export function logSourceText(source: LogSource): string {
  return NAMES.flatMap((name) => (source[name] === undefined ? [] : [`${name} ${source[name]}`])).join(', ');
}
