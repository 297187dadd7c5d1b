import { processShape } from '../../export/process-shape.js';
import { groupShape, type TreeNode, treeDocument } from '../../export/tree-document.js';
import type { CaseView, Grouping, TreeSkeleton } from '../../model/case-view.js';
import { NO_FILTER } from '../../model/filter.js';
import { formatFilter } from '../../model/filter-grammar.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { containerLookup } from '../containers.js';
import { emptyReason } from '../empty-reason.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findingsByProcess } from '../findings.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { openOutput, writeAll } from '../output.js';
import { type Session, withCase } from '../session.js';
import { textStyle } from '../text/style.js';
import { treeLines } from '../text/tree-lines.js';
import { counted, countText } from '../text/wording.js';
import { type ChosenRow, chosenRows } from '../tree-selection.js';

/** Options of `tree`. */
export type TreeOptions = ReadingOptions & {
  readonly group?: Grouping;
  readonly ancestors?: boolean;
  readonly descendants?: boolean;
  readonly depth?: number;
};

/** Prints the forest of processes that a filter lets through. */
export async function tree(call: Call<TreeOptions>): Promise<ExitCode> {
  return withCase(call, async (session) => {
    const { options, world } = call;
    const output = openOutput(world, options);
    const isText = options.format === 'text';
    const grouping = options.group ?? (isText ? 'pod' : 'host');
    const skeleton = session.view.tree(grouping);
    const rows = rowsOf(session, skeleton, options, grouping === 'host' && !isText);
    if (options.format === 'json' || options.format === 'yaml') {
      await writeAll(output, treeDocument(options.format, nodes(rows, skeleton, session.view)));
      return EXIT.ok;
    }
    const shown = rows.slice(0, options.limit);
    const context = {
      groups: skeleton.groups,
      view: session.view,
      findings: findingsByProcess(session.view),
      style: textStyle(world, options),
    };
    await writeAll(output, treeLines(shown, context));
    if (options.quiet !== true) world.stderr.write(`${countLine(session, rows, shown)}\n`);
    return EXIT.ok;
  });
}

function rowsOf(session: Session, skeleton: TreeSkeleton, options: TreeOptions, isBare: boolean): readonly ChosenRow[] {
  const { filter, view } = session;
  const isFiltered = filter.terms.length > 0;
  return chosenRows(skeleton, {
    ...(isFiltered && { matching: new Set(view.matchingProcesses(filter)) }),
    withAncestors: options.ancestors === true,
    withDescendants: options.descendants === true,
    withGroups: !isBare,
    ...(options.depth !== undefined && { maxDepth: options.depth }),
  });
}

function* nodes(rows: readonly ChosenRow[], skeleton: TreeSkeleton, view: CaseView): Generator<TreeNode> {
  const containerOf = containerLookup(view);
  for (const { id, depth, isContext } of rows) {
    const group = skeleton.groups[-1 - id];
    const process = id < 0 ? undefined : view.process(id);
    if (group !== undefined) yield { depth, shape: groupShape(group, containerOf(group)) };
    else if (process !== undefined)
      yield { depth, shape: { ...processShape(process, containerOf(process)), ...(isContext && { isContext }) } };
  }
}

function countLine({ view, filter }: Session, rows: readonly ChosenRow[], shown: readonly ChosenRow[]): string {
  const total = view.matchingProcesses(NO_FILTER).length;
  if (total === 0) return ['no processes in this case', ...view.overview().missing].join(': ');
  const text = printable(formatFilter(filter));
  const visible = shown.filter((row) => row.id >= 0);
  const context = visible.filter((row) => row.isContext).length;
  if (rows.length === 0) {
    const reason = emptyReason(filter, (other) => view.processes(other, { limit: 1 }).rows.length === 0);
    return `no process of ${countText(total)} matches (filter: ${text}): ${printable(reason)}`;
  }
  const matching = text === '' ? total : view.matchingProcesses(filter).length;
  const asked = visible.length - context;
  const parts = [
    asked === total ? counted(total, 'process', 'processes') : `showing ${countText(asked)} of ${counted(total, 'process', 'processes')}`,
    text === '' ? '' : ` (filter: ${text})`,
    context === 0 ? '' : `, and ${countText(context)} around them`,
    asked < matching ? `, ${countText(matching - asked)} more below --limit or --depth` : '',
  ];
  return parts.join('');
}
