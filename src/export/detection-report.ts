import type { Finding, Incident, RuleCost } from '../model/finding.js';
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
  /** What each rule took, when that was asked for; otherwise none, for times differ from run to run. */
  readonly costs?: readonly RuleCost[];
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
    rules: rulesShape(report.rules, report.costs),
    findings: report.findings.map(({ finding, place }) => findingShape(finding, place)),
    incidents: report.incidents.map(incidentShape),
  });
}

function rulesShape({ loaded, ran, lackingData, skipped }: RuleCounts, costs: readonly RuleCost[] = []): JsonObject {
  const lacking = lackingData.map(({ id, why }) => ({ id, why }));
  const stats = costs.map(({ id, asked, matched, milliseconds }) => ({
    id,
    seconds: Math.round(milliseconds * 1000) / 1e6,
    asked,
    matched,
  }));
  return present({
    loaded,
    ran,
    lackingData: lacking.length,
    skipped,
    lacking: lacking.length > 0 ? lacking : undefined,
    stats: stats.length > 0 ? stats : undefined,
  });
}
