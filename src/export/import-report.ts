import type { Source } from '../model/source.js';
import { type Json, type JsonObject, present, SCHEMA_VERSION, timeText } from './json.js';

/** What an import of sources made of a case. */
export interface ImportReport {
  readonly casePath: string;
  readonly sources: readonly Source[];
  readonly counts: { readonly processes: number; readonly connections: number; readonly dnsAnswers: number };
  readonly isInterrupted: boolean;
}

/** The document that `import` prints. */
export function importReport(report: ImportReport): JsonObject {
  const { sources, counts } = report;
  return present({
    schemaVersion: SCHEMA_VERSION,
    case: report.casePath,
    interrupted: report.isInterrupted || undefined,
    sources: sources.map(sourceShape),
    totals: {
      lines: sum(sources, (source) => source.ledger.lines),
      records: sum(sources, (source) => source.ledger.records),
      ignored: sum(sources, (source) => sumOf(source.ledger.ignored)),
      malformed: sum(sources, (source) => source.ledger.malformed),
      ...counts,
    },
  });
}

/** A source with its ledger: `lines = records + sum(ignored) + malformed`. */
export function sourceShape(source: Source): JsonObject {
  const { ledger } = source;
  return present({
    path: source.path,
    format: source.format,
    lines: ledger.lines,
    records: ledger.records,
    ignored: sorted(ledger.ignored),
    malformed: ledger.malformed,
    kinds: sorted(ledger.kinds),
    firstTime: timeText(source.firstTimeUs),
    lastTime: timeText(source.lastTimeUs),
    sizeBytes: source.sizeBytes,
    isComplete: source.isComplete ? undefined : false,
    droppedEvents: source.droppedEvents > 0 ? source.droppedEvents : undefined,
  });
}

function sorted(counts: Readonly<Record<string, number>>): JsonObject {
  const entries: (readonly [string, Json])[] = Object.entries(counts);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function sum(sources: readonly Source[], count: (source: Source) => number): number {
  return sources.reduce((total, source) => total + count(source), 0);
}
