import type { Finding, Incident } from '../model/finding.js';
import type { Source } from '../model/source.js';
import type { TimeUs } from '../model/time.js';
import { type FindingPlace, findingShape } from './finding-shape.js';
import { incidentShape } from './incident-shape.js';
import { type JsonObject, present, SCHEMA_VERSION, timeText } from './json.js';

/** What became of the rules: `loaded = ran + lackingData + skipped`. */
export interface RuleCounts {
  readonly loaded: number;
  readonly ran: number;
  /** Rules whose kind of event no source holds, with the reason: a clean result says what it could not have seen. */
  readonly lackingData: readonly { readonly id: string; readonly why: string }[];
  readonly skipped: number;
}

/** Everything that a run of the rules says. */
export interface DetectionDocument {
  readonly version: string;
  readonly sources: readonly Source[];
  readonly firstTimeUs: TimeUs | undefined;
  readonly lastTimeUs: TimeUs | undefined;
  readonly rules: RuleCounts;
  /** Sentences on what the sources can't answer. */
  readonly missing: readonly string[];
  readonly findings: readonly { readonly finding: Finding; readonly place: FindingPlace }[];
  /** Intrusions that these findings tell of. */
  readonly incidents: readonly Incident[];
}

/** The document that `detect` and `export findings` print. It holds no clock: the same case gives the same bytes. */
export function detectionReport(report: DetectionDocument): JsonObject {
  return present({
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'workbench', version: report.version },
    input: present({
      sources: report.sources.map(({ path, format, ledger }) => ({ path, format, records: ledger.records, malformed: ledger.malformed })),
      from: timeText(report.firstTimeUs),
      to: timeText(report.lastTimeUs),
      missing: report.missing.length > 0 ? report.missing : undefined,
    }),
    rules: rulesShape(report.rules),
    findings: report.findings.map(({ finding, place }) => findingShape(finding, place)),
    incidents: report.incidents.map(incidentShape),
  });
}

function rulesShape({ loaded, ran, lackingData, skipped }: RuleCounts): JsonObject {
  const lacking = lackingData.map(({ id, why }) => ({ id, why }));
  return present({ loaded, ran, lackingData: lacking.length, skipped, lacking: lacking.length > 0 ? lacking : undefined });
}
