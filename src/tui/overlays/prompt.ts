import { parseFilter } from '../../model/filter-grammar.js';
import { cutStart, type Line, type Span, span, spansWidth } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { filterEffects } from '../global-commands.js';
import type { KeyPress } from '../keys.js';
import type { State } from '../state.js';
import { searchFilter } from '../tree/search.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { PromptOverlay, PromptPurpose } from './overlay.js';
import { aroundCursor, editedLine, firstCharacter, type TypedLine } from './typed-text.js';

/** A key typed into a prompt. */
export function onPromptKey(state: State, prompt: PromptOverlay, key: KeyPress): OverlayStep {
  if (key.name === 'escape') return closes(state);
  if (key.name === 'enter') return entered(state, prompt);
  const line = editedLine(prompt, key);
  return line === undefined ? stays(state, prompt) : stays(state, withLine(prompt, line));
}

/** The prompt with another line; what was wrong with the old one is forgotten. */
export function withLine(prompt: PromptOverlay, line: TypedLine): PromptOverlay {
  const { error: _, ...rest } = prompt;
  return { ...rest, ...line };
}

function entered(state: State, prompt: PromptOverlay): OverlayStep {
  const text = prompt.text.trim();
  const { purpose } = prompt;
  switch (purpose.kind) {
    case 'search':
      return text === '' ? closes(state) : closes(state, { kind: 'readMatches', purpose: 'search', text, filter: searchFilter(text) });
    case 'filter': {
      const parsed = parseFilter(text);
      if (parsed.kind === 'filter') return closes(state, ...filterEffects(text));
      const hint = parsed.hint === undefined ? '' : `; ${parsed.hint}`;
      return stays(state, { ...prompt, error: `column ${parsed.column}: ${parsed.message}${hint}` });
    }
    case 'answer':
      if (text === '') return stays(state, { ...prompt, error: 'the id of the question is missing; Esc leaves' });
      return closes(state, { kind: 'exportAnswer', questionId: text, processId: purpose.processId });
  }
}

function label(purpose: PromptPurpose): string {
  switch (purpose.kind) {
    case 'search':
      return 'search: ';
    case 'filter':
      return 'filter: ';
    case 'answer':
      return `question that ${purpose.about} answers: `;
  }
}

const EXAMPLES: Readonly<Record<PromptPurpose['kind'], string>> = {
  search: 'Enter searches binary, arguments, pod, container and exec id',
  filter: 'like pod:crawler binary:*/curl dst:10.0.0.0/24 port:9200 late  (? lists all; empty clears)',
  answer: 'Enter writes answers.yaml',
};

/** The prompt on the two lines at the bottom: what is typed, its cursor in sight, and what is wrong with it or how it is done. */
export function promptLines(prompt: PromptOverlay, columns: number, look: Look): readonly [Line, Line] {
  const name = span(` ${label(prompt.purpose)}`, 'chip');
  const [before, after] = aroundCursor(prompt);
  const room = columns - spansWidth([name], look) - CURSOR_COLUMNS;
  const typed: Line = { spans: [name, span(cutStart(before, room, look)), ...cursorSpans(after, look)] };
  const below = prompt.error === undefined ? span(` ${EXAMPLES[prompt.purpose.kind]}`, 'quiet') : span(` ${prompt.error}`, 'error');
  return [typed, { spans: [below] }];
}

/** The widest character, and the sign that more follows it. */
const CURSOR_COLUMNS = 3;

/** At the end of a line the cursor is a sign of its own; within it, the character that it stands on is drawn inverse. */
function cursorSpans(after: string, look: Look): readonly Span[] {
  if (after === '') return [span(look.isAscii ? '_' : '█')];
  const [on, rest] = aroundCursor({ text: after, cursor: firstCharacter(after).length });
  return [span(on, 'bar'), span(rest)];
}
