import { createHash } from 'node:crypto';
import type { Outcome, RecordPlace, SourceFormat, SourceReader } from '../format.js';
import type { Line } from '../lines.js';
import { readReport } from './chalk/report.js';
import { CHALK_SAMPLES } from './chalk/samples.js';
import { type Found, ValueFinder } from './chalk/value-finder.js';
import { type JsonObject, objectOf, textOf } from './json-value.js';

/** *Source:* chalk's commands, as `_OPERATION` names them. */
const OPERATION =
  /\\?"_OPERATION\\?"\s*:\s*\\?"(?:insert|extract|build|push|pull|exec|postexec|heartbeat|delete|env|load|dump|setup|docker)\\?"/;
const MARK = /"MAGIC"\s*:\s*"dadfedabbadabbed"/;
/** What chalk logs itself, to a terminal or not. */
const OWN_LOG = /^(?:info|warn|error|trace): {1,2}\S/;

/** Reports of chalk, however they were stored: files, sinks, application logs, collectors. */
export const chalk: SourceFormat = {
  name: 'chalk',
  title: 'Chalk reports (heartbeats, exec, build, extract, env)',
  contributes: 'listeners, connections and traffic of containers over time, and the commit that each image was built from',
  sniff: (lines) => (lines.some((line) => OPERATION.test(line)) ? 0.95 : lines.some((line) => MARK.test(line)) ? 0.8 : 0),
  sourceReader: () => new ChalkReader(),
  samples: CHALK_SAMPLES,
};

/** Reports remembered, to know one that the file holds again: the cache of unsent reports is replayed within hours. */
const REMEMBERED_REPORTS = 20_000;

class ChalkReader implements SourceReader {
  readonly #values = new ValueFinder();
  readonly #known = new Set<string>();

  take(line: Line): readonly Outcome[] {
    return this.#values.take(line).flatMap((found) => this.#outcomes(found));
  }

  end(): readonly Outcome[] {
    return this.#values.end().flatMap((found) => this.#outcomes(found));
  }

  #outcomes(found: Found): readonly Outcome[] {
    switch (found.kind) {
      case 'text':
        return [{ kind: 'ignored', reason: reasonOf(found.text.trim()) }];
      case 'empty':
        return [{ kind: 'ignored', reason: 'not a report' }];
      case 'broken':
        return [brokenOutcome(found)];
      case 'value':
        return this.#valueOutcomes(found.text, found.place);
    }
  }

  #valueOutcomes(text: string, place: RecordPlace): readonly Outcome[] {
    const value = parsed(text);
    if (value === undefined) return [brokenOutcome({ why: 'no JSON', text, place })];
    const message = textOf(value.$message);
    const report = message === undefined ? value : parsed(message);
    const operation = report === undefined ? undefined : operationOf(report);
    if (report !== undefined && operation !== undefined) return this.#reportOutcomes(report, operation, place);
    return [{ kind: 'ignored', reason: 'chalk_magic' in value ? 'chalk log' : 'not a report' }];
  }

  #reportOutcomes(report: JsonObject, operation: string, place: RecordPlace): readonly Outcome[] {
    const identity = identityOf(report);
    if (this.#isKnown(identity)) return [{ kind: 'ignored', reason: 'duplicate' }];
    const read = readReport(report, operation);
    return [
      { kind: 'record', record: read.report, place, identity },
      ...read.processes.map((record) => ({ kind: 'derived' as const, record, place, identity: `${identity} ${record.process?.execId}` })),
    ];
  }

  #isKnown(identity: string): boolean {
    if (this.#known.has(identity)) return true;
    const [oldest] = this.#known;
    if (this.#known.size >= REMEMBERED_REPORTS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.add(identity);
    return false;
  }
}

function parsed(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What the report is of; `undefined` for an object of another program. */
function operationOf(report: JsonObject): string | undefined {
  return textOf(report._OPERATION) ?? (textOf(report.MAGIC) === undefined || textOf(report.CHALK_ID) === undefined ? undefined : 'mark');
}

/** *Source:* `_ACTION_ID` is new for each report; templates without it are told apart by all that they say. */
function identityOf(report: JsonObject): string {
  const action = textOf(report._ACTION_ID);
  if (action !== undefined) return `chalk action ${action}`;
  return `chalk report ${createHash('sha256')
    .update(JSON.stringify(canonical(report)))
    .digest('hex')}`;
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  const object = objectOf(value);
  if (object === undefined) return value;
  return Object.keys(object)
    .sort()
    .map((key) => [key, canonical(object[key])]);
}

function reasonOf(text: string): string {
  if (text === '') return 'blank';
  return OWN_LOG.test(text) ? 'chalk log' : 'not a report';
}

/** What breaks off is only a loss when it can have been a report; what the end cuts off may go on when the file has grown. */
function brokenOutcome({ why, text, place }: Pick<Extract<Found, { kind: 'broken' }>, 'why' | 'text' | 'place'>): Outcome {
  if (why !== 'ended early' && !text.includes('_OPERATION')) return { kind: 'ignored', reason: 'not a report' };
  return { kind: 'malformed', reason: REASONS[why], place };
}

const REASONS = {
  'ended early': 'a value that is cut off at the end',
  'cut off': 'a report that is cut off',
  'no JSON': 'a report that is no valid JSON',
  'too long': 'a report longer than any, and refused',
} as const;
