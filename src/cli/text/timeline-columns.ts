import type { Level } from '../../model/finding.js';
import type { TimelineEntry } from '../../model/timeline.js';
import type { Role } from '../../tui/drawing/theme.js';
import type { TextStyle } from './style.js';
import type { Column } from './table.js';
import { ownerPlaceText, pidText, programText, whenText } from './wording.js';

/** Columns of the timeline. */
export function timelineColumns(style: TextStyle): readonly Column<TimelineEntry>[] {
  return [
    { title: 'TIME (UTC)', isRigid: true, text: ({ atUs }) => whenText(atUs) },
    { title: 'KIND', isRigid: true, text: ({ kind, level }) => (level === undefined ? kind : `${kind} ${level}`), role: roleOf },
    { title: 'PID', isRight: true, text: ({ process }) => (process === undefined ? '' : pidText(process)) },
    { title: 'PROGRAM', text: ({ process }) => (process === undefined || process.pid === 0 ? '' : programText(process)) },
    { title: 'WHERE', text: (entry) => ownerPlaceText({ ...entry, node: entry.node ?? '' }, style.glyphs) },
    { title: 'WHAT', text: ({ summary }) => summary, role: roleOf },
  ];
}

const LEVEL_ROLES: Readonly<Record<Level, Role | undefined>> = {
  informational: undefined,
  low: undefined,
  medium: 'warning',
  high: 'error',
  critical: 'error',
};

function roleOf({ kind, level }: TimelineEntry): Role | undefined {
  if (level !== undefined) return LEVEL_ROLES[level];
  return kind === 'gap' ? 'warning' : undefined;
}
