import { detect } from '../detections/engine.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Finding } from '../model/finding.js';

/** What every rule says of a case: what an import keeps beside the facts. */
export function findingsOf(view: DetectionCase): readonly Finding[] {
  return detect(view).findings;
}
