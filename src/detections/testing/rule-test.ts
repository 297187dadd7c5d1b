import { type Finding, type Level, levelRank } from '../../model/finding.js';
import type { Place } from '../sigma/problem.js';

/** What a test shows to rules. `fields`: events of a Sigma log source by their fields. `drawing`: a scenario. `events`: recordings. */
export type TestInput =
  | { readonly kind: 'fields'; readonly events: readonly FieldValues[] }
  | { readonly kind: 'drawing'; readonly text: string }
  | { readonly kind: 'events'; readonly paths: readonly string[] };

/** Fields of an event with their values. */
export type FieldValues = ReadonlyMap<string, readonly string[]>;

/** Something that happened, and which rules must and must not speak about it. */
export interface RuleTest {
  readonly name: string;
  readonly place: Place;
  readonly input: TestInput;
  /** Ids, names or titles of rules that must speak. */
  readonly expect: readonly string[];
  readonly expectNot: readonly string[];
  /** No rule but those expected may speak at this level or above it. */
  readonly quietFrom?: Level;
}

/** A rule that spoke, by every word that a test may call it by. */
export interface Spoken {
  readonly words: readonly string[];
  readonly level: Level;
  readonly title: string;
}

/** What differs between what a test expects and what rules said; empty when it passes. */
export function mismatches(test: RuleTest, spoken: readonly Spoken[]): readonly string[] {
  const isNamed = (one: Spoken, names: readonly string[]): boolean => one.words.some((word) => names.includes(word));
  const silent = test.expect.filter((name) => !spoken.some((one) => isNamed(one, [name])));
  const unwanted = spoken.filter((one) => isNamed(one, test.expectNot));
  const { quietFrom } = test;
  const loud =
    quietFrom === undefined
      ? []
      : spoken.filter((one) => levelRank(one.level) >= levelRank(quietFrom) && !isNamed(one, [...test.expect, ...test.expectNot]));
  return [
    ...silent.map((name) => `${name} did not speak`),
    ...unwanted.map((one) => `${one.words[0]} spoke: ${one.title}`),
    ...loud.map((one) => `${one.words[0]} spoke at level ${one.level}: ${one.title}`),
  ];
}

/** A finding as its rule having spoken. */
export function spokenBy({ rule, level, title }: Pick<Finding, 'rule' | 'level' | 'title'>): Spoken {
  return { words: [rule.id, rule.title], level, title };
}
