import { NO_FILTER } from '../model/filter.js';
import { parseFilter } from '../model/filter-grammar.js';
import { counted, countText } from './drawing/wording.js';
import type { Answer, Effect } from './effects.js';
import { filterOf } from './lists/kept-by-filter.js';
import { type Notice, said } from './notice.js';
import type { PromptOverlay } from './overlays/overlay.js';
import { filterIn, type SlowRead } from './slow-reads.js';
import { frameOf, type State, shownView } from './state.js';
import { searchFilter } from './tree/search.js';
import type { ActiveFilter, OpenView, Size, Step } from './view.js';
import { broadcast } from './views-told.js';

/** Results shown while a search or a filter is typed. */
export interface Preview {
  /** The text whose results are wanted. */
  readonly asked: string;
  /** What the screen goes back to. Absent until there are results: it is as it was. */
  readonly before?: Before;
  /** The text whose results these are, and what is said of them. */
  readonly found?: { readonly text: string; readonly notice: Notice };
  /** What is drawn: the view with the last results of which nothing is missing. */
  readonly drawn: { readonly view: OpenView; readonly filter?: ActiveFilter };
}

/** What a preview changes, as it was. */
interface Before {
  readonly views: readonly OpenView[];
  readonly filter?: ActiveFilter;
  readonly room: Size;
}

type MatchesAnswer = Extract<Answer, { kind: 'matches' }>;

/** The state after a key or a paste changed the line of a search or filter, and the question for what it finds now. */
export function withTyped(before: State, after: State): Step<State> {
  const { overlay } = after;
  if (overlay?.kind !== 'prompt' || before.overlay?.kind !== 'prompt' || before.overlay.text === overlay.text) return [after, []];
  const text = wantedText(overlay);
  if (text === undefined || text === overlay.preview?.asked) return [after, []];
  return [withPreview(after, overlay, { drawn: drawnNow(after), ...overlay.preview, asked: text }), asks(overlay, text)];
}

/** What is asked for, as far as the line can be understood; `undefined` where it can't, or where nothing is looked for. */
function wantedText({ purpose, text, preview }: PromptOverlay): string | undefined {
  if (purpose.kind === 'search') return text.trim();
  if (purpose.kind !== 'filter') return undefined;
  if (parseFilter(text).kind === 'filter') return text.trim();
  // `dst` was found as a word until the colon made a key of it: that is no result to keep.
  const asked = preview?.asked ?? '';
  return text.startsWith(asked) && /^[\w-]*:/.test(text.slice(asked.length)) ? asked.replace(/\S+$/, '').trim() : undefined;
}

function asks({ purpose }: PromptOverlay, text: string): readonly Effect[] {
  const parsed = parseFilter(text);
  const filter = purpose.kind === 'search' ? searchFilter(text) : parsed.kind === 'filter' ? parsed.filter : NO_FILTER;
  return [{ kind: 'readMatches', purpose: 'preview', text, filter }];
}

/** The state with what was found for the line that is typed; unchanged when that is another by now. */
export function withFound(state: State, answer: MatchesAnswer): Step<State> {
  const { overlay } = state;
  const preview = overlay?.kind === 'prompt' ? overlay.preview : undefined;
  if (overlay?.kind !== 'prompt' || preview === undefined || preview.asked !== answer.text) return [state, []];
  const before = preview.before ?? beforeNow(state);
  const base = withBefore(state, before);
  const [next, effects] = overlay.purpose.kind === 'search' ? withSearched(base, answer) : withFiltered(base, answer);
  const told = effects.find((effect) => effect.kind === 'notify')?.notice;
  const notice = told ?? said(countOf(answer, state));
  return [
    withPreview(next, overlay, { ...preview, before, found: { text: answer.text, notice } }),
    effects.filter(({ kind }) => kind !== 'notify'),
  ];
}

function withSearched(base: State, answer: MatchesAnswer): Step<State> {
  return answer.text === '' ? [base, []] : broadcast(base, { kind: 'answered', answer: { ...answer, purpose: 'search' } });
}

/** What is filtered so already stays as it is: nothing is read again for it. */
function withFiltered(base: State, { text, processIds }: MatchesAnswer): Step<State> {
  if (text === (base.filter?.text ?? '')) return [base, []];
  const { filter: _, ...rest } = base;
  return broadcast(text === '' ? rest : { ...base, filter: { text, processIds } }, { kind: 'filterChanged' });
}

function countOf({ text, processIds }: MatchesAnswer, { facts }: State): string {
  const all = counted(facts.overview.processCount, 'process', 'processes');
  return text === '' ? all : `${countText(processIds.length)} of ${all}`;
}

/** The state as it was before the line was typed; the line stays. */
export function withoutPreview(state: State): State {
  const { overlay } = state;
  if (overlay?.kind !== 'prompt' || overlay.preview === undefined) return state;
  const { preview, ...prompt } = overlay;
  return { ...(preview.before === undefined ? state : withBefore(state, preview.before)), overlay: prompt };
}

/** What finds the results again, of a line that is being typed while the case moved on. */
export function previewAgain({ overlay }: State): readonly Effect[] {
  return overlay?.kind === 'prompt' && overlay.preview !== undefined ? asks(overlay, overlay.preview.asked) : [];
}

/** The state without results of the case as it was; they are wanted still. */
export function withPreviewForgotten(state: State): State {
  const { overlay } = state;
  if (overlay?.kind !== 'prompt' || overlay.preview === undefined) return state;
  const { asked, drawn } = overlay.preview;
  return withPreview(withoutPreview(state), overlay, { asked, drawn });
}

/** What was found for exactly the line as it stands. */
export function foundFor({ preview, text }: PromptOverlay): NonNullable<Preview['found']> | undefined {
  return preview?.found?.text === text.trim() ? preview.found : undefined;
}

function beforeNow(state: State): Before {
  return { views: state.views, ...(state.filter === undefined ? {} : { filter: state.filter }), room: frameOf(state).room };
}

function withBefore(state: State, { views, filter, room }: Before): State {
  const { filter: _, ...rest } = state;
  const back: State = { ...rest, views, ...(filter === undefined ? {} : { filter }) };
  const now = frameOf(back).room;
  return now.rows === room.rows && now.columns === room.columns ? back : broadcast(back, { kind: 'roomChanged' })[0];
}

function withPreview(state: State, prompt: PromptOverlay, preview: Preview): State {
  return { ...state, overlay: { ...prompt, preview } };
}

function drawnNow(state: State): Preview['drawn'] {
  return { view: shownView(state), ...(state.filter === undefined ? {} : { filter: state.filter }) };
}

/** The state with its view as what is drawn, once nothing is missing of the view. */
export function withDrawn(state: State): State {
  const { overlay } = state;
  if (overlay?.kind !== 'prompt' || overlay.preview === undefined) return state;
  const view = shownView(state);
  return view === overlay.preview.drawn.view || !view.isReady(frameOf(state))
    ? state
    : withPreview(state, overlay, { ...overlay.preview, drawn: drawnNow(state) });
}

/** The state to draw: results that are awaited have those before them stay on the screen. */
export function drawnState(state: State): State {
  const { overlay } = state;
  if (overlay?.kind !== 'prompt' || overlay.preview === undefined) return state;
  const { view, filter } = overlay.preview.drawn;
  const { filter: _, ...rest } = state;
  return { ...rest, views: [view], viewId: view.id, ...(filter === undefined ? {} : { filter }) };
}

/** Whether an answer was asked for under another filter than is in force by now. */
export function isOfOtherFilter(state: State, asked: SlowRead): boolean {
  const filter = asked.kind === 'readMatches' ? undefined : filterIn(asked);
  return filter !== undefined && JSON.stringify(filter) !== JSON.stringify(filterOf(frameOf(state)));
}
