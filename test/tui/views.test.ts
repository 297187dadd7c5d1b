import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/tui/drawing/line.js';
import { frameOf, shownView } from '../../src/tui/state.js';
import { VIEWS } from '../../src/tui/views/index.js';
import { fakeCase } from './fake-case.js';
import { STORY } from './fixtures/story.js';
import { ESCAPE, plain, play } from './play.js';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 160, rows: 50 },
  { columns: 40, rows: 10 },
];

describe('every view', () => {
  it('has its file in views/ and its line in the list', () => {
    const folder = fileURLToPath(new URL('../../src/tui/views', import.meta.url));
    const files = readdirSync(folder)
      .filter((name) => name !== 'index.ts')
      .map((name) => name.replace('.ts', ''));
    expect(VIEWS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  for (const { id, key } of VIEWS) {
    it.each(SIZES)(`keeps ${id} within $columns x $rows`, ({ columns, rows }) => {
      const game = play(fakeCase(STORY), columns, rows);
      game.press(key);
      const state = game.store.state();
      expect(state.viewId).toBe(id);
      const frame = frameOf(state);
      const drawn = shownView(state).rows(frame);
      expect(drawn.length).toBeGreaterThan(0);
      expect(drawn.length).toBeLessThanOrEqual(frame.room.rows);
      for (const line of drawn) expect(textWidth(plain(line))).toBeLessThanOrEqual(columns);
    });

    it(`lets no control sequence of a capture through ${id}`, () => {
      const game = play(fakeCase(STORY));
      game.press(key);
      const styles = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
      const text = shownView(game.store.state()).rows(frameOf(game.store.state())).join('\n').replace(styles, '');
      expect(text).not.toContain(ESCAPE);
    });

    it(`says something in an empty ${id}`, () => {
      const game = play(fakeCase({ containers: [] }));
      game.press(key);
      expect(game.rows().join('').length).toBeGreaterThan(10);
    });
  }
});

describe('the findings view', () => {
  it('lists the worst first, with where it happened', () => {
    const game = play(fakeCase(STORY));
    game.press('!');
    expect(game.rows().map((row) => row.slice(1))).toEqual([
      '! critical 16:36:57  Reverse shell to c2.example  bash pid 22848 in crawler-7c7b/crawler  ⏱ +5m12s',
      '! high     16:37:02  Lateral movement from crawler to resumes  sh pid 27100 in resumes-7c7b/resumes  ⏱ +5m40s',
    ]);
  });

  it('leads to the process in the tree', () => {
    const game = play(fakeCase(STORY));
    game.press('- ! j enter');
    expect(game.store.state().viewId).toBe('tree');
    expect(game.selected()).toContain('sh -c id');
  });

  it('tells no findings from no events', () => {
    const nothing = play(fakeCase({ containers: [] }));
    nothing.press('!');
    expect(nothing.rows()[0]).toContain('no events either');
    const clean = play(fakeCase({ ...STORY, findings: [] }));
    clean.press('!');
    expect(clean.rows()[0]).toContain('No rule found anything');
  });
});

describe('the view of sources and problems', () => {
  it('shows the sources, and below them place, severity and reason of each problem, made harmless', () => {
    const game = play(fakeCase(STORY));
    game.press('P j');
    expect(game.rows()[1]).toMatch(/^ events\.jsonl +tetragon +4,700 +8 +16:36:35 +16:43:40$/);
    expect(game.rows()[2]).toBe('▌events.jsonl:17  refused: not JSON: unexpected end  byte 40120  {"process_exec":{"pro\\x1b[2J');
  });

  it('reads further pages as one goes down', () => {
    const problem = STORY.problems?.[0];
    if (problem === undefined) throw new Error('the story has a problem');
    const problems = Array.from({ length: 450 }, (_, place) => ({ ...problem, line: place + 1 }));
    const game = play(fakeCase({ ...STORY, problems }));
    game.press('P G G G');
    expect(game.rows().at(-1)).toContain('events.jsonl:450');
  });
});
