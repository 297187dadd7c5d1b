import type { Filter } from '../model/filter.js';
import { parseFilter } from '../model/filter-grammar.js';
import type { InterfaceSettings } from '../tui/options.js';
import { checkedKeys, keysIn } from './config/checked-keys.js';
import { soundSettings } from './config/config-file.js';
import type { SettingsFile } from './config/read-settings.js';
import { fileError } from './read-text.js';
import type { World } from './world.js';

/** What the configuration sets of the interface alone. Throws a `UserError` with the place for keys that are not as they should be. */
export async function interfaceSettings(world: Pick<World, 'env' | 'folder'>): Promise<InterfaceSettings> {
  const settings = await soundSettings(world);
  const [first] = checkedKeys(settings);
  if (first !== undefined) throw fileError([first]);
  return { keys: keysIn(settings), isNoiseHidden: settings.values.get('noise.hidden')?.value === true, noise: noiseIn(settings) };
}

function noiseIn({ values }: SettingsFile): readonly Filter[] {
  const texts = values.get('noise.filters')?.value;
  if (!Array.isArray(texts)) return [];
  return texts.flatMap((text) => {
    const parsed = parseFilter(String(text));
    return parsed.kind === 'filter' ? [parsed.filter] : [];
  });
}
