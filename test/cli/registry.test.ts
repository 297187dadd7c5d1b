import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../src/cli/command.js';
import { COMMANDS } from '../../src/cli/commands/index.js';
import { FILTER_HELP } from '../../src/model/filter-grammar.js';

const COMMANDS_PAGE = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');
/** Without the spaces that align a table. */
const FILTER_PAGE = readFileSync(new URL('../../docs/filter.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');

interface Listed {
  readonly path: string;
  readonly definition: CommandDefinition;
}

function listed(definitions: readonly CommandDefinition[], above = ''): readonly Listed[] {
  return definitions.flatMap((definition) => {
    const path = `${above}${definition.name}`;
    return [{ path, definition }, ...listed(definition.subcommands ?? [], `${path} `)];
  });
}

const ALL = listed(COMMANDS);

describe('every command', () => {
  it.each(ALL)('$path has examples that call it', ({ path, definition }) => {
    expect(definition.examples.length).toBeGreaterThan(0);
    for (const { line, meaning } of definition.examples) {
      expect(line).toContain(`workbench ${path}`);
      expect(meaning).not.toBe('');
    }
  });

  it.each(ALL)('$path stands on the page of commands with its examples', ({ path, definition }) => {
    expect(COMMANDS_PAGE).toMatch(new RegExp(`^##+ ${path}$`, 'm'));
    for (const { line } of definition.examples) expect(COMMANDS_PAGE).toContain(`$ ${line}\n`);
  });

  it.each(ALL.filter(({ definition }) => definition.define !== undefined))('$path says what each of its options does', ({ definition }) => {
    const command = new Command(definition.name);
    definition.define?.(command);
    for (const option of command.options) {
      expect(option.long, option.flags).toMatch(/^--[a-z-]+$/);
      expect(option.description, option.flags).not.toBe('');
    }
  });
});

describe('the page on filters', () => {
  it.each(FILTER_HELP.map((help) => [help.key, help] as const))('has %s as the program describes it', (_, help) => {
    const also = help.aliases.map((alias) => `\`${alias}\``).join(', ');
    const row =
      help.kind === 'flag'
        ? `| \`${help.key}\` | ${help.meaning} |`
        : `| \`${help.key}\` | ${also}${also === '' ? '' : ' '}| ${help.meaning} | \`${help.example}\` |`;
    expect(FILTER_PAGE).toContain(row);
  });
});
