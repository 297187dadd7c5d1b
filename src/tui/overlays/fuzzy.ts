import Fuse from 'fuse.js';
import { type Line, span, textLine } from '../drawing/line.js';
import { counted } from '../drawing/wording.js';
import type { Candidate } from '../effects.js';
import type { KeyPress } from '../keys.js';
import type { State } from '../state.js';
import { choiceLine, movedPlace, shownAround } from './chosen-line.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { FuzzyOverlay } from './overlay.js';
import { editedText } from './typed-text.js';

/** A key in the fuzzy search: it types, moves, goes to the chosen process or closes. */
export function onFuzzyKey(state: State, overlay: FuzzyOverlay, key: KeyPress): OverlayStep {
  if (key.name === 'escape') return closes(state);
  const found = foundCandidates(overlay);
  const chosen = found[overlay.place];
  if (key.name === 'enter')
    return chosen === undefined ? stays(state, overlay) : closes(state, { kind: 'goToProcess', processId: chosen.processId });
  const place = movedPlace(overlay.place, found.length, key, true);
  if (place !== undefined) return stays(state, { ...overlay, place });
  const query = editedText(overlay.query, key);
  return query === undefined ? stays(state, overlay) : stays(state, { ...overlay, query, place: 0 });
}

/** A search over candidates, and what it found last: a key is read and drawn in two steps, and searched for in one. */
interface Searched {
  readonly index: Fuse<Candidate>;
  readonly query: string;
  readonly found: readonly Candidate[];
}

const searches = new WeakMap<readonly Candidate[], Searched>();
const MOST_FOUND = 200;
/** Two letters of four that changed places are still the same word; a name counts for more than the rest of a long command line. */
const LIKENESS = { keys: [{ name: 'name', weight: 3 }, 'text'], ignoreLocation: true, threshold: 0.5 };

function foundCandidates({ candidates = [], query: typed }: FuzzyOverlay): readonly Candidate[] {
  const query = typed.trim();
  if (query === '') return candidates.slice(0, MOST_FOUND);
  const last = searches.get(candidates);
  if (last?.query === query) return last.found;
  const index = last?.index ?? new Fuse(candidates, LIKENESS);
  const found = index.search(query, { limit: MOST_FOUND }).map(({ item }) => item);
  searches.set(candidates, { index, query, found });
  return found;
}

/** The lines of the search, the typed text first, at most `height`. */
export function fuzzyLines({ look }: State, overlay: FuzzyOverlay, height: number): readonly Line[] {
  const typed: Line = { spans: [span(' ~ ', 'chip'), span(overlay.query), span(look.isAscii ? '_' : '█')] };
  if (overlay.candidates === undefined) return [typed, textLine(' reading processes', 'quiet')];
  const found = foundCandidates(overlay);
  if (found.length === 0) return [typed, textLine(` No process is like "${overlay.query}".`, 'quiet')];
  const part = overlay.isPart
    ? [
        textLine(
          ` among ${counted(overlay.candidates.length, 'process', 'processes')}, findings and late ones first; / searches all`,
          'quiet',
        ),
      ]
    : [];
  const { rows, top } = shownAround(found, overlay.place, height - 1 - part.length);
  return [typed, ...part, ...rows.map(({ text }, at) => choiceLine([span(` ${text}`)], top + at === overlay.place, look))];
}
