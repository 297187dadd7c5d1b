import type { SigmaCorrelation } from './correlation-rule.js';
import type { ProblemList } from './problem.js';
import type { SigmaRule } from './rule.js';

type Named = SigmaRule | SigmaCorrelation;

/**
 * The correlations whose rules all exist, each after those that it refers to and with its rules called by their keys. One that refers to
 * what is not there, or to itself by any way, is reported and left out, and so is what builds on it.
 */
export function resolveCorrelations(
  correlations: readonly SigmaCorrelation[],
  rules: readonly SigmaRule[],
  problems: ProblemList,
): readonly SigmaCorrelation[] {
  const named = new Map<string, Named>();
  for (const one of [...rules, ...correlations]) for (const word of [one.id, one.name]) if (word !== undefined) named.set(word, one);
  const done = new Map<string, SigmaCorrelation | 'open' | 'broken'>();
  for (const correlation of correlations) resolve(correlation, named, done, problems);
  return [...done.values()].filter((one) => typeof one !== 'string');
}

function resolve(
  correlation: SigmaCorrelation,
  named: ReadonlyMap<string, Named>,
  done: Map<string, SigmaCorrelation | 'open' | 'broken'>,
  problems: ProblemList,
): boolean {
  const known = done.get(correlation.key);
  if (known !== undefined) return typeof known !== 'string';
  done.set(correlation.key, 'open');
  const fault = correlation.rules.map((word) => faultOf(word, named, done, problems)).find((one) => one !== undefined);
  // Taken out and put back: a map keeps the place of a key, and the order is that in which correlations are complete.
  done.delete(correlation.key);
  done.set(correlation.key, fault === undefined ? withKeys(correlation, named) : 'broken');
  if (fault !== undefined) problems.error(correlation.rulesPlace, fault);
  return fault === undefined;
}

function faultOf(
  word: string,
  named: ReadonlyMap<string, Named>,
  done: Map<string, SigmaCorrelation | 'open' | 'broken'>,
  problems: ProblemList,
): string | undefined {
  const target = named.get(word);
  if (target === undefined) return `no rule with the id or name "${word}" was loaded`;
  if (target.kind === 'rule') return undefined;
  if (done.get(target.key) === 'open') return `the correlation refers to itself through "${word}"`;
  return resolve(target, named, done, problems) ? undefined : `the correlation "${word}" was not loaded`;
}

function withKeys(correlation: SigmaCorrelation, named: ReadonlyMap<string, Named>): SigmaCorrelation {
  const keyOf = (word: string): string => named.get(word)?.key ?? word;
  const { condition } = correlation;
  return {
    ...correlation,
    rules: correlation.rules.map(keyOf),
    aliases: new Map(
      [...correlation.aliases].map(([alias, fields]) => [alias, new Map([...fields].map(([word, field]) => [keyOf(word), field]))]),
    ),
    condition: condition.kind === 'bounds' ? condition : { kind: 'expression', condition: renamed(condition.condition, keyOf) },
  };
}

type Expression = Extract<SigmaCorrelation['condition'], { kind: 'expression' }>['condition'];

function renamed(condition: Expression, keyOf: (word: string) => string): Expression {
  switch (condition.kind) {
    case 'name':
      return { kind: 'name', name: keyOf(condition.name) };
    case 'not':
      return { kind: 'not', of: renamed(condition.of, keyOf) };
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map((part) => renamed(part, keyOf)) };
  }
}
