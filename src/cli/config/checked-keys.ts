import type { SigmaProblem } from '../../detections/sigma/problem.js';
import { keyProblems } from '../../tui/key-problems.js';
import type { SettingsFile } from './read-settings.js';
import type { KeySettings } from './settings.js';

/** Keys by command id that the configuration sets. */
export function keysIn({ values }: SettingsFile): KeySettings {
  const keys = values.get('keys')?.value;
  return isKeys(keys) ? keys : {};
}

function isKeys(value: unknown): value is KeySettings {
  return typeof value === 'object' && !Array.isArray(value);
}

/** What the interface has against the keys: commands and keys that are not there, and keys that would mean two things. */
export function checkedKeys(settings: SettingsFile): readonly SigmaProblem[] {
  const place = settings.values.get('keys')?.place;
  if (place === undefined) return [];
  return keyProblems(keysIn(settings)).map((reason) => ({ ...place, severity: 'error', reason: `keys: ${reason}` }));
}
