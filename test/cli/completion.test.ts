import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.js';
import { program } from '../../src/cli/program.js';
import { completion, SHELLS } from '../../src/cli/shell/completion.js';
import { describedCommand, withSubcommands } from '../../src/cli/shell/described-command.js';
import { manName, manPage } from '../../src/cli/shell/man-page.js';
import { version } from '../../src/cli/version.js';

const described = describedCommand(
  program(
    {
      stdin: new PassThrough(),
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      env: {},
      folder: '/',
      today: '2026-11-21',
      interruption: { signal: new AbortController().signal, received: () => undefined },
    },
    () => undefined,
  ),
  COMMANDS,
);

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  const script = [
    completion('bash', described),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_workbench',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ].join('\n');
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

describe.skipIf(!isInstalled('bash'))('the completion for bash', () => {
  it.each([
    { words: ['workbench', ''], offers: ['open', 'tree', 'notes', 'config'] },
    { words: ['workbench', 'det'], offers: ['detect'] },
    { words: ['workbench', 'notes', ''], offers: ['list', 'add', 'remove', 'export'] },
    { words: ['workbench', 'notes', 'add', '--pro'], offers: ['--process'] },
    { words: ['workbench', 'open', '--theme', ''], offers: ['auto', 'light', 'dark', 'high-contrast', 'mono'] },
    { words: ['workbench', 'detect', 'events.jsonl', '--fail-on', 'h'], offers: ['high'] },
    { words: ['workbench', 'open', 'e'], offers: [] },
    { words: ['workbench', 'tree', 'events.jsonl', '--group', ''], offers: ['pod', 'host'] },
  ])('offers $offers after $words', ({ words, offers }) => {
    expect(offered(...words)).toEqual(offers.length === 0 ? [] : expect.arrayContaining([...offers]));
  });
});

describe.each(SHELLS)('the completion for %s', (shell) => {
  it('names every command and every option', () => {
    const text = completion(shell, described);
    for (const { path, options } of withSubcommands(described)) {
      expect(text).toContain(path.at(-1) ?? '');
      for (const { long } of options) expect(text).toContain(shell === 'fish' ? `-l ${long.slice(2)}` : long);
    }
  });

  it.skipIf(!isInstalled(shell))('is taken by the shell (skipped where it is not installed)', () => {
    const check = spawnSync(shell, ['-n'], { input: completion(shell, described), encoding: 'utf8' });
    expect({ status: check.status, stderr: check.stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('manual pages', () => {
  const pages = withSubcommands(described).map((command) => ({ name: `${manName(command)}.1`, text: manPage(command, version()) }));
  const folder = new URL('../../docs/man/', import.meta.url);

  it('are there for every command and for nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(pages.map(({ name }) => name).sort());
  });

  it.each(pages)('$name says what the command says (else: node scripts/man.mjs)', ({ name, text }) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  });

  it('hold no line that roff would take for a command of its own', () => {
    const known = /^\.(TH|SH|TP|B|PP|nf|fi|RS|RE)\b/;
    const lines = pages.flatMap(({ text }) => text.split('\n'));
    expect(lines.filter((line) => /^[.']/.test(line) && !known.test(line))).toEqual([]);
  });
});
