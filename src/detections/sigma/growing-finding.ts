import type { Connection } from '../../model/connection.js';
import type { DetectionCase } from '../../model/detection-case.js';
import type { Evidence, Finding } from '../../model/finding.js';
import type { TimeUs } from '../../model/time.js';
import { span } from '../wording.js';
import type { SigmaEvent } from './event.js';
import { CONNECTIONS_SHOWN, EVIDENCE_SHOWN, evidenceOf } from './finding.js';

/** A finding while it is still seen again: equal behaviour is told once, from the first time to the last. */
export class GrowingFinding {
  readonly #first: Finding;
  readonly #evidence: Evidence[];
  readonly #connections: Connection[];
  #span: ReturnType<typeof span>;
  #count: number;

  constructor(first: Finding) {
    this.#first = first;
    this.#evidence = [...first.evidence];
    this.#connections = [...first.connections];
    this.#span = span(first.firstSeenUs, first.lastSeenUs);
    this.#count = first.count;
  }

  /** Seen at that moment. Of most times nothing more is told: `event` is asked for while there is room for its evidence. */
  seeAgain(view: DetectionCase, atUs: TimeUs | undefined, event: () => SigmaEvent | undefined): void {
    const { firstSeenUs, lastSeenUs } = this.#span;
    if (atUs !== undefined && !(firstSeenUs !== undefined && lastSeenUs !== undefined && firstSeenUs <= atUs && atUs <= lastSeenUs))
      this.#span = span(firstSeenUs, lastSeenUs, atUs);
    this.#count += 1;
    const hasRoom =
      this.#evidence.length < EVIDENCE_SHOWN || (this.#first.connections.length > 0 && this.#connections.length < CONNECTIONS_SHOWN);
    const shown = hasRoom ? event() : undefined;
    if (shown === undefined) return;
    if (this.#evidence.length < EVIDENCE_SHOWN) this.#evidence.push(...evidenceOf(shown, view));
    const { connection } = shown.subject;
    if (connection !== undefined && this.#connections.length < CONNECTIONS_SHOWN) this.#connections.push(connection);
  }

  /** Takes in another finding of the same name. */
  fold(later: Finding): void {
    this.#span = span(this.#span.firstSeenUs, this.#span.lastSeenUs, later.firstSeenUs, later.lastSeenUs);
    this.#count += later.count;
    this.#evidence.push(...later.evidence.slice(0, Math.max(0, EVIDENCE_SHOWN - this.#evidence.length)));
    this.#connections.push(...later.connections.slice(0, Math.max(0, CONNECTIONS_SHOWN - this.#connections.length)));
  }

  finding(): Finding {
    return { ...this.#first, ...this.#span, count: this.#count, evidence: this.#evidence, connections: this.#connections };
  }
}
