import type { Line } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { ProcessDetails } from '../effects.js';
import type { CaseFacts } from '../facts.js';
import { keptFor } from '../kept.js';
import type { Frame } from '../view.js';
import { groupDetails } from './container-details.js';
import { detailLines, sentence } from './detail-lines.js';
import { processDetails } from './process-details.js';
import { selectedRow } from './selecting.js';
import { groupAt } from './tree-index.js';
import { treeLayout } from './tree-layout.js';
import type { TreeState } from './tree-state.js';

/** All lines of the details of what is selected, at this width. */
export function detailsOf(state: TreeState, frame: Frame, columns: number): readonly Line[] {
  const group = groupAt(state.tree, selectedRow(state));
  const { subject, selection } = state;
  if (group !== undefined) {
    const container = subject?.kind === 'container' && subject.containerId === group.containerId ? subject.container : undefined;
    return detailLines(groupDetails(group, container), columns, frame.look);
  }
  if (selection === undefined) return detailLines([sentence('Nothing is selected.', 'quiet')], columns, frame.look);
  if (subject?.kind !== 'process' || subject.processId !== selection.id) return [];
  if (subject.details === undefined)
    return detailLines([sentence('This process is not in the case any more.', 'warning')], columns, frame.look);
  return processLines(subject.details, frame.facts, columns, frame.look);
}

const processLines = keptFor((details: ProcessDetails, facts: CaseFacts, columns: number, look: Look) =>
  detailLines(processDetails(details, facts), columns, look),
);

/** The first line shown may not be past this one, so that the last page is full. */
export function lastDetailsTop(state: TreeState, frame: Frame): number {
  const size = treeLayout(frame.room, state.focus, state.isZoomed).panes.details;
  if (size === undefined) return 0;
  return Math.max(0, detailsOf(state, frame, size.columns).length - (size.rows - 1));
}
