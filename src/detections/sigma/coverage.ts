import type { SigmaCorrelation } from './correlation-rule.js';
import { comparesAs } from './matcher.js';
import type { Runnable } from './runnable.js';

/** Whether a rule or a correlation could find anything in a case, and what it lacked. */
export interface RuleCoverage extends Runnable {
  readonly id: string;
  readonly title: string;
}

/** What a case lacks for a rule, as a sentence's end: `the case has no file events, and no field key`. */
export function lacksSentence(lacks: readonly string[]): string {
  return `the case has no ${lacks.map((lack) => lack.replace(/^(?:the|an?) /, '')).join(', and no ')}`;
}

/** Whether a correlation can find anything, given what is known of the rules that it refers to. */
export function correlationRunnable(correlation: SigmaCorrelation, known: readonly RuleCoverage[]): RuleCoverage {
  const { key: id, title, rules } = correlation;
  const parts = rules.map((rule) => known.find((one) => one.id === rule));
  const missing = parts.filter((part) => part === undefined || part.kind === 'lacking');
  const lacks = missing.flatMap((part, place) => (part === undefined ? [`rule "${rules[place] ?? ''}"`] : [...part.lacks]));
  if (missing.length === 0)
    return { id, title, kind: parts.some((part) => part?.kind === 'partly') ? 'partly' : 'runs', lacks: distinct(parts) };
  return { id, title, kind: rules.length - missing.length < fewestNeeded(correlation) ? 'lacking' : 'partly', lacks: [...new Set(lacks)] };
}

/** How many of its rules must be able to match for the correlation to. */
function fewestNeeded({ type, rules, condition }: SigmaCorrelation): number {
  if (!type.startsWith('temporal') || condition.kind === 'expression') return 1;
  const counts = rules.map((_, place) => place + 1);
  return counts.find((count) => condition.bounds.every(({ comparison, value }) => comparesAs(comparison, count, value))) ?? 1;
}

function distinct(parts: readonly (RuleCoverage | undefined)[]): readonly string[] {
  return [...new Set(parts.flatMap((part) => part?.lacks ?? []))];
}
