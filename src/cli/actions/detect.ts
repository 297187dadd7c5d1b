import type { DetectionReport } from '../../detections/engine.js';
import { failsCheck } from '../../model/finding.js';
import { printable } from '../../model/printable.js';
import { askRules } from '../ask-rules.js';
import type { Call } from '../command.js';
import { detectionDocument, fromLevel, withinFilter } from '../detection-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openNewBaseline } from '../new-baseline.js';
import type { DetectOptions } from '../options/detect-options.js';
import { writeAll } from '../output.js';
import { isRecord, openReportOutputs, reportPieces } from '../report-forms.js';
import { readDecisions, review } from '../review.js';
import { withCase } from '../session.js';
import type { UsersRules } from '../sigma-run.js';
import { detectionSummary } from '../text/detection-summary.js';
import { textStyle } from '../text/style.js';

/** Asks the rules of a case and prints what they say. Exit 1 when a finding is at or above the threshold. */
export async function detectFindings(call: Call<DetectOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const decisions = await readDecisions(options, world);
  const users = options.sigma === undefined ? undefined : await usersRules(options.sigma, options.keepGoing === true);
  const outputs = openReportOutputs(world, options);
  const baseline = openNewBaseline(world, options);
  return withCase(call, async (session) => {
    const questions = {
      ...(users && { users: users.rules }),
      baselines: decisions.baselines,
      only: options.rule ?? [],
      ...(options.stats === true && { clock: () => performance.now() }),
    };
    const { report: run, catalogue } = session.caseFile.atOneMoment(() => askRules(session, questions));
    const { findings, remarks } = review(session, run.findings, decisions);
    const reviewed = withinFilter({ ...run, findings }, session);
    const baselined = await baseline.write(session, reviewed.findings);
    const report = { ...reviewed, findings: baselined.findings };
    const shown = fromLevel(report.findings, options.level);
    const visible = options.showSuppressed === true ? shown : shown.filter(({ status }) => status !== 'suppressed');
    const style = textStyle(world, options);
    const check = { catalogue, failOn: options.failOn, workingFolder: world.folder };
    for (const { format, output } of outputs) {
      const document = detectionDocument(session, report, isRecord(format) ? shown : visible);
      await writeAll(output, await reportPieces(format, { ...document, ...check }, style));
    }
    if (options.quiet !== true) world.stderr.write(detectionSummary(session, report, shown, style));
    if (options.stats === true) world.stderr.write((await import('../text/costs-text.js')).costsText(report.costs, style));
    // What only some of the rules were asked about may be in use all the same.
    const said = [...(options.rule === undefined ? remarks : []), ...baselined.remarks].map((remark) => printable(remark));
    for (const line of [...said, ...(users?.problems ?? [])]) world.stderr.write(`${line}\n`);
    return exitCode(report, options.failOn, users !== undefined && users.problems.length > 0);
  });
}

/**
 * The user's own rules, with what kept some of them out, a line each. Without `--keep-going` one rule that does not load stops the run: a rule
 * that is not asked finds nothing.
 */
async function usersRules(words: readonly string[], isGoingOn: boolean): Promise<{ rules: UsersRules; problems: readonly string[] }> {
  const { errorsOf, loadError, loadRuleFiles, problemLines } = await import('../sigma-files.js');
  const { usersRulesOf } = await import('../sigma-run.js');
  const set = loadRuleFiles(words);
  const errors = errorsOf(set);
  const [first, ...rest] = errors;
  if (first !== undefined && !isGoingOn) throw loadError([first, ...rest]);
  return { rules: usersRulesOf(set), problems: problemLines(errors) };
}

function exitCode({ findings, rules }: DetectionReport, failOn: DetectOptions['failOn'], isIncomplete: boolean): ExitCode {
  if (findings.some((finding) => failsCheck(finding, failOn))) return EXIT.found;
  if (isIncomplete) return EXIT.usage;
  return rules.ran === 0 && findings.length === 0 ? EXIT.inconclusive : EXIT.ok;
}
