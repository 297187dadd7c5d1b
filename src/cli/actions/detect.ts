import type { DetectionReport } from '../../detections/engine.js';
import { findingShape } from '../../export/finding-shape.js';
import { jsonText } from '../../export/json.js';
import { listing } from '../../export/listing.js';
import { yamlText } from '../../export/yaml.js';
import { UserError } from '../../model/error.js';
import { type Finding, levelRank } from '../../model/finding.js';
import type { Call } from '../command.js';
import { fromLevel, reportDocument, runRules, withinFilter } from '../detection-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findingsOfCase } from '../findings.js';
import type { DetectOptions, ReportFormat, ReportTarget } from '../options/detect-options.js';
import { openOutput, writeAll } from '../output.js';
import { type Session, withCase } from '../session.js';
import { detectionSummary } from '../text/detection-summary.js';
import { findingsText } from '../text/findings-text.js';
import { type TextStyle, textStyle } from '../text/style.js';

/** Asks the rules of a case and prints what they say. Exit 1 when a finding is at or above the threshold. */
export async function detectFindings(call: Call<DetectOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const targets = checkedTargets(options.format);
  const outputs = targets.map((target) => ({
    format: target.format,
    output: openOutput(world, { ...options, ...(target.file !== undefined && { output: target.file }) }),
  }));
  return withCase(call, async (session) => {
    const report = withinFilter(runRules(session, options.rule), session);
    const shown = fromLevel(report.findings, options.level);
    const style = textStyle(world, options);
    for (const { format, output } of outputs) await writeAll(output, reportPieces(format, session, report, shown, style));
    if (options.quiet !== true) world.stderr.write(detectionSummary(session, report, shown, style));
    return exitCode(report, options.failOn);
  });
}

/** Two forms in one place would be neither. */
function checkedTargets(targets: readonly ReportTarget[]): readonly ReportTarget[] {
  const main = targets.filter((target) => target.file === undefined);
  if (main.length < 2) return targets;
  const names = main.map((target) => target.format).join(' and ');
  throw new UserError(`${names} can't both go to the same place`, `Give all but one a file: --format ${main[1]?.format}=FILE`);
}

function* reportPieces(
  format: ReportFormat,
  session: Session,
  report: DetectionReport,
  shown: readonly Finding[],
  style: TextStyle,
): Generator<string> {
  switch (format) {
    case 'json':
      yield `${jsonText(reportDocument(session, report, shown))}\n`;
      return;
    case 'yaml':
      yield yamlText(reportDocument(session, report, shown));
      return;
    case 'ndjson':
      yield* listing(
        'ndjson',
        'findings',
        findingsOfCase(session.view, shown).map(({ finding, place }) => findingShape(finding, place)),
      );
      return;
    case 'text':
      yield* findingsText(findingsOfCase(session.view, shown), style);
  }
}

function exitCode({ findings, rules }: DetectionReport, failOn: DetectOptions['failOn']): ExitCode {
  const isFound =
    failOn !== 'none' && findings.some((finding) => finding.status === 'new' && levelRank(finding.level) >= levelRank(failOn));
  if (isFound) return EXIT.found;
  return rules.ran === 0 ? EXIT.inconclusive : EXIT.ok;
}
