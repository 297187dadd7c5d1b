import { type Finding, LEVELS } from '../../model/finding.js';
import type { TimeUs } from '../../model/time.js';
import { type Line, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { clockText } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';

const LABEL_COLUMNS = 15;

/** When findings of each level were first seen, a line for each level that has some: a digit says how many there, `+` for more than nine. */
export function levelLines({ overview, findings }: CaseFacts, columns: number, look: Look): readonly Line[] {
  const { firstTimeUs: from, lastTimeUs: to } = overview;
  const cells = columns - LABEL_COLUMNS;
  if (from === undefined || to === undefined || cells < 1 || !findings.some(({ firstSeenUs }) => firstSeenUs !== undefined)) return [];
  const axis = `${clockText(from)}${look.glyphs.rule.repeat(Math.max(1, cells - 16))}${clockText(to)}`;
  const lines = [...LEVELS].reverse().flatMap((level): readonly Line[] => {
    const found = findings.filter((finding) => finding.level === level);
    if (found.length === 0) return [];
    return [{ spans: [span(`  ${level.padEnd(LABEL_COLUMNS - 2)}`, 'label'), span(placed(found, { from, to }, cells), 'finding')] }];
  });
  return [...lines, { spans: [span(' '.repeat(LABEL_COLUMNS)), span(axis, 'quiet')] }];
}

function placed(findings: readonly Finding[], { from, to }: { readonly from: TimeUs; readonly to: TimeUs }, cells: number): string {
  const counts = new Array<number>(cells).fill(0);
  for (const { firstSeenUs } of findings) {
    if (firstSeenUs === undefined) continue;
    const cell = Math.max(0, Math.min(cells - 1, Math.floor(((firstSeenUs - from) / Math.max(1, to - from)) * cells)));
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts.map((count) => (count === 0 ? ' ' : count > 9 ? '+' : String(count))).join('');
}
