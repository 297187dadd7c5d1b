import { isAddressOrBlock } from '../../model/address-syntax.js';
import type { TextPattern } from '../../model/filter.js';
import { parseFilterValues } from '../../model/filter-grammar.js';
import { isDay } from '../../model/time.js';
import { ProblemList, type SigmaProblem } from '../sigma/problem.js';
import { parseYaml, type YamlEntry, type YamlNode } from '../sigma/yaml-tree.js';
import { SUPPRESSION_FIELDS, type SuppressionCondition, type SuppressionEntry, type SuppressionPattern } from './suppression.js';
import { listItems, type PlacedText, refuseUnknownKeys, requiredText } from './yaml-fields.js';

/** The entries of a file, and everything that is wrong with it. With a problem, none of it should be used. */
export interface SuppressionFile {
  readonly entries: readonly SuppressionEntry[];
  readonly problems: readonly SigmaProblem[];
}

/** Reads a file of suppressions: a list `suppress` of entries. An empty file has none. Never throws. */
export function readSuppressions(file: string, text: string): SuppressionFile {
  const problems = new ProblemList();
  const [document, another] = parseYaml(file, text, problems);
  if (another !== undefined) problems.error(another.place, 'a file of suppressions is one document');
  const entries = document === undefined ? [] : readDocument(document, problems);
  return { entries, problems: problems.found };
}

function readDocument(document: YamlNode, problems: ProblemList): readonly SuppressionEntry[] {
  if (document.kind !== 'map') {
    problems.error(document.place, 'write a list under the key "suppress"');
    return [];
  }
  refuseUnknownKeys(document, ['suppress'], problems);
  return listItems(document, 'suppress', problems).flatMap((item) => readEntry(item, problems) ?? []);
}

const KEYS = [...SUPPRESSION_FIELDS, 'reason', 'expires'] as const;

function readEntry(map: YamlNode, problems: ProblemList): SuppressionEntry | undefined {
  if (map.kind !== 'map') {
    problems.error(map.place, 'an entry is a mapping of keys');
    return undefined;
  }
  const before = problems.errorCount;
  refuseUnknownKeys(map, KEYS, problems);
  const conditions = SUPPRESSION_FIELDS.flatMap((field) => {
    const entry = map.entries.find(({ key }) => key === field);
    return entry === undefined ? [] : [{ field, patterns: readPatterns(field, entry, problems) }];
  });
  if (conditions.length === 0) {
    problems.error(map.place, `an entry says what it is about: at least one of ${SUPPRESSION_FIELDS.join(', ')}`);
  }
  const reason = requiredText(map, 'reason', 'why are these findings no news?', problems);
  const expires = requiredText(map, 'expires', 'the last day, like 2027-01-31, or never', problems);
  if (expires !== undefined && expires.text !== 'never' && !isDay(expires.text)) {
    problems.error(expires.place, `"${expires.text}" is no day: write one like 2027-01-31, or never`);
  }
  if (problems.errorCount > before || reason === undefined || expires === undefined) return undefined;
  return { conditions, reason: reason.text, expires: expires.text, place: map.place };
}

function readPatterns(field: SuppressionCondition['field'], { value, keyPlace }: YamlEntry, problems: ProblemList) {
  const values = value.kind === 'list' ? value.items : [value];
  if (values.length === 0) problems.error(keyPlace, `${field}: an empty list would match nothing`);
  return values.flatMap((one): readonly SuppressionPattern[] => {
    if (one.kind === 'scalar') return patternsOf(field, one, problems);
    problems.error(one.place, `${field} is a text or a list of texts`);
    return [];
  });
}

function patternsOf(
  field: SuppressionCondition['field'],
  { text, place }: PlacedText,
  problems: ProblemList,
): readonly SuppressionPattern[] {
  // Any key of the grammar that holds text reads its values the same way.
  const term = parseFilterValues('workload', text);
  if (term.kind === 'text') return term.patterns.map((pattern) => patternOf(field, pattern));
  if (term.kind === 'error') problems.error(place, `${field}: ${[term.message, term.hint].filter(Boolean).join('; ')}`);
  return [];
}

/** A rule is named whole: what was accepted of one must not silence another whose id begins with it. */
function patternOf(field: SuppressionCondition['field'], pattern: TextPattern): SuppressionPattern {
  if (pattern.match !== 'substring') return pattern;
  if (field === 'rule') return { match: 'glob', text: pattern.text };
  return field === 'destination' && isAddressOrBlock(pattern.text) ? { match: 'block', block: pattern.text } : pattern;
}
