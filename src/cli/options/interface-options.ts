import { type Command, Option } from 'commander';
import { THEME_NAMES } from '../config/settings.js';
import type { StyleOptions } from './output-options.js';

/** Options on how the interface is drawn and worked. */
export interface InterfaceOptions extends StyleOptions {
  readonly theme?: (typeof THEME_NAMES)[number];
  readonly mouse?: boolean;
  readonly plain?: boolean;
}

const GROUP = 'Interface options:';

/** Adds what the interface takes. */
export function addInterfaceOptions(command: Command): void {
  const options = [
    new Option('--theme <name>', "colours: auto follows the terminal's own").choices(THEME_NAMES).default('auto').env('WORKBENCH_THEME'),
    new Option('--mouse', 'let the mouse select, scroll and open; M does so later').env('WORKBENCH_MOUSE'),
    new Option('--plain', 'lines that follow each other instead of a screen, for screen readers').env('WORKBENCH_PLAIN'),
  ];
  for (const option of options) command.addOption(option.helpGroup(GROUP));
}
