import { type Command, Option } from 'commander';
import { type CommandDefinition, runWith } from '../command.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';
import { LIST_FORMATS } from '../options/reading-options.js';

const list: CommandDefinition = {
  name: 'list',
  summary: 'list the rules',
  description: 'Lists the built-in rules, and with --sigma your own, with level, kind and ATT&CK techniques.',
  examples: [
    { line: 'workbench rules list', meaning: 'the built-in rules' },
    { line: 'workbench rules list --sigma rules/linux --format json', meaning: 'with your own, for a program' },
  ],
  define: (command) => {
    addSigmaOption(command);
    addFormatOption(command, LIST_FORMATS);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/rules.js')).rulesList);
  },
};

const check: CommandDefinition = {
  name: 'check',
  summary: 'check rule files',
  description:
    'Loads Sigma rules, correlations and filters and prints every mistake with file, line and column. Exits 2 when something did not load, 3 when there was nothing to load.',
  examples: [{ line: 'workbench rules check rules/linux', meaning: 'a folder of rules' }],
  define: (command) => {
    command.argument('<paths...>', 'files, folders or patterns');
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/rules.js')).rulesCheck);
  },
};

const show: CommandDefinition = {
  name: 'show',
  summary: 'print all that a rule says of itself',
  description: 'Prints a rule as YAML: what it looks for, its level and techniques, the numbers it turns on, and where it was read.',
  examples: [{ line: 'workbench rules show late-execution', meaning: 'a built-in rule' }],
  define: (command) => {
    command.argument('<id>', 'as listed');
    addSigmaOption(command);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/rules.js')).rulesShow);
  },
};

const test: CommandDefinition = {
  name: 'test',
  summary: 'hold rules against what they are expected to say',
  description:
    'Runs tests: a file names Sigma rules, shows them events, drawings or recordings, and says which rules must speak and which must not. Without a file the built-in rules are held against their own examples. Exits 1 when a rule says something else, 2 when a file is not right, 3 when there is no test.',
  examples: [
    { line: 'workbench rules test rules/web.test.yml', meaning: 'the tests of a file' },
    { line: 'workbench rules test rules/web.test.yml --format junit -o rules.xml', meaning: 'for the test report of a pipeline' },
    { line: 'workbench rules test', meaning: 'the built-in rules, with their own examples' },
  ],
  define: (command) => {
    command.argument('[files...]', 'files of tests');
    command.addOption(new Option('--format <format>', 'form of the result').choices(['text', 'json', 'junit']).default('text'));
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/rules-test.js')).rulesTest);
  },
};

function addSigmaOption(command: Command): void {
  const option = new Option('--sigma <path>', 'Sigma rules too: a file, folder or pattern; may be repeated');
  command.addOption(option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]));
}

/** `workbench rules`. */
export const rulesCommand: CommandDefinition = {
  name: 'rules',
  summary: 'list, check, show or test rules',
  description: 'Looks at rules without any events.',
  examples: [{ line: 'workbench rules', meaning: 'list them' }],
  subcommands: [list, check, show, test],
  defaultSubcommand: 'list',
};
