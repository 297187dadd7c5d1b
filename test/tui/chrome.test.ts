import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../src/model/progress.js';
import { footerLines, headerLines } from '../../src/tui/chrome.js';
import type { Line } from '../../src/tui/drawing/line.js';
import { frameOf } from '../../src/tui/state.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { play } from './play.js';

const READING: ImportProgress = {
  phase: 'reading',
  path: 'events.jsonl.gz',
  bytesRead: 25 * 1024 * 1024,
  bytesTotal: 100 * 1024 * 1024,
  events: 120_000,
  problems: 1,
  elapsedMs: 4000,
};

function text(lines: readonly Line[]): readonly string[] {
  return lines.map(({ spans }) =>
    spans
      .map((one) => one.text)
      .join('')
      .trimEnd(),
  );
}

describe('the lines above the view', () => {
  it('say what the case is and what there is, findings first', () => {
    const game = play(fakeCase(STORY));
    expect(text(headerLines(game.store.state()))).toEqual([
      ' workbench · case  1 source  2026-11-20  16:36:35 to 16:43:40 UTC (7m05s)',
      '  ! 1 critical 1 high  ⏱ 5 late  1 entered  1 probe  12 processes  (1 inferred)  3 connections  1 problem (P)',
    ]);
  });

  it('say the counts alone where there is room for one line', () => {
    const game = play(fakeCase(STORY), 80, 12);
    expect(text(headerLines(game.store.state()))[0]).toMatch(/^ case {2}! 1 critical 1 high/);
  });

  it.each([
    {
      what: 'how far it is',
      progress: READING,
      line: ' reading events.jsonl.gz · 25% of 100.0 MiB, about 12s left · 120,000 events · 1 problem',
    },
    {
      what: 'nothing of the time left once all is read',
      progress: { ...READING, phase: 'linking', bytesRead: 100 * 1024 * 1024 } as const,
      line: ' linking processes and connections · 100% of 100.0 MiB · 120,000 events · 1 problem',
    },
    {
      what: 'what it does when nothing tells how much there is',
      progress: { phase: 'reading', bytesRead: 2048, events: 5, problems: 0, elapsedMs: 1 } as const,
      line: ' reading · 2.0 KiB · 5 events · 0 problems',
    },
    {
      what: 'that it is over, and why',
      progress: { ...READING, phase: 'failed', message: 'disk full' } as const,
      line: ' the import failed: disk full; what was read before stays',
    },
  ])('say of a running import $what', ({ progress, line }) => {
    const game = play(fakeCase(STORY));
    const before = frameOf(game.store.state()).room.rows;
    game.send({ kind: 'importProgressed', progress });
    expect(text(headerLines(game.store.state()))[1]).toBe(line);
    expect(frameOf(game.store.state()).room.rows).toBe(before - 1);
  });

  it('say nothing more of an import that is done', () => {
    const game = play(fakeCase(STORY));
    game.send({ kind: 'importProgressed', progress: READING });
    game.send({ kind: 'importProgressed', progress: { ...READING, phase: 'done' } });
    expect(headerLines(game.store.state())).toHaveLength(2);
  });
});

describe('the lines below the view', () => {
  it('say where one is and what to press', () => {
    const [status = '', hints = ''] = text(footerLines(play(fakeCase(STORY), 100, 30).store.state()));
    expect(status).toMatch(/^ kind-worker › tenant-jobs › crawler-7c7b › crawler › bash \(22848\) +row 7\/18$/);
    expect(hints).toContain('? help');
    expect(hints).not.toContain('follow hop');
  });

  it('greet in whole lines where there are 80 columns', () => {
    const game = play(fakeCase(STORY), 80, 24);
    game.store.dispatch({ kind: 'greeted' });
    const lines = text(footerLines(game.store.state())).slice(0, 3);
    expect(lines[0]).toContain('Welcome.');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('keep the filter in sight', () => {
    const game = play(fakeCase(STORY), 80, 24);
    game.press('f');
    game.type('binary:sh');
    game.press('enter');
    expect(text(footerLines(game.store.state()))[0]).toContain('filter [binary:sh] F clears');
  });

  it('show a mistake in a filter with its place', () => {
    const game = play(fakeCase(STORY));
    game.press('f');
    game.type('pid:x');
    game.press('enter');
    expect(text(footerLines(game.store.state()))[1]).toContain('column 5: pid: "x" is not a number or a range');
  });
});
