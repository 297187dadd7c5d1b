import type { Format } from './format.js';
import { FORMATS } from './formats/index.js';

/** Below this no format is believed. */
const LEAST_CONFIDENCE = 0.3;

/** The format that is surest of these first lines, or `undefined` when none knows them. Content decides, never a file's name. */
export function detectFormat(lines: readonly string[], formats: readonly Format[] = FORMATS): Format | undefined {
  let best: Format | undefined;
  let bestConfidence = LEAST_CONFIDENCE;
  for (const format of formats) {
    const confidence = format.sniff(lines);
    if (confidence > bestConfidence) [best, bestConfidence] = [format, confidence];
  }
  return best;
}
