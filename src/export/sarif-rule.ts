import { type Level, levelRank } from '../model/finding.js';
import { printable } from '../model/printable.js';
import type { RuleEntry } from './check-report.js';
import { type JsonObject, present } from './json.js';
import { prose } from './markdown-text.js';

/** GitHub reads the severity of a security alert from this number. */
const SECURITY_SEVERITY: Readonly<Record<Level, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  informational: '0.0',
};

/** How sure a rule is shows in its level: one that work explains as well is not given a high one. */
const PRECISION: Readonly<Record<Level, string>> = {
  critical: 'very-high',
  high: 'high',
  medium: 'medium',
  low: 'low',
  informational: 'low',
};

/** GitHub shows no more. */
const MOST_TAGS = 10;

/** A rule as SARIF describes it, with everything that GitHub asks of one. */
export function sarifRule(rule: RuleEntry): JsonObject {
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: sarifText(rule.title) },
    fullDescription: { text: sarifText(rule.description) },
    help: { text: sarifText(helpText(rule)), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level: sarifLevel(rule.level) },
    properties: present({
      tags: ['security', rule.kind, ...rule.attack].slice(0, MOST_TAGS),
      precision: PRECISION[rule.level],
      'security-severity': SECURITY_SEVERITY[rule.level],
    }),
  };
}

/** `error` from high on: what a person has to look at. */
export function sarifLevel(level: Level): 'error' | 'warning' | 'note' {
  if (levelRank(level) >= levelRank('high')) return 'error';
  return level === 'medium' ? 'warning' : 'note';
}

/**
 * Text as a SARIF message states it: brackets would begin a link and braces a placeholder, and the text may be an attacker's.
 * *Source:* SARIF 2.1.0 §3.11.5, §3.11.6.
 */
export function sarifText(text: string): string {
  return printable(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/[{}]/g, '$&$&');
}

function helpText({ description, falsePositives, attack, author, references = [] }: RuleEntry): string {
  const parts = [
    description,
    ...(falsePositives.length === 0 ? [] : [`Known false positives: ${falsePositives.join(' ')}`]),
    ...(attack.length === 0 ? [] : [`ATT&CK: ${attack.join(', ')}`]),
    ...(author === undefined ? [] : [`Author: ${author}`]),
    ...(references.length === 0 ? [] : [`References: ${references.join(' ')}`]),
  ];
  return parts.join(' ');
}

function helpMarkdown({ description, falsePositives, attack, author, references = [] }: RuleEntry): string {
  const parts = [
    prose(description),
    ...(falsePositives.length === 0 ? [] : [['Known false positives:', '', ...falsePositives.map((one) => `* ${prose(one)}`)].join('\n')]),
    ...(attack.length === 0 ? [] : [`ATT&amp;CK: ${attack.map(prose).join(', ')}`]),
    ...(author === undefined ? [] : [`Author: ${prose(author)}`]),
    ...(references.length === 0 ? [] : [`References: ${references.map(prose).join(', ')}`]),
  ];
  return parts.join('\n\n');
}
