import { type Detection, parseDetection } from './detection.js';
import { type DocumentHead, parseHead } from './document.js';
import { type LogSource, parseLogSource } from './log-source.js';
import type { Placeholders } from './placeholders.js';
import type { ProblemList } from './problem.js';
import { entryOf, type YamlMap } from './yaml-tree.js';

/** A Sigma rule that loaded, with the filters that apply to it. */
export interface SigmaRule extends DocumentHead {
  readonly kind: 'rule';
  /** Its id, else its name, else its title: what findings and references call it. */
  readonly key: string;
  readonly logSource: LogSource;
  readonly detection: Detection;
  /** Further conditions that must hold, each over selections of its own. */
  readonly filters: readonly AppliedFilter[];
}

/** A filter as far as a rule that it applies to needs it. */
export interface AppliedFilter {
  readonly title: string;
  readonly detection: Detection;
}

/** The rule that a document is; `undefined` when something in it is wrong, which is reported. */
export function parseRule(map: YamlMap, placeholders: Placeholders, problems: ProblemList): SigmaRule | undefined {
  const before = problems.errorCount;
  const head = parseHead(map, problems);
  const logSource = parseLogSource(map, problems);
  const detection = entryOf(map, 'detection');
  if (detection === undefined) problems.error(map.place, 'detection is missing');
  else if (detection.value.kind !== 'map') problems.error(detection.value.place, 'detection is a mapping of selections and a condition');
  const parsed = detection?.value.kind === 'map' ? parseDetection(detection.value, placeholders, problems) : undefined;
  if (head === undefined || logSource === undefined || parsed === undefined || problems.errorCount > before) return undefined;
  return { ...head, kind: 'rule', key: head.id ?? head.name ?? head.title, logSource, detection: parsed, filters: [] };
}
