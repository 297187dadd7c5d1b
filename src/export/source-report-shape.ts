import type { RecognisedMachine, Silence, SourceGap, SourceReport } from '../model/source-report.js';
import { sourceShape } from './import-report.js';
import { type JsonObject, present, SCHEMA_VERSION, timeText } from './json.js';

/** The document that `sources` prints. */
export function sourcesDocument(reports: readonly SourceReport[], missing: readonly string[]): JsonObject {
  return present({ schemaVersion: SCHEMA_VERSION, sources: reports.map(sourceReportShape), missing });
}

/** A source as `sources` prints it: its ledger, and how whole it is. */
function sourceReportShape({ source, warnings, gaps, longestSilence, machine }: SourceReport): JsonObject {
  return present({
    ...sourceShape(source),
    warnings,
    gaps: gaps.map(gapShape),
    longestSilence: longestSilence === undefined ? undefined : silenceShape(longestSilence),
    machine: machine === undefined ? undefined : machineShape(machine),
  });
}

function machineShape({ host, aheadUs, agreed, compared }: RecognisedMachine): JsonObject {
  return present({ host, clockAheadSeconds: aheadUs / 1_000_000, startsAgreed: agreed, startsCompared: compared });
}

function gapShape(gap: SourceGap): JsonObject {
  switch (gap.kind) {
    case 'dropped':
    case 'throttled':
      return present({ kind: gap.kind, markers: gap.markers, events: gap.events, from: timeText(gap.fromUs), to: timeText(gap.toUs) });
    case 'missed-heartbeats':
      return present({
        kind: gap.kind,
        instance: gap.instance,
        container: gap.container,
        everySeconds: gap.everyUs / 1_000_000,
        missed: gap.missed,
        from: timeText(gap.fromUs),
        to: timeText(gap.toUs),
      });
  }
}

function silenceShape({ fromUs, toUs }: Silence): JsonObject {
  return present({ from: timeText(fromUs), to: timeText(toUs), seconds: (toUs - fromUs) / 1_000_000 });
}
