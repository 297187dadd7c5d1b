import { parseFilter } from '../model/filter-grammar.js';
import type { Effect } from './effects.js';
import type { State } from './state.js';
import type { Command } from './view.js';
import { VIEWS } from './views/index.js';

const first = VIEWS[0];

/** Commands that work in every view. */
export const GLOBAL_COMMANDS: readonly Command<State>[] = [
  {
    id: 'help',
    keys: ['?'],
    description: 'show what the keys do here; type to narrow it down',
    hint: 'help',
    run: (state) => [{ ...state, overlay: { kind: 'help', query: '', top: 0 } }, []],
  },
  {
    id: 'palette',
    keys: [':'],
    description: 'find a command by what it does',
    run: (state) => [{ ...state, overlay: { kind: 'palette', query: '', place: 0 } }, []],
  },
  {
    id: 'filter',
    keys: ['f', '\\'],
    description: 'filter the tree: pod:crawler binary:*/curl dst:10.0.0.0/24 late',
    hint: 'filter',
    run: (state) => [{ ...state, overlay: { kind: 'prompt', purpose: { kind: 'filter' }, text: state.filter?.text ?? '' } }, []],
  },
  {
    id: 'clear-filter',
    keys: ['F'],
    description: 'clear the filter',
    off: (state) => (state.filter === undefined ? 'there is no filter to clear' : undefined),
    run: (state) => [state, [{ kind: 'clearFilter' }]],
  },
  {
    id: 'export-findings',
    keys: ['x'],
    description: 'export the findings as YAML',
    hint: 'export findings',
    run: (state) => [state, [{ kind: 'exportFindings' }]],
  },
  ...VIEWS.map(
    ({ id, key, title, description }): Command<State> => ({
      id: `show-${id}`,
      keys: [key],
      description,
      ...(id === 'findings' ? { hint: title.toLowerCase() } : {}),
      run: (state) => [{ ...state, viewId: id }, []],
    }),
  ),
  {
    id: 'back',
    keys: ['escape'],
    description: 'go back one step: to the process tree',
    hint: 'back',
    off: (state) => (state.viewId === first?.id ? 'nothing to go back from: q quits' : undefined),
    run: (state) => [{ ...state, viewId: first?.id ?? state.viewId }, []],
  },
  {
    id: 'quit',
    keys: ['q'],
    description: 'go back to the process tree, and from there quit',
    run: (state) => (state.viewId === first?.id ? [state, [{ kind: 'quit' }]] : [{ ...state, viewId: first?.id ?? state.viewId }, []]),
  },
  { id: 'quit-now', keys: ['ctrl+c'], description: 'quit from anywhere', run: (state) => [state, [{ kind: 'quit' }]] },
  { id: 'suspend', keys: ['ctrl+z'], description: 'suspend; fg in the shell comes back', run: (state) => [state, [{ kind: 'suspend' }]] },
  { id: 'repaint', keys: ['ctrl+l'], description: 'draw the screen anew', run: (state) => [state, [{ kind: 'repaint' }]] },
];

/** Commands that work even while something else has the keys. */
export const ALWAYS: ReadonlySet<string> = new Set(['quit-now', 'suspend', 'repaint']);

/** What puts a filter in force, or clears it when the text is empty; nothing for a text that is not a filter. */
export function filterEffects(text: string): readonly Effect[] {
  if (text.trim() === '') return [{ kind: 'clearFilter' }];
  const parsed = parseFilter(text);
  return parsed.kind === 'filter' ? [{ kind: 'readMatches', purpose: 'filter', text: text.trim(), filter: parsed.filter }] : [];
}
