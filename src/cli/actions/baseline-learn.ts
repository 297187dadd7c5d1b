import { learnBehaviour } from '../../detections/review/learn.js';
import { behaviourBaseline } from '../../export/behaviour-baseline.js';
import { yamlText } from '../../export/yaml.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { FilterOptions } from '../options/filter-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';
import { counted } from '../text/wording.js';

/** Options of `baseline learn`. */
export type LearnOptions = CaseOptions & FilterOptions & OutputOptions & StyleOptions;

/** Writes what the workloads of a case did. */
export async function learnBaseline(call: Call<LearnOptions>): Promise<ExitCode> {
  const { options, world } = call;
  const output = openOutput(world, options);
  return withCase(call, async ({ caseFile, view, filter }) => {
    const matching = filter.terms.length === 0 ? undefined : new Set(view.matchingProcesses(filter));
    const workloads = learnBehaviour(caseFile.detection, matching && ((id) => matching.has(id)));
    await writeAll(output, [HEADER, yamlText(behaviourBaseline(workloads))]);
    const where = options.output === undefined || options.output === '-' ? '' : ` in ${printable(options.output)}`;
    if (options.quiet !== true) world.stderr.write(`learned ${counted(workloads.length, 'workload')}${where}\n`);
    return EXIT.ok;
  });
}

const HEADER =
  '# written by `workbench baseline learn` from a run known to be good; review it: what stands here is never reported as new.\n' +
  '# * and ? in a value stand for any text and any character.\n';
