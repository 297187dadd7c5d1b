import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import envPaths from 'env-paths';
import { UserError } from '../../model/error.js';
import { printable } from '../../model/printable.js';
import { readText } from '../read-text.js';
import type { World } from '../world.js';
import type { SettingsFile } from './read-settings.js';

/** Absolute path of the configuration, whether it is there or not: `WORKBENCH_CONFIG`, else `workbench/config.yaml` of XDG_CONFIG_HOME. */
export function configPath({ env, folder }: Pick<World, 'env' | 'folder'>): string {
  const { WORKBENCH_CONFIG: named = '', XDG_CONFIG_HOME: base = '' } = env;
  if (named !== '') return isAbsolute(named) ? named : join(folder, named);
  if (base !== '') return join(base, 'workbench', 'config.yaml');
  if ((env.HOME ?? '') !== '' && process.platform !== 'win32' && process.platform !== 'darwin')
    return join(env.HOME ?? '', '.config', 'workbench', 'config.yaml');
  return join(envPaths('workbench', { suffix: '' }).config, 'config.yaml');
}

const NOTHING_SET: SettingsFile = { values: new Map(), problems: [] };

/** What the configuration sets, mistakes included; nothing when there is no file. A file that was named must be there. */
export async function loadSettings(world: Pick<World, 'env' | 'folder'>): Promise<SettingsFile> {
  const path = configPath(world);
  if (!existsSync(path)) {
    if ((world.env.WORKBENCH_CONFIG ?? '') === '') return NOTHING_SET;
    throw new UserError(`there is no configuration ${printable(path)}, which WORKBENCH_CONFIG names`, 'workbench config init writes one.');
  }
  // YAML is loaded for those who have a configuration alone.
  const { readSettings } = await import('./read-settings.js');
  return readSettings(path, readText(path));
}

/** As `loadSettings`. Throws a `UserError` with the place for a file that is not as it should be. */
export async function soundSettings(world: Pick<World, 'env' | 'folder'>): Promise<SettingsFile> {
  const settings = await loadSettings(world);
  const [first, ...rest] = settings.problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return settings;
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more: workbench config check)`;
  throw new UserError(`${first.file}:${first.line}:${first.column}: ${first.reason}${more}`);
}
