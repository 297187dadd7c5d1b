import type { Problem } from '../model/source.js';
import { type JsonObject, present } from './json.js';

/** A problem as `problems` prints it. */
export function problemShape(problem: Problem): JsonObject {
  return present({
    source: problem.source,
    line: problem.line,
    byteOffset: problem.byteOffset,
    severity: problem.severity,
    reason: problem.reason,
    excerpt: problem.excerpt,
  });
}
