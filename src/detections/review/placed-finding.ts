import type { Finding } from '../../model/finding.js';
import type { Container, Process } from '../../model/process.js';

/** A finding with what the case knows of its process. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: { readonly process?: Process; readonly container?: Container };
}
