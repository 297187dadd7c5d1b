import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlainYaml } from '../../../src/detections/sigma/plain-yaml.js';
import { ProblemList } from '../../../src/detections/sigma/problem.js';
import { parseAnyYaml } from '../../../src/detections/sigma/yaml-tree.js';

const RULE = `# A rule as most are written.
title: Potential Netcat Reverse Shell
id: 7f734ed0-4f47-46c0-837f-6ee62505abd9
status: test
description: |
    Detects netcat with "-e".

      Indented: more
references:
    - https://pentestmonkey.net/cheat-sheet#nc
author: '@d4ns4n_, it''s him'
date: 2023-04-07
logsource:
    category: process_creation # of Linux
    product: linux
detection:
    selection:
        - Image|endswith:
              - '/nc'
              - "/ncat"
          CommandLine|contains: ' -e '
        - a1: 777
    # Not what tests do.
    filter:
        CommandLine: test
    condition: 1 of selection* and not filter
falsepositives:
- Unlikely
level: high
`;

/** What the library makes of a text, with what it says about it. */
function byLibrary(text: string) {
  const problems = new ProblemList();
  return { documents: parseAnyYaml('rule.yml', text, problems), problems: problems.found };
}

describe('YAML as most rules are written', () => {
  it('is read without the library, and as the library reads it, places included', () => {
    const plain = parsePlainYaml('rule.yml', RULE);
    expect(plain).toBeDefined();
    expect({ documents: [plain], problems: [] }).toEqual(byLibrary(RULE));
  });

  it.each([
    ['a list in brackets', 'a: [x, y]\n'],
    ['a mapping in braces', 'a: { b: c }\n'],
    ['an anchor', 'a: &x 1\nb: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a folded text', 'a: >\n  x\n  y\n'],
    ['a value over two lines', 'a: x\n  y\n'],
    ['a quoted value over two lines', "a: 'x\n  y'\n"],
    ['a backslash between double quotes', 'a: "\\n"\n'],
    ['two documents', 'a: x\n---\na: y\n'],
    ['the same key twice', 'a: x\na: y\n'],
    ['a key without a value', 'a:\nb: x\n'],
    ['a tab', 'a:\tx\n'],
    ['a number that is no plain one', 'a: 0x1f\n'],
    ['null', 'a: null\n'],
    ['lines that stand at no column of any key', 'a:\n    b: x\n  c: y\n'],
    ['a text that does not end with its line', 'a: x'],
  ])('leaves %s to the library', (_, text) => {
    expect(parsePlainYaml('rule.yml', text)).toBeUndefined();
  });

  it('is never read otherwise than by the library, whatever is changed in it', () => {
    const bits = [
      ...' -:\'"#\n|>[]{}&*!%@`?,\\~1x.é',
      ': ',
      ' #',
      '- ',
      '\n- ',
      '\n    ',
      '---',
      "''",
      'null',
      '\n  #c\n',
      '0x1',
      '-1',
      '1e3',
    ];
    const change = fc.record({ at: fc.nat(RULE.length), removed: fc.nat(3), added: fc.constantFrom('', ...bits) });
    const from = fc.nat(RULE.split('\n').length);
    fc.assert(
      fc.property(from, fc.nat(12), fc.array(change, { maxLength: 4 }), (start, count, changes) => {
        const lines = `${RULE.split('\n')
          .slice(count === 0 ? 0 : start, count === 0 ? undefined : start + count)
          .join('\n')}\n`;
        const text = changes.reduce((old, { at, removed, added }) => old.slice(0, at) + added + old.slice(at + removed), lines);
        const plain = parsePlainYaml('rule.yml', text);
        if (plain !== undefined) expect({ documents: [plain], problems: [] }).toEqual(byLibrary(text));
      }),
      { numRuns: 1000 },
    );
  });
});
