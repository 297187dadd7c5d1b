import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { TreeRow } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import { formatDuration } from '../../model/time.js';
import { Pane } from '../components/pane.js';
import { drawLine, type Line, span, textLine } from '../drawing/line.js';
import { clockText, countText, shortBinary } from '../drawing/wording.js';
import type { CaseRead } from '../effects.js';
import { LIST_TOP, type ListState, listCommands, selectedIn, topFor } from '../lists/list-state.js';
import { type Detail, detailLines, field, heading, sentence } from '../tree/detail-lines.js';
import type { Frame, View, ViewProps } from '../view.js';

interface FindingsState extends ListState {
  /** Rows of the findings' processes, for where they ran. */
  readonly rows: ReadonlyMap<number, TreeRow | undefined>;
}

/** What was found, worst first, with the reason for the selected one. */
export const findingsView: View<FindingsState> = {
  id: 'findings',
  title: 'Findings',
  key: '!',
  description: 'list the findings',
  commands: [
    ...listCommands<FindingsState>('findings', (_state, frame) => names(frame), listHeight),
    {
      id: 'findings.go',
      keys: ['enter', 'o'],
      description: "go to the finding's process in the tree",
      hint: 'go to process',
      off: (_state, frame) => (frame.facts.findings.length === 0 ? 'there are no findings' : undefined),
      run: (state, frame) => {
        const finding = selectedFinding(state, frame);
        return [state, finding === undefined ? [] : [{ kind: 'goToProcess', processId: finding.process.id }]];
      },
    },
  ],
  init: () => ({ ...LIST_TOP, rows: new Map() }),
  update: (state, event, frame) => {
    if (event.kind === 'factsChanged') return [{ ...state, rows: new Map() }, []];
    if (event.kind !== 'answered' || event.answer.kind !== 'rows') return [state, []];
    const about = new Set(frame.facts.findings.map((finding) => finding.process.id));
    return [{ ...state, rows: new Map([...state.rows, ...[...event.answer.rows].filter(([id]) => about.has(id))]) }, []];
  },
  reads,
  pane: () => 'findings',
  place: (state, frame) => ({
    path: selectedFinding(state, frame)?.title ?? '',
    count: `finding ${selectedIn(state, names(frame)) + 1}/${frame.facts.findings.length}`,
  }),
  rows: (state, frame) => listLines(state, frame).map((line) => drawLine(line, frame.room.columns, frame.look)),
  Component: FindingsView,
};

function names(frame: Frame): readonly string[] {
  return frame.facts.findings.map((finding) => `${finding.id} ${finding.process.execId}`);
}

function selectedFinding(state: ListState, frame: Frame): Finding | undefined {
  return frame.facts.findings[selectedIn(state, names(frame))];
}

function listHeight({ room }: Frame): number {
  return Math.max(1, (room.rows >= 14 ? Math.ceil(room.rows / 2) : room.rows) - 1);
}

function windowOf(state: ListState, frame: Frame): { readonly findings: readonly Finding[]; readonly top: number } {
  const height = listHeight(frame);
  const all = frame.facts.findings;
  const top = topFor(state.top, selectedIn(state, names(frame)), all.length, height);
  return { findings: all.slice(top, top + height), top };
}

function reads(state: FindingsState, frame: Frame): readonly CaseRead[] {
  const wanted = windowOf(state, frame).findings.map((finding) => finding.process.id);
  const missing = [...new Set(wanted)].filter((id) => !state.rows.has(id));
  return missing.length === 0 ? [] : [{ kind: 'readRows', processIds: missing }];
}

function listLines(state: FindingsState, frame: Frame): readonly Line[] {
  const { findings, top } = windowOf(state, frame);
  if (findings.length === 0) return [textLine(` ${whyNone(frame)}`, 'quiet')];
  const selected = selectedIn(state, names(frame));
  return findings.map((finding, place) => findingLine(finding, state.rows.get(finding.process.id), top + place === selected, frame));
}

function whyNone(frame: Frame): string {
  if (frame.isImporting) return 'No findings yet: rules run once the events are read.';
  if (frame.facts.overview.processCount === 0) return 'No findings, and no events either: there was nothing to look at.';
  return 'No rule found anything in this case. That is not proof that nothing happened.';
}

function findingLine(finding: Finding, row: TreeRow | undefined, isSelected: boolean, { look }: Frame): Line {
  const late = row?.process.lateSeconds;
  const where = whereOf(row);
  const spans = [
    span(isSelected ? look.glyphs.cursor : ' ', 'strong'),
    span(`${look.glyphs.finding} ${finding.level.padEnd(9)}`, 'finding'),
    span(finding.firstSeenUs === undefined ? '' : `${clockText(finding.firstSeenUs)}  `, 'quiet'),
    span(finding.title, 'strong'),
    span(`  ${shortBinary(finding.process.binary)} pid ${finding.process.pid}`),
    span(where === '' ? '' : ` in ${where}`),
    span(late === undefined ? '' : `  ${look.glyphs.late}+${formatDuration(late * 1_000_000)}`, 'late'),
    span(finding.count > 1 ? `  ${finding.count} times` : '', 'quiet'),
  ];
  return isSelected ? { spans, isSelected } : { spans };
}

function whereOf(row: TreeRow | undefined): string {
  const container = row?.container;
  return [container?.pod, container?.name ?? container?.containerId.slice(0, 12)].filter((part) => part !== undefined).join('/');
}

function preview(finding: Finding): readonly Detail[] {
  return [
    heading(finding.title, 'finding'),
    sentence(finding.why),
    ...field('rule', `${finding.rule.id}: ${finding.rule.title}`),
    ...field('ATT&CK', finding.rule.attack.join(' ')),
    ...field('process', `${finding.process.binary ?? '?'} ${finding.process.arguments ?? ''}`),
    ...field('ancestors', finding.ancestors.map((ref) => `${shortBinary(ref.binary)} (${ref.pid})`).join(' < ')),
    ...finding.related.flatMap((ref) => field(ref.role, `${shortBinary(ref.binary)} ${ref.arguments ?? ''} (pid ${ref.pid})`)),
    ...field('could be', finding.falsePositives.join('; ')),
    ...finding.evidence.flatMap((one) => field(`${one.source}:${one.line}`, one.summary)),
  ];
}

function FindingsView({ state, frame }: ViewProps<FindingsState>): ReactElement {
  const { room, look } = frame;
  const listRows = listHeight(frame) + 1;
  const finding = selectedFinding(state, frame);
  const why = finding === undefined ? [] : detailLines(preview(finding), room.columns, look);
  return (
    <Box flexDirection="column">
      <Pane
        title="Findings"
        note={`${countText(frame.facts.findings.length)}, worst first; Enter goes to the process`}
        lines={listLines(state, frame)}
        size={{ columns: room.columns, rows: listRows }}
        isFocused={true}
        look={look}
      />
      {room.rows > listRows && (
        <Pane title="Why" lines={why} size={{ columns: room.columns, rows: room.rows - listRows }} isFocused={false} look={look} />
      )}
    </Box>
  );
}
