import { parseFilter } from '../../model/filter-grammar.js';
import { cutStart, type Line, type Span, span, spansWidth } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { filterEffects } from '../filter-effects.js';
import type { KeyPress } from '../keys.js';
import { foundFor, withoutPreview } from '../preview.js';
import type { State } from '../state.js';
import { searchFilter } from '../tree/search.js';
import { completed, completions } from './completion.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { PromptOverlay, PromptPurpose } from './overlay.js';
import { aroundCursor, editedLine, firstCharacter, type TypedLine } from './typed-text.js';

/** A key typed into a prompt. */
export function onPromptKey(state: State, prompt: PromptOverlay, key: KeyPress): OverlayStep {
  if (key.name === 'escape') return closes(withoutPreview(state));
  if (key.name === 'enter') return entered(state, prompt);
  if (prompt.purpose.kind === 'filter') {
    if (key.name === 'tab') return stays(state, withLine(prompt, completed(prompt, state.facts.vocabulary)));
    if (key.name === 'up' || key.name === 'down') return stays(state, recalled(state, prompt, key.name === 'up' ? 1 : -1));
  }
  const line = editedLine(prompt, key);
  return line === undefined ? stays(state, prompt) : stays(state, withLine(prompt, line));
}

/** The prompt with another line; what was wrong with the old one is forgotten. */
export function withLine(prompt: PromptOverlay, line: TypedLine): PromptOverlay {
  const { error: _, recalled: __, ...rest } = prompt;
  return { ...rest, ...line };
}

/** The filter typed that many times before or after the one shown; an empty line after the newest. */
function recalled({ filters }: State, prompt: PromptOverlay, by: number): PromptOverlay {
  const place = Math.min(filters.length - 1, Math.max(-1, (prompt.recalled ?? -1) + by));
  const text = filters[place] ?? '';
  const line = withLine(prompt, { text, cursor: text.length });
  return place < 0 ? line : { ...line, recalled: place };
}

function entered(state: State, prompt: PromptOverlay): OverlayStep {
  const text = prompt.text.trim();
  const found = foundFor(prompt);
  const { purpose } = prompt;
  switch (purpose.kind) {
    case 'search':
      if (text === '') return closes(withoutPreview(state));
      if (found !== undefined) return closes({ ...state, notice: found.notice });
      return closes(withoutPreview(state), { kind: 'readMatches', purpose: 'search', text, filter: searchFilter(text) });
    case 'filter': {
      const parsed = parseFilter(text);
      if (parsed.kind === 'filter') {
        return found === undefined
          ? closes(withFilterKept(withoutPreview(state), text), ...filterEffects(text), ...remembered(text))
          : closes(withFilterKept(state, text), ...remembered(text));
      }
      const hint = parsed.hint === undefined ? '' : `; ${parsed.hint}`;
      return stays(state, { ...prompt, error: `column ${parsed.column}: ${parsed.message}${hint}` });
    }
    case 'note':
      if (text === '') return stays(state, { ...prompt, error: 'a note without text is a bookmark: Esc leaves, b sets one' });
      return closes(state, { kind: 'saveNote', draft: { ...purpose.target, text } });
    case 'lab':
      return closes(state, { kind: 'labAnswer', questionId: purpose.questionId, field: purpose.field, text });
    case 'answer':
      if (text === '') return stays(state, { ...prompt, error: 'the id of the question is missing; Esc leaves' });
      return closes(state, { kind: 'exportAnswer', questionId: text, processId: purpose.processId });
  }
}

/** As many filters as a person scrolls through. */
export const MOST_FILTERS = 100;

function withFilterKept(state: State, text: string): State {
  if (text === '') return state;
  return { ...state, filters: [text, ...state.filters.filter((one) => one !== text)].slice(0, MOST_FILTERS) };
}

function remembered(text: string) {
  return text === '' ? [] : [{ kind: 'rememberFilter' as const, text }];
}

function label(purpose: PromptPurpose): string {
  switch (purpose.kind) {
    case 'search':
      return 'search: ';
    case 'filter':
      return 'filter: ';
    case 'note':
      return 'note: ';
    case 'lab':
      return `${purpose.field}: `;
    case 'answer':
      return `question that ${purpose.about} answers: `;
  }
}

/** What stands below the line while nothing is wrong with it. */
function hint(prompt: PromptOverlay, { facts, look }: State): string {
  const { purpose } = prompt;
  switch (purpose.kind) {
    case 'search':
      return prompt.text.trim() === '' ? 'finds binary, arguments, pod, container and exec id' : (foundText(prompt) ?? 'searching');
    case 'filter': {
      const found = completions(prompt, facts.vocabulary);
      const told = foundText(prompt);
      const first = told === undefined ? '' : `${told}  `;
      if (found.length > 0) return `${first}Tab: ${found.join('  ')}`;
      if (told !== undefined) return foundFor(prompt) === undefined ? told : `${told}; Enter keeps it, Esc goes back`;
      return `like pod:crawler binary:*/curl dst:10.0.0.0/24 port:9200 late  (${look.glyphs.up} earlier ones, ? lists all; empty clears)`;
    }
    case 'note':
      return `about ${purpose.target.label}; Enter keeps it in the case`;
    case 'lab':
      return `${purpose.questionId}: ${purpose.expects}; Enter writes and grades it, nothing takes it out`;
    case 'answer':
      return 'Enter writes answers.yaml';
  }
}

/** What the last results are, and of a line that isn't a filter yet what it lacks. */
function foundText({ text, purpose, preview }: PromptOverlay): string | undefined {
  const parsed = purpose.kind === 'filter' && preview !== undefined ? parseFilter(text) : undefined;
  const lacks = parsed?.kind === 'error' ? parsed.message : undefined;
  const found = preview?.found?.notice.text;
  if (lacks === undefined) return found;
  return found === undefined ? lacks : `${lacks}; ${found} until then`;
}

/** The prompt on the two lines at the bottom: what is typed, its cursor in sight, and what is wrong with it or how it is done. */
export function promptLines(prompt: PromptOverlay, state: State): readonly [Line, Line] {
  const { look, size } = state;
  const name = span(` ${label(prompt.purpose)}`, 'chip');
  const [before, after] = aroundCursor(prompt);
  const room = size.columns - spansWidth([name], look) - CURSOR_COLUMNS;
  const typed: Line = { spans: [name, span(cutStart(before, room, look)), ...cursorSpans(after, look)] };
  const below = prompt.error === undefined ? span(` ${hint(prompt, state)}`, 'quiet') : span(` ${prompt.error}`, 'error');
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
