import type { ReactElement } from 'react';
import { LEVELS } from '../../model/finding.js';
import type { Source } from '../../model/source.js';
import { formatDuration, formatTime } from '../../model/time.js';
import { Pane } from '../components/pane.js';
import { drawLine, type Line } from '../drawing/line.js';
import { bytesText, counted, countText } from '../drawing/wording.js';
import { type Detail, detailLines, field, heading, sections, sentence } from '../tree/detail-lines.js';
import type { Command, Frame, View, ViewProps } from '../view.js';

interface OverviewState {
  readonly top: number;
}

/** What the case is made of, and what it can't answer. */
export const overviewView: View<OverviewState> = {
  id: 'overview',
  title: 'Case',
  key: 'I',
  description: 'show what the case is made of, and what it cannot answer',
  commands: [
    scroll('up', ['up', 'k'], 'up one line', () => -1),
    scroll('down', ['down', 'j'], 'down one line', () => 1),
    scroll('page-up', ['pageup', 'ctrl+b', 'ctrl+u'], 'up one page', (page) => -page),
    scroll('page-down', ['pagedown', 'ctrl+f', 'ctrl+d'], 'down one page', (page) => page),
    scroll('first', ['g', 'home'], 'to the first line', () => Number.NEGATIVE_INFINITY),
    scroll('last', ['G', 'end'], 'to the last line', () => Number.POSITIVE_INFINITY),
  ],
  init: () => ({ top: 0 }),
  update: (state) => [state, []],
  reads: () => [],
  pane: () => 'overview',
  place: (_state, frame) => ({ path: 'case', count: counted(frame.facts.overview.sources.length, 'source') }),
  rows: (state, frame) => shown(state, frame).map((line) => drawLine(line, frame.room.columns, frame.look)),
  Component: OverviewView,
};

function scroll(id: string, keys: readonly string[], description: string, by: (page: number) => number): Command<OverviewState> {
  return {
    id: `overview.${id}`,
    keys,
    description,
    run: (state, frame) => {
      const last = Math.max(0, lines(frame).length - (frame.room.rows - 1));
      return [{ top: Math.min(last, Math.max(0, state.top + by(Math.max(1, frame.room.rows - 2)))) }, []];
    },
  };
}

function shown(state: OverviewState, frame: Frame): readonly Line[] {
  return lines(frame).slice(state.top, state.top + frame.room.rows - 1);
}

function lines(frame: Frame): readonly Line[] {
  return detailLines(overviewDetails(frame), frame.room.columns, frame.look);
}

function overviewDetails({ facts }: Frame): readonly Detail[] {
  const { overview } = facts;
  const { late, entered, probe } = overview.lateByKind;
  return sections(
    [
      heading('Observed'),
      ...field('from', overview.firstTimeUs === undefined ? 'no event carries a time' : formatTime(overview.firstTimeUs)),
      ...field('to', overview.lastTimeUs === undefined ? undefined : formatTime(overview.lastTimeUs)),
      ...field('nodes', overview.nodes.join(' ')),
    ],
    [
      heading('Counts'),
      ...field(
        'processes',
        `${countText(overview.processCount)}, of them ${countText(overview.inferredCount)} inferred from their children`,
      ),
      ...field(
        'late',
        `${countText(late)} (later than ${formatDuration(facts.lateAfterSeconds * 1_000_000)} after container start)`,
        'late',
      ),
      ...field('entered', `${countText(entered)} (came into a running container from outside)`, 'entered'),
      ...field('probes', countText(probe)),
      ...field('connections', countText(overview.connectionCount)),
      ...field('DNS messages', countText(overview.dnsMessageCount)),
      ...field('problems', overview.problemCount === 0 ? 'none' : `${countText(overview.problemCount)} (P lists them)`),
    ],
    [heading('Findings'), ...levelFields(facts.findings.map(({ level }) => level))],
    [heading('What these sources cannot answer'), ...overview.missing.map((text) => sentence(text, 'warning'))],
    ...overview.sources.map(sourceSection),
  );
}

function levelFields(levels: readonly string[]): readonly Detail[] {
  if (levels.length === 0) return [sentence('none')];
  return [...LEVELS].reverse().flatMap((level) => field(level, levels.filter((one) => one === level).length || undefined, 'finding'));
}

function sourceSection({ path, format, ledger, sizeBytes, isComplete, droppedEvents }: Source): readonly Detail[] {
  const ignored = Object.entries(ledger.ignored).map(([reason, count]) => `${countText(count)} ${reason}`);
  return [
    heading(path),
    ...field('format', `${format}, ${bytesText(sizeBytes)}`),
    ...field(
      'lines',
      `${countText(ledger.lines)} = ${countText(ledger.records)} read + ${ignored.join(' + ') || '0 ignored'} + ${countText(ledger.malformed)} refused`,
    ),
    ...field(
      'kinds',
      Object.entries(ledger.kinds)
        .map(([kind, count]) => `${kind} ${countText(count)}`)
        .join(', '),
    ),
    ...(isComplete ? [] : field('state', 'interrupted: the same command goes on where it stopped', 'warning')),
    ...(droppedEvents === 0 ? [] : field('dropped', `${countText(droppedEvents)} events, the agent says`, 'warning')),
  ];
}

function OverviewView({ state, frame }: ViewProps<OverviewState>): ReactElement {
  return <Pane title="Case" lines={shown(state, frame)} size={frame.room} isFocused={true} look={frame.look} />;
}
