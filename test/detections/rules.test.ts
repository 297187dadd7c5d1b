import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import { RULES } from '../../src/detections/rules/index.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';
import { LEVELS, levelRank } from '../../src/model/finding.js';

const FOLDER = new URL('../../src/detections/rules/', import.meta.url);
const DOCUMENT = readFileSync(new URL('../../docs/detections.md', import.meta.url), 'utf8');
const PROSE = DOCUMENT.replace(/\s+/g, ' ');

const speaks = (rule: (typeof RULES)[number], view: ReturnType<typeof caseOfScenario>) => {
  const told = rule.stage === 'shell' ? [rule] : RULES;
  return detect(view, { rules: told }).findings.filter((finding) => finding.rule.id === rule.id);
};

describe('the registry of rules', () => {
  it('holds every file of the folder, each under the name of its file', () => {
    const files = readdirSync(FOLDER).flatMap((name) => (name === 'index.ts' ? [] : [name.replace(/\.ts$/, '')]));
    expect(RULES.map((rule) => rule.id).sort()).toEqual(files.sort());
  });

  it.each(RULES)('$id says what it looks for and what it may mistake', (rule) => {
    expect(rule.title).toMatch(/^[A-Z]/);
    expect(rule.description).toMatch(/\.$/);
    expect(LEVELS).toContain(rule.level);
    expect(rule.falsePositives.length).toBeGreaterThan(0);
  });

  it.each(RULES)('$id names ATT&CK techniques by their ids', (rule) => {
    expect(rule.attack.length).toBeGreaterThan(0);
    for (const technique of rule.attack) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
  });

  it.each(RULES)('$id is described in docs/detections.md as in its source, with each of its options and their defaults', (rule) => {
    expect(DOCUMENT).toContain(`### ${rule.id}\n`);
    expect(PROSE).toContain(rule.description);
    for (const mistake of rule.falsePositives) expect(PROSE).toContain(`* ${mistake}`);
    for (const [name, option] of Object.entries(rule.options)) {
      expect(DOCUMENT).toContain(`| \`${name}\` | ${option.value} | ${option.description} |`);
      expect(option.description).toMatch(/\.$/);
    }
  });
});

describe.each(RULES)('$id', (rule) => {
  it.each(rule.hits)('speaks: $title', (drawn) => {
    const found = speaks(rule, caseOfScenario(drawn));
    expect(found.length).toBeGreaterThan(0);
    for (const finding of found) {
      expect(finding.evidence.length).toBeGreaterThan(0);
      expect(levelRank(finding.level)).toBeLessThanOrEqual(levelRank(rule.level));
    }
  });

  it.each(rule.nearMisses)('is quiet or below high, as are all others: $title', (drawn) => {
    const alarming = detect(caseOfScenario(drawn)).findings.filter((finding) => levelRank(finding.level) >= levelRank('high'));
    expect(alarming.map((finding) => `${finding.rule.id}: ${finding.title}`)).toEqual([]);
  });
});
