import { EXIT_MEANINGS } from '../exit-code.js';
import type { DescribedCommand, DescribedOption } from './described-command.js';

/** Name of a command's manual page: `workbench-notes-list`. */
export function manName({ path }: Pick<DescribedCommand, 'path'>): string {
  return ['workbench', ...path].join('-');
}

/** The manual page of a command as roff for man(7). It holds no date: the same commands give the same pages. */
export function manPage(command: DescribedCommand, version: string): string {
  const { path, summary, description, usage, options, subcommands } = command;
  const name = ['workbench', ...path].join(' ');
  const variables = options.flatMap(({ variable, long }) => (variable === undefined ? [] : [{ name: variable, meaning: `as ${long}` }]));
  return [
    `.TH ${quoted(manName(command).toUpperCase())} 1 "" ${quoted(`workbench ${version}`)} "User Commands"`,
    '.SH NAME',
    `${escaped(manName(command))} \\- ${escaped(summary)}`,
    '.SH SYNOPSIS',
    `.B ${escaped(name)}`,
    escaped(usage),
    '.SH DESCRIPTION',
    escaped(description),
    ...section('COMMANDS', subcommands, (child) => [
      `.B ${escaped(child.path.at(-1) ?? '')}`,
      escaped(`${child.summary}; see ${manName(child)}(1)`),
    ]),
    ...section('OPTIONS', options, (option) => [`.B ${escaped(option.flags)}`, escaped(optionText(option))]),
    ...section('ENVIRONMENT', variables, (variable) => [`.B ${escaped(variable.name)}`, escaped(variable.meaning)]),
    ...(command.examples.length === 0 ? [] : ['.SH EXAMPLES', ...command.examples.flatMap(exampleLines)]),
    ...section('EXIT STATUS', EXIT_MEANINGS, ({ codes, meaning }) => [`.B ${escaped(codes)}`, escaped(meaning)]),
    '',
  ].join('\n');
}

function optionText({ description, value, usual }: DescribedOption): string {
  const choices = value.kind === 'choice' ? [`one of ${value.of.join(', ')}`] : [];
  const remarks = [...choices, ...(usual === undefined ? [] : [`${usual} unless said`])];
  return remarks.length === 0 ? description : `${description} (${remarks.join('; ')})`;
}

function section<Item>(title: string, items: readonly Item[], lines: (item: Item) => readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`.SH ${quoted(title)}`, ...items.flatMap((item) => ['.TP', ...lines(item)])];
}

function exampleLines({ line, meaning }: DescribedCommand['examples'][number]): readonly string[] {
  return ['.PP', escaped(meaning), '.PP', '.nf', '.RS', escaped(line), '.RE', '.fi'];
}

/** Text that roff shows as it is: no backslash, no control line, hyphens that can be copied. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('…', '...').replace(/^[.']/gm, '\\&$&');
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '\\(dq')}"`;
}
