import { formatFilter, parseFilter } from '../model/filter-grammar.js';
import { LEVELS } from '../model/finding.js';
import type { ImportProgress } from '../model/progress.js';
import { formatDuration } from '../model/time.js';
import { greetingRows, hasProgressLine, headerRows } from './chrome-rows.js';
import { cutMiddle, type Line, type Span, span, spansWidth, textLine } from './drawing/line.js';
import type { Look } from './drawing/look.js';
import type { Role } from './drawing/theme.js';
import { bytesText, clockText, counted, countText } from './drawing/wording.js';
import { offeredCommands } from './keymap.js';
import { keyLabel } from './keys.js';
import type { Notice } from './notice.js';
import { promptLines } from './overlays/prompt.js';
import { frameOf, type State, shownView } from './state.js';

/** The lines above the view: the case, how far its import is, and its counts. */
export function headerLines(state: State): readonly Line[] {
  const rows = headerRows(state.size.rows, state.progress);
  const progress = state.progress !== undefined && hasProgressLine(state.progress) ? [progressLine(state.progress, state.look)] : [];
  const hasCounts = rows - progress.length > 1;
  if (hasCounts) return [{ spans: caseSpans(state) }, ...progress, { spans: countSpans(state) }];
  return [{ spans: [span(` ${state.title}`, 'strong'), ...countSpans(state)] }, ...progress];
}

function caseSpans({ title, facts, look }: State): readonly Span[] {
  const { firstTimeUs: from, lastTimeUs: to, sources } = facts.overview;
  const time = from === undefined || to === undefined ? '' : `  ${clockText(from)} to ${clockText(to)} UTC (${formatDuration(to - from)})`;
  const day = from === undefined ? '' : `  ${new Date(from / 1000).toISOString().slice(0, 10)}`;
  return [
    span(' workbench', 'strong'),
    span(` ${look.glyphs.separator} `, 'quiet'),
    span(title, 'strong'),
    span(`  ${counted(sources.length, 'source')}${day}${time}`, 'quiet'),
  ];
}

/** What there is, what matters most first: a narrow terminal cuts the end. */
function countSpans({ facts, look }: State): readonly Span[] {
  const { overview, findings } = facts;
  const { late, entered, probe } = overview.lateByKind;
  const levels = [...LEVELS].reverse().flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  });
  const found = levels.length === 0 ? span('  no findings', 'quiet') : span(`  ${look.glyphs.finding} ${levels.join(' ')}`, 'finding');
  const some = (count: number, text: string, role?: Role): readonly Span[] => (count === 0 ? [] : [span(`  ${text}`, role)]);
  return [
    found,
    ...some(late, `${look.glyphs.late.trim()} ${countText(late)} late`, 'late'),
    ...some(entered, `${countText(entered)} entered`, 'entered'),
    ...some(probe, `${countText(probe)} ${probe === 1 ? 'probe' : 'probes'}`, 'quiet'),
    span(`  ${counted(overview.processCount, 'process', 'processes')}`),
    ...some(overview.inferredCount, `(${countText(overview.inferredCount)} inferred)`, 'quiet'),
    span(`  ${counted(overview.connectionCount, 'connection')}`),
    ...some(overview.problemCount, `${counted(overview.problemCount, 'problem')} (P)`, 'warning'),
  ];
}

const PHASES: Readonly<Record<ImportProgress['phase'], string>> = {
  reading: 'reading',
  linking: 'linking processes and connections',
  detecting: 'running the rules',
  following: 'following',
  done: 'done',
  failed: 'the import failed',
};

function progressLine(progress: ImportProgress, look: Look): Line {
  if (progress.phase === 'failed')
    return { spans: [span(` ${PHASES.failed}: ${progress.message ?? 'no reason was given'}; what was read before stays`, 'error')] };
  const { bytesRead, bytesTotal, events, problems, elapsedMs } = progress;
  if (progress.phase === 'following') return followingLine(progress, look);
  const share =
    bytesTotal === undefined || bytesTotal === 0
      ? bytesText(bytesRead)
      : `${Math.floor((100 * bytesRead) / bytesTotal)}% of ${bytesText(bytesTotal)}`;
  const left =
    progress.phase !== 'reading' || bytesTotal === undefined || bytesRead === 0 || bytesRead >= bytesTotal
      ? ''
      : `, about ${formatDuration(((elapsedMs * (bytesTotal - bytesRead)) / bytesRead) * 1000)} left`;
  const name = progress.phase === 'reading' && progress.path !== undefined ? ` ${progress.path}` : '';
  const sep = ` ${look.glyphs.separator} `;
  const parts = [`${PHASES[progress.phase]}${name}`, `${share}${left}`, counted(events, 'event'), counted(problems, 'problem')];
  return { spans: [span(` ${parts.join(sep)}`, 'chip')] };
}

function followingLine({ path, events, problems }: ImportProgress, look: Look): Line {
  const parts = [`${PHASES.following} ${path ?? ''}`.trimEnd(), counted(events, 'event'), counted(problems, 'problem')];
  return { spans: [span(` ${parts.join(` ${look.glyphs.separator} `)}`, 'chip')] };
}

/** The two lines below the view: a line being typed, or where one is and what to press. Above them the greeting, while there is one. */
export function footerLines(state: State): readonly Line[] {
  if (state.overlay?.kind === 'prompt') return promptLines(state.overlay, state);
  const greeting = greetingRows(state.size.rows, state.isGreeting) > 0 ? GREETING.map((text) => textLine(text, 'chip')) : [];
  return [...greeting, statusLine(state), hintLine(state)];
}

const GREETING = [
  ' Welcome. e goes to the next finding, h and l to parent and children,',
  ' Tab to connections. / finds, f filters, o follows a connection to its end.',
  ' ? shows every key, q leaves. The next key takes these lines away.',
] as const;

const TONES: Readonly<Record<Notice['tone'], Role>> = { said: 'chip', warned: 'warning', failed: 'error' };

function statusLine(state: State): Line {
  const { look, notice, size } = state;
  const place = shownView(state).place(frameOf(state));
  const right = [...filterChip(state), span(` ${place.count} `, 'quiet')];
  const rightWidth = spansWidth(right, look);
  // A sentence is worth more than the row number; of a path the middle is what tells least.
  const left =
    notice === undefined
      ? span(` ${cutMiddle(place.path, size.columns - rightWidth - 2, look)}`, 'quiet')
      : span(` ${notice.text}`, TONES[notice.tone]);
  const room = size.columns - spansWidth([left], look) - rightWidth;
  if (room < 0) return { spans: notice === undefined ? right : [left] };
  return { spans: [left, span(' '.repeat(room)), ...right] };
}

/** A chip for each term of the filter, and the key that clears them all. */
function filterChip({ filter }: State): readonly Span[] {
  if (filter === undefined) return [];
  const parsed = parseFilter(filter.text);
  const terms = parsed.kind === 'filter' ? parsed.filter.terms.map((term) => formatFilter({ terms: [term] })) : [filter.text];
  return [span(' filter', 'quiet'), ...terms.map((term) => span(` [${term}]`, 'chip')), span(' F clears ', 'quiet')];
}

function hintLine(state: State): Line {
  if (state.overlay !== undefined) return { spans: [span(' Esc', 'strong'), span(' back', 'quiet')] };
  const hints = offeredCommands(state).filter((command) => command.hint !== undefined && command.isHere && command.off === undefined);
  const ordered = [...hints.filter(({ id }) => id === 'help'), ...hints.filter(({ id }) => id !== 'help')];
  const spans = ordered.flatMap(({ keys, hint }) => [
    span(` ${keyLabel(keys[0] ?? '', state.look.isAscii)}`, 'strong'),
    span(` ${hint} `, 'quiet'),
  ]);
  return { spans };
}
