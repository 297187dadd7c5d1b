import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { emptyReason } from '../../src/cli/empty-reason.js';
import { closingLine, progressLine } from '../../src/cli/progress.js';
import type { TextStyle } from '../../src/cli/text/style.js';
import { isColourWanted, paint } from '../../src/cli/text/style.js';
import { type Column, tableLines } from '../../src/cli/text/table.js';
import { treeLines } from '../../src/cli/text/tree-lines.js';
import { bytesText, counted, endpointText, imagesText, lateText, whenText } from '../../src/cli/text/wording.js';
import type { TreeRow } from '../../src/model/case-view.js';
import type { Filter } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import { printable } from '../../src/model/printable.js';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../src/tui/drawing/glyphs.js';
import { bareProcess, container, finding, fullConnection, fullProcess, source } from '../export/samples.js';

const PLAIN: TextStyle = { isColour: false, isAscii: false, glyphs: UNICODE_GLYPHS };
const ASCII: TextStyle = { isColour: false, isAscii: true, glyphs: ASCII_GLYPHS };
const HOSTILE = '\u001b]52;c;aGk=\u0007\u202e\r';

describe('wording', () => {
  it.each([
    [whenText(Date.UTC(2023, 6, 26, 7, 20) * 1000 + 1_234_567), '2023-07-26 07:20:01.234'],
    [whenText(Date.UTC(2023, 6, 26) * 1000), '2023-07-26 00:00:00.000'],
    [whenText(undefined), ''],
    [counted(1, 'process', 'processes'), '1 process'],
    [counted(1_234_567, 'event'), '1,234,567 events'],
    [bytesText(0), '0 B'],
    [bytesText(999), '999 B'],
    [bytesText(5_000_000), '5.0 MB'],
    [bytesText(undefined), ''],
    [endpointText({ ip: '::1', port: 80 }), '[::1]:80'],
    [endpointText({ ip: '::1', port: 0 }), '::1'],
    [lateText(fullProcess(), UNICODE_GLYPHS), '⏱ +5m12s'],
    [lateText(fullProcess(), ASCII_GLYPHS), 'L+5m12s'],
    [lateText(bareProcess(), UNICODE_GLYPHS), ''],
    [imagesText(fullProcess(), UNICODE_GLYPHS), 'entry.sh ⇒ /bin/sh -c id'],
  ])('says %j', (said, expected) => {
    expect(said).toBe(expected);
  });
});

describe('style', () => {
  it('lets no control sequence of a capture through', () => {
    expect(paint(HOSTILE, 'finding', { ...PLAIN, isColour: true })).toBe('\u001b[1;31m\\x1b]52;c;aGk=\\x07\\u{202e}\\r\u001b[0m');
  });

  it.each([
    [{}, true, true],
    [{ NO_COLOR: '' }, true, true],
    [{ NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{}, false, false],
  ])('of %j with the option %s wants colour: %s', (env, option, wanted) => {
    expect(isColourWanted(env, option)).toBe(wanted);
  });
});

describe('tableLines', () => {
  const columns: readonly Column<readonly [string, string]>[] = [
    { title: 'NAME', text: ([name]) => name },
    { title: 'N', isRight: true, text: ([, n]) => n },
    { title: 'LAST', text: ([name]) => name },
  ];

  it('aligns by columns on the screen, not by characters', () => {
    const lines = [...tableLines(columns, [['日本', '1'] as const, ['ab', '100'] as const], PLAIN)];
    expect(lines).toEqual(['NAME    N  LAST\n', '日本    1  日本\n', 'ab    100  ab\n']);
  });

  it.each([30, 40, 80])('fits a terminal of %d columns, numbers and times last to go', (width) => {
    const rows = [['x'.repeat(200), '1234'] as const, ['y', '5'] as const];
    const lines = [...tableLines(columns, rows, { ...PLAIN, columns: width })];
    for (const line of lines) expect(stringWidth(line.trimEnd())).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/x… {2}1234 {2}x+…/);
  });

  it('spells out what would act on the terminal', () => {
    for (const line of tableLines(columns, [[HOSTILE, ''] as const], PLAIN)) expect(printable(line.trimEnd())).toBe(line.trimEnd());
  });

  it('is empty without rows', () => {
    expect([...tableLines(columns, [], PLAIN)]).toEqual([]);
  });

  it('asks for rows only as it prints them', () => {
    let asked = 0;
    function* endless(): Generator<readonly [string, string]> {
      for (;;) yield [`row ${asked++}`, ''];
    }
    const lines = tableLines(columns, endless(), PLAIN);
    for (let at = 0; at < 10; at++) lines.next();
    expect(asked).toBeLessThanOrEqual(500);
  });
});

describe('treeLines', () => {
  const shell = { ...fullProcess(), isMain: false };
  const rows: readonly TreeRow[] = [
    { process: bareProcess({ binary: '/bin/node', isMain: true }), container: container() },
    { process: shell, container: container(), firstConnection: fullConnection() },
    { process: bareProcess({ id: 9, pid: 9, knownFrom: 'inferred', exitStatus: 1 }) },
  ];
  const view = { treeRows: (ids: readonly number[]) => rows.filter((row) => ids.includes(row.process.id)) };
  const groups = [{ kind: 'pod' as const, label: `crawler${HOSTILE}`, processCount: 3, lateCount: 1 }];
  const chosen = [
    { id: -1, depth: 0, isLast: true, isContext: false },
    { id: 1, depth: 1, isLast: true, isContext: true },
    { id: 7, depth: 2, isLast: false, isContext: false },
    { id: 9, depth: 2, isLast: true, isContext: false },
  ];

  it.each([
    [
      'glyphs',
      PLAIN,
      [
        'pod crawler\\x1b]52;c;aGk=\\x07\\u{202e}\\r  (3 processes, 1 late)',
        '└─ ● 1 /bin/node',
        '   ├─ 22931 entry.sh ⇒ /bin/sh -c id  ⏱ +5m12s  ! critical: reverse-shell  [SIGTERM]  → 203.0.113.9:4444 (c2.example.com, other/web-0)',
        '   └─ 9 ?  (not seen, inferred from its children)  [exit 1]',
      ],
    ],
    [
      'ASCII',
      ASCII,
      [
        'pod crawler\\x1b]52;c;aGk=\\x07\\u{202e}\\r  (3 processes, 1 late)',
        '`- * 1 /bin/node',
        '   |- 22931 entry.sh => /bin/sh -c id  L+5m12s  ! critical: reverse-shell  [SIGTERM]  -> 203.0.113.9:4444 (c2.example.com, other/web-0)',
        '   `- 9 ?  (not seen, inferred from its children)  [exit 1]',
      ],
    ],
  ])('draws the tree with %s', (_, style, lines) => {
    const findings = new Map([[shell.execId, [finding()]]]);
    expect([...treeLines(chosen, { groups, view, findings, style })].join('').trimEnd().split('\n')).toEqual(lines);
  });

  it('fits the terminal, colours included', () => {
    const style = { ...PLAIN, isColour: true, columns: 40 };
    const lines = [...treeLines(chosen, { groups, view, findings: new Map(), style })];
    for (const line of lines) expect(stringWidth(line.trimEnd())).toBeLessThanOrEqual(40);
  });

  it('cuts a long command before the delay and the finding', () => {
    const long = { process: { ...shell, images: [], arguments: 'x'.repeat(500) } };
    const narrow = {
      groups,
      view: { treeRows: () => [long] },
      findings: new Map([[shell.execId, [finding()]]]),
      style: { ...PLAIN, columns: 80 },
    };
    const [line = ''] = treeLines([{ id: 7, depth: 0, isLast: true, isContext: false }], narrow);
    expect(line).toMatch(/^22931 \/bin\/sh x+… {2}⏱ \+5m12s {2}! critical: reverse-shell {2}\[SIGTERM\]\n$/);
  });
});

describe('emptyReason', () => {
  const parsed = (text: string): Filter => {
    const result = parseFilter(text);
    if (result.kind === 'error') throw new Error(result.message);
    return result.filter;
  };
  // A case with one process: pid 1 in pod a, and one of pid 2 in pod b.
  const facts = [
    { pod: 'a', pid: 1 },
    { pod: 'b', pid: 2 },
  ];
  const isEmpty = (filter: Filter): boolean =>
    !facts.some((fact) =>
      filter.terms.every((term) => {
        if (term.kind === 'text') return term.patterns.some((pattern) => fact.pod.includes(pattern.text));
        return term.kind === 'number' && term.ranges.some((range) => range.from <= fact.pid && fact.pid <= range.to);
      }),
    );

  it.each([
    ['pod:c pid:1', 'nothing matches pod:c'],
    ['pod:c pid:9', 'nothing matches pod:c, nor pid:9'],
    ['pod:a pid:2', 'something matches without pod:a, or without pid:2'],
  ])('%s: %s', (filter, reason) => {
    expect(emptyReason(parsed(filter), isEmpty)).toBe(reason);
  });
});

describe('progress', () => {
  const progress = {
    phase: 'reading' as const,
    bytesRead: 25,
    bytesTotal: 100,
    events: 1000,
    problems: 0,
    elapsedMs: 500,
    path: `e${HOSTILE}`,
  };

  it('tells share, speed, time left and file', () => {
    expect(progressLine(progress)).toBe('reading 25%, 2,000 events/s, 2s left, e\\x1b]52;c;aGk=\\x07\\u{202e}\\r');
  });

  it('invents no share of an unknown size', () => {
    const { bytesTotal, ...unsized } = progress;
    expect(progressLine({ ...unsized, bytesRead: 3_000_000, problems: 1 })).toMatch(/^reading 3 MB, 2,000 events\/s, 1 problem, e/);
    expect(bytesTotal).toBe(100);
  });

  it('closes with what the ledgers say was read', () => {
    const line = 'read 14 events of 2 sources in 500ms, 2 lines refused (see workbench problems)';
    expect(closingLine(progress, [source(), source()])).toBe(line);
  });
});
