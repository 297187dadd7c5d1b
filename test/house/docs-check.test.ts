import { describe, expect, it } from 'vitest';
import { refusedCommands } from '../../scripts/docs/commands.mjs';
import { malformedDecisions } from '../../scripts/docs/decisions.mjs';
import { brokenLinks } from '../../scripts/docs/links.mjs';
import { shellWords } from '../../scripts/docs/shell-words.mjs';
import { parseHelp } from '../../scripts/docs/usage.mjs';
import { forbiddenWords } from '../../scripts/docs/words.mjs';

const PROGRAM = parseHelp(`Usage: workbench [options] [command]

Options:
  -V, --version     output the version number
  -h, --help        display help for command

Commands:
  tree|t [options] [files...]  The process tree
  export                       Write answers
`);

const TREE = parseHelp(`Usage: workbench tree [options] [files...]

Options:
  --case <file>          where the case is kept
  -f, --format <format>  how it is printed (choices: "text",
                         "json", "yaml", default: "text")
  -h, --help             display help for command
`);

const EXPORT = parseHelp('Usage: workbench export\n\nCommands:\n  answers [options]  answers.yaml\n');
const NOTHING = parseHelp('');

function usageOf(path: readonly string[]) {
  return { '': PROGRAM, tree: TREE, t: TREE, export: EXPORT, 'export answers': NOTHING }[path.join(' ')] ?? NOTHING;
}

function page(...lines: readonly string[]) {
  return [{ path: 'docs/page.md', text: lines.join('\n') }];
}

describe('the check of the pages', () => {
  it.each([
    'workbench tree events.jsonl --case case.db',
    '$ npx workbench t events.jsonl --format=yaml | less -R',
    "workbench tree --format json 'pod:crawler late' > tree.json && workbench export answers",
    'zcat events.gz | workbench tree - --format FORMAT   # --with-a-comment',
    'NO_COLOR=1 workbench --version',
    'echo workbench burns --down',
  ])('lets a block show: %s', (line) => {
    expect(refusedCommands(page('```sh', line, '```'), usageOf)).toEqual([]);
  });

  it.each([
    ['workbench treee events.jsonl', 'no command treee'],
    ['workbench export answer', 'no command export answer'],
    ['workbench tree --colour', 'no flag --colour of workbench tree'],
    ['npm install && npx workbench tree --format xml', '--format takes one of text, json, yaml, not xml'],
  ])('refuses a block that shows: %s', (line, why) => {
    expect(refusedCommands(page('```sh', line, '```'), usageOf)).toEqual([`docs/page.md:2: ${why}`]);
  });

  it('takes commands in prose for prose, and a picture of the screen for a picture', () => {
    expect(refusedCommands(page('workbench shall be quick', '```text', 'workbench · events.jsonl', '```'), usageOf)).toEqual([]);
  });

  it('finds links to files and headings that are not there, and leaves the others', () => {
    const file = {
      path: 'README.md',
      text: '# One thing\n[a](LICENSE) [b](#one-thing) [c](nothing.md)\n[d](#two) ![e](docs/no.svg) [f](https://example.org) `[g](no.md)`',
    };
    expect(brokenLinks([file])).toEqual([
      'README.md:2: nothing at nothing.md',
      'README.md:3: nothing at #two',
      'README.md:3: nothing at docs/no.svg',
    ]);
  });

  it('finds a hole, a double and a missing section in the decisions', () => {
    const text = '# T\n\n## Context\n\n## Choice\n\n## Cost\n\n## The number that decided it\n';
    expect(malformedDecisions([{ path: 'docs/decisions/0001-a.md', text }])).toEqual([]);
    expect(malformedDecisions([{ path: 'docs/decisions/0002-a.md', text }])).toHaveLength(1);
    expect(malformedDecisions([{ path: 'docs/decisions/0001-a.md', text: text.replace('## Cost', '## Price') }])).toHaveLength(1);
  });

  it("finds one machine's paths", () => {
    const place = ['', 'work', 'main', 'src'].join('/');
    expect(forbiddenWords([{ path: 'a.md', text: `see ${place}` }])).toEqual(['a.md:1: a path of one machine']);
    expect(forbiddenWords([{ path: 'a.md', text: '/home/me/work/main.c' }])).toEqual([]);
  });

  it('reads a line as a shell does', () => {
    expect(shellWords(`a 'b c' "d" e\\ f 2>/dev/null | g # h`)).toEqual([['a', 'b c', 'd', 'e f'], ['g']]);
  });
});
