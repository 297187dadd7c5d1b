import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../model/error.js';
import type { Filter, FilterTerm } from '../../model/filter.js';
import { FILTER_HELP, type FilterHelp, parseFilter, parseFilterValues } from '../../model/filter-grammar.js';

/** Options that narrow what is shown. Each may be repeated: values of one option are alternatives, options add up. */
export interface FilterOptions {
  readonly filter?: readonly string[];
  readonly late?: boolean;
  readonly namespace?: readonly FilterTerm[];
  readonly pod?: readonly FilterTerm[];
  readonly workload?: readonly FilterTerm[];
  readonly container?: readonly FilterTerm[];
  readonly node?: readonly FilterTerm[];
  readonly binary?: readonly FilterTerm[];
  readonly pid?: readonly FilterTerm[];
  readonly execId?: readonly FilterTerm[];
  readonly address?: readonly FilterTerm[];
  readonly port?: readonly FilterTerm[];
  readonly dnsName?: readonly FilterTerm[];
  readonly since?: readonly FilterTerm[];
  readonly until?: readonly FilterTerm[];
}

/** An option, the key of the grammar that it stands for, and what is said of its value. */
const KEY_OPTIONS = [
  ['namespace', 'namespace', '<name>'],
  ['pod', 'pod', '<name>'],
  ['workload', 'workload', '<name>'],
  ['container', 'container', '<name>'],
  ['node', 'node', '<name>'],
  ['binary', 'binary', '<path>'],
  ['pid', 'pid', '<pid>'],
  ['exec-id', 'exec', '<id>'],
  ['address', 'addr', '<address>'],
  ['port', 'port', '<port>'],
  ['dns-name', 'dns', '<name>'],
  ['since', 'since', '<time>'],
  ['until', 'until', '<time>'],
] as const;

/** Adds the common filters. */
export function addFilterOptions(command: Command): void {
  for (const [name, key, value] of KEY_OPTIONS) {
    const help = FILTER_HELP.find((entry) => entry.key === key);
    const option = new Option(`--${name} ${value}`, help?.meaning ?? '').argParser(termReader(key));
    command.addOption(option.helpGroup('Filters:'));
  }
  command.addOption(new Option('--late', 'late processes only').helpGroup('Filters:'));
  const expression = new Option('--filter <expr>', "all of it in one: 'pod:crawler binary:*/curl port:9200 late'; see docs/filter.md");
  command.addOption(expression.argParser(appended).helpGroup('Filters:'));
  command.addHelpText('after', FILTER_TERMS);
}

const FILTER_TERMS = [
  '',
  'Filter terms, with --filter or as words after the inputs:',
  `  KEY:VALUE  ${namesOf((help) => help.kind !== 'flag')}`,
  `  FLAG       ${namesOf((help) => help.kind === 'flag')}`,
  '  !TERM is its opposite, a,b are alternatives, =a is exact, * and ? stand for any text and any character',
].join('\n');

function namesOf(isWanted: (help: FilterHelp) => boolean): string {
  return FILTER_HELP.filter(isWanted)
    .map((help) => help.key)
    .join(' ');
}

/** The filter that the options and the filter words among the operands stand for together. Throws `UserError` for a bad expression. */
export function filterOf(options: FilterOptions, words: readonly string[]): Filter {
  const terms: FilterTerm[] = [];
  for (const [name] of KEY_OPTIONS) terms.push(...merged(options[optionKey(name)] ?? []));
  if (options.late === true) terms.push({ kind: 'flag', flag: 'late', isNegated: false });
  for (const text of [...(options.filter ?? []), ...words]) terms.push(...parsed(text));
  return { terms };
}

const OPTION_KEYS = { 'exec-id': 'execId', 'dns-name': 'dnsName' } as const;

function optionKey(name: (typeof KEY_OPTIONS)[number][0]): Exclude<keyof FilterOptions, 'filter' | 'late'> {
  return name === 'exec-id' || name === 'dns-name' ? OPTION_KEYS[name] : name;
}

function parsed(text: string): readonly FilterTerm[] {
  const result = parseFilter(text);
  if (result.kind === 'filter') return result.filter.terms;
  const pointer = `${text}\n${' '.repeat(result.column - 1)}^`;
  throw new UserError(
    `filter: ${result.message} (column ${result.column})`,
    result.hint === undefined ? pointer : `${pointer}\n${result.hint}`,
  );
}

function appended(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function termReader(key: string) {
  return (value: string, previous: readonly FilterTerm[] | undefined): readonly FilterTerm[] => {
    const term = parseFilterValues(key, value);
    if (term.kind === 'error') throw new InvalidArgumentError(`${term.message}${term.hint === undefined ? '' : `; ${term.hint}`}.`);
    return [...(previous ?? []), term];
  };
}

/** An option that was repeated names alternatives; a time narrows instead. */
function merged(terms: readonly FilterTerm[]): readonly FilterTerm[] {
  const all: FilterTerm[] = [];
  for (const term of terms) {
    const last = all.pop();
    const both = last === undefined ? term : joined(last, term);
    if (both !== undefined) all.push(both);
    else if (last !== undefined) all.push(last, term);
  }
  return all;
}

function joined(a: FilterTerm, b: FilterTerm): FilterTerm | undefined {
  if (a.kind === 'text' && b.kind === 'text') return { ...a, patterns: [...a.patterns, ...b.patterns] };
  if (a.kind === 'number' && b.kind === 'number') return { ...a, ranges: [...a.ranges, ...b.ranges] };
  if (a.kind === 'address' && b.kind === 'address') return { ...a, blocks: [...a.blocks, ...b.blocks] };
  return undefined;
}
