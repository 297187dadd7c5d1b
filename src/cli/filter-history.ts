import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from './replaced-file.js';
import { stateFile } from './state-folder.js';

const FILE = 'filters';
/** As many as a person scrolls through. */
const MOST_FILTERS = 100;

/** Filters that this user typed before, newest first; none where nothing can be kept. */
export function rememberedFilters(): readonly string[] {
  try {
    const path = stateFile(FILE);
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').slice(0, MOST_FILTERS);
  } catch {
    // A history that can't be read is one that is not there: the interface works without.
    return [];
  }
}

/** Keeps a filter as the newest. Where nothing can be kept, nothing is. */
export function rememberFilter(text: string): void {
  const line = text.replaceAll('\n', ' ');
  const filters = [line, ...rememberedFilters().filter((one) => one !== line)].slice(0, MOST_FILTERS);
  try {
    replaceFile(stateFile(FILE), `${filters.join('\n')}\n`);
  } catch {
    // As in reading: no history is better than no interface.
  }
}
