import type { Place } from '../../detections/sigma/problem.js';
import type { World } from '../world.js';
import type { SettingsFile } from './read-settings.js';
import { SETTINGS, type Setting, type SettingValue } from './settings.js';

/** A setting with the value that holds, and where that comes from. */
export interface InForce {
  readonly setting: Setting;
  /** Absent where nothing is set and nothing is usual. */
  readonly value?: SettingValue;
  readonly origin:
    | { readonly kind: 'environment'; readonly variable: string }
    | { readonly kind: 'config'; readonly place: Place }
    | { readonly kind: 'usual' };
}

/** Every setting as it holds for a command without flags. */
export function settingsInForce({ values }: SettingsFile, env: World['env']): readonly InForce[] {
  return SETTINGS.map((setting): InForce => {
    const variable = setting.option?.variable;
    const text = variable === undefined ? undefined : env[variable];
    if (variable !== undefined && text !== undefined) {
      // An option without a value is on as soon as its variable is there, whatever it holds.
      return { setting, value: setting.allows.kind === 'truth' ? true : text, origin: { kind: 'environment', variable } };
    }
    const placed = values.get(setting.name);
    if (placed !== undefined) return { setting, value: placed.value, origin: { kind: 'config', place: placed.place } };
    return { setting, ...(setting.usual !== undefined && { value: setting.usual }), origin: { kind: 'usual' } };
  });
}
