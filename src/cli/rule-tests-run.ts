import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { detect } from '../detections/engine.js';
import { RULES } from '../detections/rules/index.js';
import { scenario } from '../detections/scenario.js';
import { caseOfScenario } from '../detections/scenario-case.js';
import { runSigma, type SigmaRuleSet } from '../detections/sigma/index.js';
import { spokenAbout } from '../detections/testing/field-events.js';
import { readRuleTests } from '../detections/testing/read-rule-tests.js';
import { mismatches, type RuleTest, type Spoken, spokenBy } from '../detections/testing/rule-test.js';
import type { DetectionCase } from '../model/detection-case.js';
import { UserError } from '../model/error.js';
import { DEFAULT_LATE_AFTER_SECONDS } from '../model/late.js';
import { importIntoCase } from './import-session.js';
import { fileError, readText } from './read-text.js';
import { errorsOf, loadError, loadRuleFiles } from './sigma-files.js';

/** What came of one test. */
export interface RuleTestResult {
  /** The file of tests, or the built-in rule. */
  readonly suite: string;
  readonly name: string;
  /** What differs from what was expected; empty when it passed. */
  readonly mismatches: readonly string[];
}

/** Runs the built-in rules' own examples: each must make its rule speak, or keep every rule below high. */
export function* builtInResults(): Generator<RuleTestResult> {
  for (const rule of RULES) {
    for (const drawn of rule.hits) {
      const { findings } = detect(caseOfScenario(drawn), { rules: rule.stage === 'shell' ? [rule] : RULES });
      const isHeard = findings.some((finding) => finding.rule.id === rule.id);
      yield { suite: rule.id, name: drawn.title, mismatches: isHeard ? [] : [`${rule.id} did not speak`] };
    }
    for (const drawn of rule.nearMisses) {
      const test = { name: drawn.title, place: { file: '', line: 1, column: 1 }, expect: [], expectNot: [], quietFrom: 'high' } as const;
      const { findings } = detect(caseOfScenario(drawn));
      const input = { kind: 'drawing', text: '' } as const;
      yield { suite: rule.id, name: drawn.title, mismatches: mismatches({ ...test, input }, findings.map(spokenBy)) };
    }
  }
}

/** Runs the tests of a file. Throws `UserError` for a file that is not right, rules that do not load and recordings that can't be read. */
export async function* fileResults(path: string, signal: AbortSignal): AsyncGenerator<RuleTestResult> {
  const { rules, tests, problems } = readRuleTests(path, readText(path));
  const [first, ...rest] = problems.filter(({ severity }) => severity === 'error');
  if (first !== undefined) throw fileError([first, ...rest]);
  const set = loadRuleFiles(rules.map((rule) => join(dirname(path), rule)));
  const [error, ...others] = errorsOf(set);
  if (error !== undefined) throw loadError([error, ...others]);
  for (const test of tests) yield { suite: path, name: test.name, mismatches: mismatches(test, await heard(test, set, signal)) };
}

async function heard(test: RuleTest, set: SigmaRuleSet, signal: AbortSignal): Promise<readonly Spoken[]> {
  const { input } = test;
  switch (input.kind) {
    case 'fields':
      return spokenAbout(input.events, set);
    case 'drawing':
      return spokenIn(caseOfScenario(drawnIn(test, input.text)), set);
    case 'events':
      return withRecordings(
        input.paths.map((path) => join(dirname(test.place.file), path)),
        signal,
        (view) => spokenIn(view, set),
      );
  }
}

function drawnIn({ name, place }: RuleTest, text: string): ReturnType<typeof scenario> {
  try {
    return scenario(name, text);
  } catch (error) {
    throw fileError([{ ...place, reason: error instanceof Error ? error.message : String(error) }]);
  }
}

function spokenIn(view: DetectionCase, set: SigmaRuleSet): readonly Spoken[] {
  const names = new Map([...set.rules, ...set.correlations].map(({ key, name }) => [key, name]));
  const own = runSigma(view, set).findings.map((finding) => {
    const name = names.get(finding.rule.id);
    const spoken = spokenBy(finding);
    return name === undefined ? spoken : { ...spoken, words: [...spoken.words, name] };
  });
  return [...detect(view).findings.map(spokenBy), ...own];
}

/** A case of the recordings, gone when it was used. */
async function withRecordings<Answer>(
  inputs: readonly string[],
  signal: AbortSignal,
  use: (view: DetectionCase) => Answer,
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  try {
    const imported = await importIntoCase({
      inputs,
      casePath: join(folder, 'case.db'),
      lateAfterSeconds: DEFAULT_LATE_AFTER_SECONDS,
      loadRules: async () => () => ({ findings: [], incidents: [] }),
      signal,
      onProgress: () => undefined,
    });
    try {
      const [refused] = imported.refused;
      if (refused !== undefined) throw new UserError(`${refused.path} can't be read as events: ${refused.reason}`);
      return use(imported.case.detection);
    } finally {
      imported.case.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
