import { printable } from '../model/printable.js';
import type { ImportProgress } from '../model/progress.js';
import type { Source } from '../model/source.js';
import { formatDuration } from '../model/time.js';
import { counted, countText } from './text/wording.js';
import type { TextStream } from './world.js';

/** Tells a person how far an import is. */
export interface ProgressReporter {
  onProgress(progress: ImportProgress): void;
  /** Clears the moving line and says what was read; silent when nothing had to be. */
  finish(sources: readonly Source[]): void;
}

/** Redrawn this often at most: more would flicker and cost. */
const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** One rewritten line where a person watches, and only a closing line elsewhere. Quiet: neither. */
export function progressReporter(stderr: TextStream, options: { readonly isQuiet: boolean }): ProgressReporter {
  const isLive = stderr.isTTY === true && !options.isQuiet;
  let drawn: ImportProgress | undefined;
  let lastRead: ImportProgress | undefined;
  return {
    onProgress: (progress) => {
      // Phases after reading count neither bytes nor problems.
      if (progress.phase === 'reading' || progress.phase === 'done') lastRead = progress;
      const isDue = drawn === undefined || drawn.phase !== progress.phase || progress.elapsedMs - drawn.elapsedMs >= REDRAW_MS;
      if (!isLive || !isDue) return;
      drawn = progress;
      stderr.write(CLEAR_LINE + progressLine(progress).slice(0, (stderr.columns ?? 80) - 1));
    },
    finish: (sources) => {
      if (drawn !== undefined) stderr.write(CLEAR_LINE);
      if (lastRead !== undefined && !options.isQuiet) stderr.write(`${closingLine(lastRead, sources)}\n`);
    },
  };
}

/** How far an import is: share of the bytes, speed, time left, problems so far. */
export function progressLine(progress: ImportProgress): string {
  const { bytesRead, bytesTotal, events, elapsedMs, problems } = progress;
  if (progress.phase !== 'reading') return `${progress.phase} ${counted(events, 'event')} …`;
  const share = bytesTotal === undefined || bytesTotal === 0 ? undefined : Math.min(1, bytesRead / bytesTotal);
  const leftMs = share === undefined || share === 0 ? undefined : (elapsedMs / share) * (1 - share);
  const parts = [
    share === undefined ? `${Math.round(bytesRead / 1_000_000)} MB` : `${Math.floor(share * 100)}%`,
    elapsedMs > 0 ? `${countText(Math.round((events * 1000) / elapsedMs))} events/s` : '',
    leftMs === undefined ? '' : `${formatDuration(Math.ceil(leftMs / 1000) * 1_000_000)} left`,
    problems > 0 ? counted(problems, 'problem') : '',
    progress.path === undefined ? '' : printable(progress.path),
  ];
  return `reading ${parts.filter((part) => part !== '').join(', ')}`;
}

/** What an import read, in one line. The counts are the ledgers': the last progress may have come before the last line. */
export function closingLine(progress: ImportProgress, sources: readonly Source[]): string {
  const records = sources.reduce((total, source) => total + source.ledger.records, 0);
  const malformed = sources.reduce((total, source) => total + source.ledger.malformed, 0);
  const refused = malformed > 0 ? `, ${counted(malformed, 'line')} refused (see workbench problems)` : '';
  return `read ${counted(records, 'event')} of ${counted(sources.length, 'source')} in ${formatDuration(progress.elapsedMs * 1000)}${refused}`;
}
