import { Argument, type Command } from 'commander';
import type { CommandDefinition } from '../command.js';

/** `workbench completion`. */
export const completionCommand: CommandDefinition = {
  name: 'completion',
  summary: 'print the completion of a shell',
  description: 'Prints what makes a shell complete the commands, options and values of workbench.',
  examples: [
    { line: 'source <(workbench completion bash)', meaning: 'in bash, for this shell; in ~/.bashrc for all' },
    { line: 'workbench completion zsh > ~/.zfunc/_workbench', meaning: 'in zsh, where ~/.zfunc is in $fpath' },
    { line: 'workbench completion fish > ~/.config/fish/completions/workbench.fish', meaning: 'in fish' },
  ],
  ignoresConfig: true,
  define: (command) => {
    command.addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']));
    // The program knows all of its commands, this one too: it is asked for them only once it was made.
    return async (world) => (await import('../actions/completion.js')).printCompletion(world, command.args[0], rootOf(command));
  },
};

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
