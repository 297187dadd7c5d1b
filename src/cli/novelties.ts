import { compareFindings, type DetectionReport } from '../detections/engine.js';
import type { Baseline, BehaviourBaseline } from '../detections/review/baseline.js';
import { novelties } from '../detections/review/novelties.js';
import { NOVELTY_RULES } from '../detections/review/novelty-rules.js';
import type { RuleEntry } from '../export/check-report.js';
import type { Session } from './session.js';

/** The run with what is new against the baselines of behaviour, when there are any. Several of them know together. */
export function withNovelties(
  run: DetectionReport,
  { caseFile }: Pick<Session, 'caseFile'>,
  baselines: readonly Baseline[],
): DetectionReport {
  const known = behaviours(baselines);
  if (known.length === 0) return run;
  const found = novelties(
    caseFile.detection,
    known.flatMap(({ workloads }) => workloads),
  );
  const asked = Object.keys(NOVELTY_RULES).length;
  return {
    ...run,
    findings: [...run.findings, ...found].sort(compareFindings),
    rules: { ...run.rules, loaded: run.rules.loaded + asked, ran: run.rules.ran + asked },
  };
}

/** The kinds of novelty as rules of a catalogue: empty where no baseline of behaviour is asked. */
export function noveltyCatalogue(baselines: readonly Baseline[]): readonly RuleEntry[] {
  if (behaviours(baselines).length === 0) return [];
  return Object.values(NOVELTY_RULES).map(({ did, ...rule }) => ({ ...rule, outcome: { kind: 'ran' } }));
}

function behaviours(baselines: readonly Baseline[]): readonly BehaviourBaseline[] {
  return baselines.filter((baseline) => baseline.kind === 'behaviour');
}
