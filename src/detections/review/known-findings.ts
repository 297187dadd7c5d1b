import { type Finding, levelRank } from '../../model/finding.js';
import type { Rule } from '../rule.js';
import type { KnownFinding } from './baseline.js';

/** Marks new findings that a baseline knows. One that has become more severe than it was is news all the same. */
export function markKnown(findings: readonly Finding[], known: readonly KnownFinding[]): readonly Finding[] {
  const levels = new Map(known.map(({ id, level }) => [id, levelRank(level)]));
  return findings.map((finding) => {
    const level = levels.get(finding.id);
    const isKnown = finding.status === 'new' && level !== undefined && levelRank(finding.level) <= level;
    return isKnown ? { ...finding, status: 'known' } : finding;
  });
}

/** Findings that a baseline may hold, and those that it may not: a shell in somebody's hands is never what a good run shows. */
export function baselineable(
  findings: readonly Finding[],
  rules: readonly Rule[],
): { readonly may: readonly Finding[]; readonly mayNot: readonly Finding[] } {
  const shellRules = new Set(rules.filter((rule) => rule.stage === 'shell').map((rule) => rule.id));
  const isShell = ({ level, rule }: Finding): boolean => level === 'critical' && shellRules.has(rule.id);
  return { may: findings.filter((finding) => !isShell(finding)), mayNot: findings.filter(isShell) };
}
