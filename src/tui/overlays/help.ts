import { FILTER_HELP } from '../../model/filter-grammar.js';
import { type Line, span, textLine, wrapText } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { offeredCommands } from '../keymap.js';
import { type KeyPress, keyLabel } from '../keys.js';
import { frameOf, type State, shownView } from '../state.js';
import type { OfferedCommand } from '../view.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { HelpOverlay } from './overlay.js';
import { editedText } from './typed-text.js';

/** A key in the help: it narrows, scrolls or closes. */
export function onHelpKey(state: State, help: HelpOverlay, key: KeyPress): OverlayStep {
  if (key.name === 'escape') return help.query === '' ? closes(state) : stays(state, { ...help, query: '', top: 0 });
  if (key.name === 'enter') return closes(state);
  if (key.name === '?' && help.query === '') return closes(state);
  const page = Math.max(1, frameOf(state).room.rows - 2);
  const by = { up: -1, down: 1, pageup: -page, pagedown: page }[key.name];
  if (by !== undefined) return stays(state, { ...help, top: Math.max(0, Math.min(helpLines(state, help).length - page, help.top + by)) });
  const query = editedText(help.query, key);
  return query === undefined ? stays(state, help) : stays(state, { ...help, query, top: 0 });
}

/** What the title of the help says. */
export function helpTitle(state: State, { query }: HelpOverlay): string {
  return query === '' ? `Help: ${shownView(state).pane()} (type to narrow, Esc closes)` : `Help: "${query}" (Esc shows all)`;
}

/** Every line of the help that holds what was typed: what one needs first, the other keys, the signs, the filter's grammar. */
export function helpLines(state: State, { query }: HelpOverlay): readonly Line[] {
  const { look } = state;
  const commands = offeredCommands(state);
  const isView = ({ id }: OfferedCommand): boolean => id.startsWith('show-');
  const here = commands.filter((command) => command.isHere && !isView(command));
  const entries = (some: readonly OfferedCommand[]): readonly Entry[] => some.map((command) => entryOf(command, look));
  const room = { columns: frameOf(state).room.columns, look };
  const lines = [
    ...section('To begin with', entries(here.filter(({ hint }) => hint !== undefined)), query, room),
    ...section('Views', entries(commands.filter(isView)), query, room),
    ...section('Keys here', entries(here.filter(({ hint }) => hint === undefined)), query, room),
    ...section('Signs', signs(look), query, room),
    ...section('Keys of the other panes (Tab)', entries(commands.filter((command) => !command.isHere)), query, room),
    ...section('Filter: terms side by side must all hold, ! before one turns it round', filterEntries(), query, room),
  ];
  return lines.length > 0 ? lines : [textLine(` Nothing in the help holds "${query}". Esc shows all.`, 'quiet')];
}

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly off?: string;
}

function entryOf({ keys, description, off, pane }: OfferedCommand, look: Look): Entry {
  const name = keys.map((key) => keyLabel(key, look.isAscii)).join(' ');
  const text = pane === undefined || pane === 'tree' ? description : `${description} (${pane})`;
  return off === undefined ? { name, text } : { name, text, off };
}

function signs({ glyphs }: Look): readonly Entry[] {
  return [
    { name: glyphs.main, text: 'main process of its container' },
    { name: `${glyphs.late}+5m12s`, text: 'late: started that long after its container' },
    { name: `${glyphs.entered}+5m12s`, text: 'entered: came into a running container from outside (kubectl exec, nsenter)' },
    { name: `${glyphs.probe}+5m12s`, text: "a health probe of the kubelet's" },
    { name: `${glyphs.finding} critical`, text: 'a rule found something about this process' },
    { name: `a ${glyphs.becomes} b`, text: 'one pid that ran a, then b' },
    {
      name: `${glyphs.outbound} name ip:port`,
      text: 'its first connection, to an address in the cluster; +3 says that there are three more',
    },
    { name: `${glyphs.external} name ip:port`, text: 'its first connection, to an external address: outside the cluster' },
    { name: `${glyphs.inbound} ${glyphs.listen}`, text: 'it was connected to; it listens' },
    { name: glyphs.peer, text: 'the process at the other end is in the case: o goes there' },
    { name: '(inferred)', text: 'no event of its own: known only as a parent' },
  ];
}

function filterEntries(): readonly Entry[] {
  return FILTER_HELP.map(({ example, meaning }) => ({ name: example, text: meaning }));
}

const NAME_COLUMNS = 24;
/** Where the terminal is narrow, the keys get less of it. */
const NARROW_NAME_COLUMNS = 12;
const NARROW_COLUMNS = 60;

/** How the help is drawn. */
interface HelpRoom {
  readonly columns: number;
  readonly look: Look;
}

function section(title: string, entries: readonly Entry[], query: string, room: HelpRoom): readonly Line[] {
  const wanted = query.toLowerCase();
  const kept = entries.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(wanted));
  if (kept.length === 0) return [];
  return [textLine(` ${title}`, 'heading'), ...kept.flatMap((entry) => entryLines(entry, room)), textLine('')];
}

/** What a key does is told in full, on several lines where one is too short. */
function entryLines({ name, text, off }: Entry, { columns, look }: HelpRoom): readonly Line[] {
  const width = columns < NARROW_COLUMNS ? NARROW_NAME_COLUMNS : NAME_COLUMNS;
  const told = wrapText(off === undefined ? text : `${text}  (off: ${off})`, columns - width - 4, look);
  const role = off === undefined ? undefined : 'quiet';
  return told.map((part, place) => ({ spans: [span(`   ${(place === 0 ? name : '').padEnd(width)} `, 'chip'), span(part, role)] }));
}
