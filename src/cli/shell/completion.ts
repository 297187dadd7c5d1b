import { bashCompletion } from './bash-completion.js';
import type { DescribedCommand } from './described-command.js';
import { fishCompletion } from './fish-completion.js';
import { zshCompletion } from './zsh-completion.js';

/** Shells that a completion is written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The completion of the program for a shell, made of its commands. */
export function completion(shell: Shell, program: DescribedCommand): string {
  switch (shell) {
    case 'bash':
      return bashCompletion(program);
    case 'zsh':
      return zshCompletion(program);
    case 'fish':
      return fishCompletion(program);
  }
}
