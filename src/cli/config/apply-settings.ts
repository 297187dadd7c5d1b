import type { Command } from 'commander';
import type { SettingsFile } from './read-settings.js';
import { optionValue, SETTINGS } from './settings.js';

/** Where the value of an option came from when the configuration set it. */
export const FROM_CONFIG = 'config';

/** Gives the command's options the values that the configuration sets, where neither the command line nor the environment did. */
export function applySettings(command: Command, { values }: SettingsFile): void {
  for (const setting of SETTINGS) {
    const placed = values.get(setting.name);
    const attribute = setting.option?.attribute;
    if (placed === undefined || attribute === undefined) continue;
    if (!command.options.some((option) => option.attributeName() === attribute)) continue;
    const source = command.getOptionValueSource(attribute);
    if (source !== undefined && source !== 'default') continue;
    command.setOptionValueWithSource(attribute, optionValue(setting, placed.value), FROM_CONFIG);
  }
}
