import { type CommandDefinition, runWith } from '../command.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';

const show: CommandDefinition = {
  name: 'show',
  summary: 'print what is set',
  description: 'Prints every setting with the value that holds: from the environment, the configuration, or the usual one.',
  examples: [
    { line: 'workbench config show --origin', meaning: 'with where each value comes from' },
    { line: 'workbench config show --format json', meaning: 'for a program; origins are in it' },
  ],
  ignoresConfig: true,
  define: (command) => {
    command.option('--origin', 'say where each value comes from: variable, file and line, or the usual one');
    addFormatOption(command, ['text', 'json', 'yaml']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/config.js')).configShow);
  },
};

const check: CommandDefinition = {
  name: 'check',
  summary: 'check the configuration',
  description: 'Prints every mistake of the configuration with line and column. Exits 2 when there is one.',
  examples: [{ line: 'workbench config check', meaning: 'your configuration' }],
  ignoresConfig: true,
  define: (command) => {
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/config.js')).configCheck);
  },
};

const init: CommandDefinition = {
  name: 'init',
  summary: 'write a configuration to begin with',
  description: 'Writes a configuration that sets nothing and shows everything that can be set. One that exists is kept.',
  examples: [
    { line: 'workbench config init', meaning: 'where workbench looks for it' },
    { line: 'workbench config init -o -', meaning: 'to standard output' },
  ],
  ignoresConfig: true,
  define: (command) => {
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/config.js')).configInit);
  },
};

const path: CommandDefinition = {
  name: 'path',
  summary: 'print where the configuration is looked for',
  description: 'Prints the path of the configuration, whether it is there or not.',
  examples: [{ line: '$EDITOR "$(workbench config path)"', meaning: 'edit it' }],
  ignoresConfig: true,
  define: (command) => runWith(command, async () => (await import('../actions/config.js')).configPrintPath),
};

/** `workbench config`. */
export const configCommand: CommandDefinition = {
  name: 'config',
  summary: 'show, check or begin the configuration',
  description: 'What is set for good: theme, keys, thresholds, noise, allow-lists.',
  examples: [{ line: 'workbench config', meaning: 'what is set now' }],
  subcommands: [show, check, init, path],
  defaultSubcommand: 'show',
};
