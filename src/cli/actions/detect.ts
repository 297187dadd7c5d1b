import type { DetectionReport } from '../../detections/engine.js';
import { RULES } from '../../detections/rules/index.js';
import type { CheckReport } from '../../export/check-report.js';
import { type Finding, failsCheck } from '../../model/finding.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { detectionDocument, fromLevel, runRules, withinFilter } from '../detection-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openNewBaseline } from '../new-baseline.js';
import { noveltyCatalogue, withNovelties } from '../novelties.js';
import type { DetectOptions } from '../options/detect-options.js';
import { writeAll } from '../output.js';
import { isRecord, openReportOutputs, reportPieces } from '../report-forms.js';
import { type Decisions, readDecisions, review } from '../review.js';
import { ruleCatalogue } from '../rule-catalogue.js';
import { type Session, withCase } from '../session.js';
import { detectionSummary } from '../text/detection-summary.js';
import { textStyle } from '../text/style.js';

/** Asks the rules of a case and prints what they say. Exit 1 when a finding is at or above the threshold. */
export async function detectFindings(call: Call<DetectOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const decisions = readDecisions(options, world);
  const outputs = openReportOutputs(world, options);
  const baseline = openNewBaseline(world, options);
  return withCase(call, async (session) => {
    const asked = runRules(session, options.rule);
    const run = options.rule === undefined ? withNovelties(asked, session, decisions.baselines) : asked;
    const { findings, remarks } = review(session, run.findings, decisions);
    const reviewed = withinFilter({ ...run, findings }, session);
    const baselined = await baseline.write(session, reviewed.findings);
    const report = { ...reviewed, findings: baselined.findings };
    const shown = fromLevel(report.findings, options.level);
    const visible = options.showSuppressed === true ? shown : shown.filter(({ status }) => status !== 'suppressed');
    const style = textStyle(world, options);
    for (const { format, output } of outputs) {
      const written = checkReport(call, session, report, isRecord(format) ? shown : visible, decisions);
      await writeAll(output, reportPieces(format, written, style));
    }
    if (options.quiet !== true) world.stderr.write(detectionSummary(session, report, shown, style));
    // What only some of the rules were asked about may be in use all the same.
    for (const remark of [...(options.rule === undefined ? remarks : []), ...baselined.remarks]) {
      world.stderr.write(`${printable(remark)}\n`);
    }
    return exitCode(report, options.failOn);
  });
}

function checkReport(
  { options, world }: Call<DetectOptions>,
  session: Session,
  report: DetectionReport,
  shown: readonly Finding[],
  { baselines }: Decisions,
): CheckReport {
  return {
    ...detectionDocument(session, report, shown),
    catalogue: [...ruleCatalogue(RULES, report, options.rule), ...noveltyCatalogue(options.rule === undefined ? baselines : [])],
    failOn: options.failOn,
    workingFolder: world.folder,
  };
}

function exitCode({ findings, rules }: DetectionReport, failOn: DetectOptions['failOn']): ExitCode {
  if (findings.some((finding) => failsCheck(finding, failOn))) return EXIT.found;
  return rules.ran === 0 ? EXIT.inconclusive : EXIT.ok;
}
