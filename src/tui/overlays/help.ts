import { FILTER_HELP } from '../../model/filter-grammar.js';
import { type Line, span, textLine } from '../drawing/line.js';
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
  const here = commands.filter((command) => command.isHere && command.hint === undefined);
  const first = commands.filter((command) => command.isHere && command.hint !== undefined);
  const elsewhere = commands.filter((command) => !command.isHere);
  const lines = [
    ...section(
      'To begin with',
      first.map((command) => entryOf(command, look)),
      query,
    ),
    ...section(
      'Keys here',
      here.map((command) => entryOf(command, look)),
      query,
    ),
    ...section('Signs', signs(look), query),
    ...section(
      'Keys of the other panes (Tab)',
      elsewhere.map((command) => entryOf(command, look)),
      query,
    ),
    ...section('Filter: terms side by side must all hold, ! before one turns it round', filterEntries(), query),
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

function section(title: string, entries: readonly Entry[], query: string): readonly Line[] {
  const wanted = query.toLowerCase();
  const kept = entries.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(wanted));
  if (kept.length === 0) return [];
  return [textLine(` ${title}`, 'heading'), ...kept.map(entryLine), textLine('')];
}

function entryLine({ name, text, off }: Entry): Line {
  const reason = off === undefined ? [] : [span(`  (off: ${off})`, 'quiet')];
  return { spans: [span(`   ${name.padEnd(NAME_COLUMNS)} `, 'chip'), span(text, off === undefined ? undefined : 'quiet'), ...reason] };
}
