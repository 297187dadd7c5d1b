import { nearest } from '../model/nearest.js';
import { isDay } from '../model/time.js';
import type { Field, KdfCost, SealedAnswer } from './definition.js';
import { FACT_NAMES, type FactName, isFactName } from './facts.js';
import type { PlacedEntry, PlacedMap } from './placed-yaml.js';
import type { ProblemList } from './problem.js';
import { isSeal } from './seal.js';
import { SHORTEST_ID } from './types/container-id.js';
import { type FieldType, VALUE_TYPES, valueType } from './types/index.js';
import { listOf, optionalText, refuseUnknownKeys, requiredText, textsIn, valueUnder, wholeNumber } from './yaml-shape.js';

const FIELD_KEYS = ['type', 'of', 'min', 'tolerance', 'day', 'choices', 'from', 'answer'];
const NAME = /^[a-z][A-Za-z0-9_-]{0,31}$/;

/** The field that a key and its value define; nothing where its type can't be told. */
export function readField({ key, keyPlace, value }: PlacedEntry, problems: ProblemList): readonly Field[] {
  if (!NAME.test(key)) problems.error(keyPlace, `"${key}" can't name a field: letters, digits, - and _`);
  if (value.kind !== 'map') {
    problems.error(value.place, `${key} has a type: { type: int }`);
    return [];
  }
  refuseUnknownKeys(value, FIELD_KEYS, problems);
  const type = typeOf(value, problems);
  if (type === undefined) return [];
  const from = factUnder(value, problems);
  const answer = sealedAnswer(value, problems);
  return [{ name: key, type, ...(from === undefined ? {} : { from }), ...(answer === undefined ? {} : { answer }) }];
}

function typeOf(map: PlacedMap, problems: ProblemList): FieldType | undefined {
  const name = requiredText(map, 'type', `one of set, ${VALUE_TYPES.join(', ')}`, problems);
  if (name === undefined) return undefined;
  const single = name.text === 'set' ? requiredText(map, 'of', "the type of the set's items", problems) : name;
  if (single === undefined) return undefined;
  const day = optionalText(map, 'day', problems);
  if (day !== undefined && !isDay(day)) problems.error(map.place, `"${day}" is no day: write it like 2026-11-20`);
  const choices = textsIn(listOf(map, 'choices', problems), problems).map(({ text }) => text);
  if (single.text === 'oneOf' && choices.length < 2) problems.error(map.place, 'oneOf needs choices, at least two');
  const type = valueType(single.text, {
    min: wholeNumber(map, 'min', { least: SHORTEST_ID, most: 64, fallback: SHORTEST_ID }, problems),
    tolerance: wholeNumber(map, 'tolerance', { least: 0, most: 86_400, fallback: 1 }, problems),
    ...(day === undefined ? {} : { day }),
    choices,
  });
  if (type !== undefined) return { kind: name.text === 'set' ? 'set' : 'single', value: type };
  const meant = nearest(single.text, VALUE_TYPES);
  problems.error(
    single.place,
    `there is no type "${single.text}"${meant === undefined ? `; there are set, ${VALUE_TYPES.join(', ')}` : `: did you mean ${meant}?`}`,
  );
  return undefined;
}

function factUnder(map: PlacedMap, problems: ProblemList): FactName | undefined {
  const from = valueUnder(map, 'from');
  if (from === undefined) return undefined;
  if (from.kind === 'scalar' && isFactName(from.text)) return from.text;
  problems.error(from.place, `from names a fact: ${FACT_NAMES.join(', ')}`);
  return undefined;
}

/** A guess at less is no curtain; one at more takes more memory than a learner's machine may have. */
const COST: Readonly<Record<keyof KdfCost, { readonly least: number; readonly most: number; readonly fallback: number }>> = {
  N: { least: 2, most: 262_144, fallback: 16_384 },
  r: { least: 1, most: 16, fallback: 8 },
  p: { least: 1, most: 4, fallback: 1 },
};

function sealedAnswer(field: PlacedMap, problems: ProblemList): SealedAnswer | undefined {
  const map = valueUnder(field, 'answer');
  if (map === undefined) return undefined;
  if (map.kind !== 'map') {
    problems.error(map.place, 'an answer stands here sealed, never plain: put it into key.yaml, and "lab lint --seal" seals it');
    return undefined;
  }
  refuseUnknownKeys(map, ['kdf', 'N', 'r', 'p', 'salt', 'hash'], problems);
  const kdf = requiredText(map, 'kdf', 'scrypt', problems);
  if (kdf !== undefined && kdf.text !== 'scrypt') problems.error(kdf.place, 'the only kdf is scrypt');
  const cost = { N: costOf(map, 'N', problems), r: costOf(map, 'r', problems), p: costOf(map, 'p', problems) };
  if (Math.log2(cost.N) % 1 !== 0) problems.error(map.place, 'N must be a power of two');
  const hash = valueUnder(map, 'hash');
  const seals = hash === undefined ? [] : textsIn(hash.kind === 'list' ? hash : [hash], problems);
  for (const seal of seals) if (!isSeal(seal.text)) problems.error(seal.place, 'this is no seal: "lab lint --seal" writes them');
  if (seals.length === 0) problems.error(map.place, 'hash is required: "lab lint --seal" writes it');
  return { cost, salt: requiredText(map, 'salt', 'random digits', problems)?.text ?? '', seals: seals.map(({ text }) => text) };
}

function costOf(map: PlacedMap, key: keyof KdfCost, problems: ProblemList): number {
  return wholeNumber(map, key, COST[key], problems);
}
