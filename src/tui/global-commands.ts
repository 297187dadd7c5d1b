import { travelled } from './history.js';
import { LAB_COMMANDS } from './lab/lab-commands.js';
import { said } from './notice.js';
import { frameOf, type State, shownView } from './state.js';
import type { Command, Focus } from './view.js';
import { VIEWS } from './views/index.js';

const first = VIEWS[0];

const MOUSE_ON = 'the mouse selects, scrolls and opens; with Shift the terminal selects text';
const MOUSE_OFF = "the mouse is the terminal's own again";

function focusIn(state: State): Focus {
  return shownView(state).focus(frameOf(state));
}

function nothingSelected(state: State): string | undefined {
  const { processId, connectionId, findingId, atUs } = focusIn(state);
  const known = [processId, connectionId, findingId, atUs].some((one) => one !== undefined);
  return known ? undefined : 'nothing that a note can be about is selected';
}

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
    run: (state) => [
      { ...state, overlay: { kind: 'prompt', purpose: { kind: 'filter' }, text: state.filter?.text ?? '' } },
      [{ kind: 'expectMatches' }],
    ],
  },
  {
    id: 'clear-filter',
    keys: ['F'],
    description: 'clear the filter',
    off: (state) => (state.filter === undefined ? 'there is no filter to clear' : undefined),
    run: (state) => [state, [{ kind: 'clearFilter' }]],
  },
  {
    id: 'export',
    keys: ['x'],
    description: 'write what is shown to a file: YAML, JSON, CSV, Markdown',
    hint: 'export',
    run: (state) => [{ ...state, overlay: { kind: 'export', place: 0 } }, []],
  },
  {
    id: 'copy',
    keys: ['y'],
    description: 'copy a value of what is selected: exec id, pid, binary, command line, address, name',
    off: (state) => (Object.keys(focusIn(state)).length === 0 ? 'nothing that can be copied is selected' : undefined),
    run: (state) => [state, [{ kind: 'readCopies', focus: focusIn(state) }]],
  },
  {
    id: 'report',
    keys: ['R'],
    description: 'write the report of the case: story, tree, map, findings and notes',
    run: (state) => [state, [{ kind: 'writeReport' }]],
  },
  {
    id: 'fuzzy',
    keys: ['~'],
    description: 'find a process by letters that it is like',
    run: (state) => [{ ...state, overlay: { kind: 'fuzzy', query: '', place: 0, isPart: false } }, [{ kind: 'readCandidates' }]],
  },
  {
    id: 'note',
    keys: ['m'],
    description: 'write a note about what is selected',
    off: nothingSelected,
    run: (state) => [state, [{ kind: 'readTarget', purpose: 'note', focus: focusIn(state) }]],
  },
  {
    id: 'bookmark',
    keys: ['b'],
    description: 'set a bookmark on what is selected, or take it away',
    off: nothingSelected,
    run: (state) => [state, [{ kind: 'readTarget', purpose: 'bookmark', focus: focusIn(state) }]],
  },
  {
    id: 'notes',
    keys: ["'"],
    description: 'list notes and bookmarks, and go to one',
    run: (state) => [{ ...state, overlay: { kind: 'notes', place: 0 } }, []],
  },
  {
    id: 'mouse',
    keys: ['M'],
    description: 'let the mouse select, scroll and open, or leave it to the terminal',
    run: (state) => [
      { ...state, isMouseOn: !state.isMouseOn },
      [
        { kind: 'switchMouse', isOn: !state.isMouseOn },
        { kind: 'notify', notice: said(state.isMouseOn ? MOUSE_OFF : MOUSE_ON) },
      ],
    ],
  },
  ...LAB_COMMANDS,
  ...VIEWS.map(
    ({ id, key, title, description }): Command<State> => ({
      id: `show-${id}`,
      keys: [key],
      description,
      ...(id === 'findings' ? { hint: title.toLowerCase() } : {}),
      run: (state) => [state, id === state.viewId ? [] : [{ kind: 'goToView', viewId: id, focus: shownView(state).focus(frameOf(state)) }]],
    }),
  ),
  {
    id: 'history-back',
    keys: ['ctrl+o'],
    description: 'go back to where one was before the last jump or the last view',
    off: (state) => (state.history.back.length === 0 ? 'no jump to go back from' : undefined),
    run: (state) => travelled(state, 'back'),
  },
  {
    id: 'history-forward',
    // Terminals send Ctrl-I as Tab, all but those that tell keys apart; Ctrl-P stands beside Ctrl-O.
    keys: ['ctrl+p', 'ctrl+i'],
    description: 'go forward again to where Ctrl-O came back from',
    off: (state) => (state.history.forward.length === 0 ? 'nowhere to go forward to: Ctrl-O goes back first' : undefined),
    run: (state) => travelled(state, 'forward'),
  },
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
