import { LEVELS, type Level } from '../../model/finding.js';
import { nearest } from '../../model/nearest.js';
import type { Place, ProblemList } from './problem.js';
import { entryOf, type YamlMap, type YamlNode } from './yaml-tree.js';

const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;

/** How far a rule's author trusts it. */
export type Status = (typeof STATUSES)[number];

/** What rules, correlations and filters say of themselves. */
export interface DocumentHead {
  readonly place: Place;
  readonly title: string;
  readonly id?: string;
  /** Unique word that correlations and filters may call it by. */
  readonly name?: string;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly status?: Status;
  /** Absent: the author named none. */
  readonly level?: Level;
  readonly date?: string;
  readonly modified?: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** Fields that the author would show. */
  readonly fields: readonly string[];
  readonly scope: readonly string[];
  readonly related: readonly RelatedRule[];
}

/** Another rule that a rule names as its relative. */
export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

/** What a document says of itself; `undefined` when it has no title. Everything else that is wrong is reported, too. */
export function parseHead(map: YamlMap, problems: ProblemList): DocumentHead | undefined {
  const title = textOf(map, 'title', problems);
  if (title === undefined || title.trim() === '') problems.error(entryOf(map, 'title')?.keyPlace ?? map.place, 'title is missing');
  const level = oneOf(map, 'level', LEVELS, problems);
  const status = oneOf(map, 'status', STATUSES, problems);
  const texts = ['id', 'name', 'description', 'author', 'license'] as const;
  const tags = listOf(map, 'tags', problems);
  checkTags(map, problems);
  if (title === undefined) return undefined;
  return {
    place: map.place,
    title: title.trim(),
    ...Object.fromEntries(texts.flatMap((key) => present(key, textOf(map, key, problems)?.trim()))),
    ...Object.fromEntries((['date', 'modified'] as const).flatMap((key) => present(key, dateOf(map, key, problems)))),
    ...(level === undefined ? {} : { level }),
    ...(status === undefined ? {} : { status }),
    tags,
    references: listOf(map, 'references', problems),
    falsePositives: listOf(map, 'falsepositives', problems),
    fields: listOf(map, 'fields', problems),
    scope: listOf(map, 'scope', problems),
    related: relatedOf(map),
  };
}

function present<Key extends string>(key: Key, value: string | undefined): [Key, string][] {
  return value === undefined || value === '' ? [] : [[key, value]];
}

/** The text of a key; `undefined` when the document does not have it. */
export function textOf(map: YamlMap, key: string, problems: ProblemList): string | undefined {
  const value = entryOf(map, key)?.value;
  if (value === undefined) return undefined;
  if (value.kind === 'scalar') return value.value === null ? undefined : value.text;
  problems.error(value.place, `${key} is a text`);
  return undefined;
}

/** The texts of a key's list, a single text being a list of one; none when the document does not have it. */
export function listOf(map: YamlMap, key: string, problems: ProblemList): readonly string[] {
  const value = entryOf(map, key)?.value;
  if (value === undefined) return [];
  const nodes: readonly YamlNode[] = value.kind === 'list' ? value.items : [value];
  return nodes.flatMap((node) => {
    if (node.kind === 'scalar') return node.value === null ? [] : [node.text];
    problems.error(node.place, `${key} is a list of texts`);
    return [];
  });
}

function oneOf<Word extends string>(map: YamlMap, key: string, words: readonly Word[], problems: ProblemList): Word | undefined {
  const text = textOf(map, key, problems);
  if (text === undefined) return undefined;
  const word = words.find((one) => one === text.toLowerCase());
  if (word !== undefined) return word;
  const meant = nearest(text, words);
  problems.error(
    entryOf(map, key)?.value.place ?? map.place,
    `${key} "${text}" is none of ${words.join(', ')}${meant === undefined ? '' : `: did you mean ${meant}?`}`,
  );
  return undefined;
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const OLD_DATE = /^(\d{4})\/(\d\d?)\/(\d\d?)$/;

/** ISO 8601. The slashes of Sigma 1 are understood, with a warning. */
function dateOf(map: YamlMap, key: string, problems: ProblemList): string | undefined {
  const text = textOf(map, key, problems)?.trim();
  if (text === undefined) return undefined;
  const place = entryOf(map, key)?.value.place ?? map.place;
  const [, year = '', month = '', day = ''] = ISO_DATE.exec(text) ?? OLD_DATE.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (year === '' || Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== iso) {
    problems.error(place, `${key} "${text}" is not a day like 2026-01-31`);
    return undefined;
  }
  if (!ISO_DATE.test(text)) problems.warning(place, `${key} is written ${iso} since Sigma 2`);
  return iso;
}

/** Any namespace will do, but there must be one: tactics and techniques come and go with ATT&CK's versions. */
function checkTags(map: YamlMap, problems: ProblemList): void {
  const value = entryOf(map, 'tags')?.value;
  if (value?.kind !== 'list') return;
  for (const node of value.items) {
    if (node.kind === 'scalar' && !/^[^.\s]+\.\S+$/.test(node.text))
      problems.warning(node.place, `the tag "${node.text}" has no namespace`);
  }
}

function relatedOf(map: YamlMap): readonly RelatedRule[] {
  const value = entryOf(map, 'related')?.value;
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((node) => {
    if (node.kind !== 'map') return [];
    const [id, type] = ['id', 'type'].map((key) => entryOf(node, key)?.value);
    return id?.kind === 'scalar' && type?.kind === 'scalar' ? [{ id: id.text, type: type.text }] : [];
  });
}
