import { detect } from '../detections/engine.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Judgement } from '../model/finding.js';

/** What every rule says of a case: what an import keeps beside the facts. */
export function judgementOf(view: DetectionCase): Judgement {
  const { findings, incidents } = detect(view);
  return { findings, incidents };
}
