import type { DetectionCase, ProcessOutline } from '../model/detection-case.js';

/** Outlines that are held for the next rule to ask, some 200 bytes each. Of larger cases each question is put to the case. */
const OUTLINES_HELD = 200_000;

/** What can be asked in outline. */
export type OutlineQuestions = Pick<DetectionCase, 'outlines' | 'outline' | 'outlinesNamed' | 'outlinesIn' | 'lateOutlines'>;

/** The same outlines, read once where they are few enough. The first to ask has the case read. */
export function heldOutlines(view: OutlineQuestions): OutlineQuestions {
  let asked: OutlineQuestions | undefined;
  const questions = (): OutlineQuestions => {
    asked ??= holdOutlines(view) ?? view;
    return asked;
  };
  return {
    outlines: () => questions().outlines(),
    outline: (id) => questions().outline(id),
    outlinesNamed: (names) => questions().outlinesNamed(names),
    outlinesIn: (folders) => questions().outlinesIn(folders),
    lateOutlines: () => questions().lateOutlines(),
  };
}

/** `undefined` when there are too many. */
function holdOutlines(view: OutlineQuestions): OutlineQuestions | undefined {
  const byId = new Map<number, ProcessOutline>();
  for (const outline of view.outlines()) {
    if (byId.size >= OUTLINES_HELD) return undefined;
    byId.set(outline.id, outline);
  }
  const started = [...byId.values()];
  const named = placesByName(started);
  return {
    outlines: () => started,
    outline: (id) => byId.get(id),
    outlinesNamed: (names) => {
      const places = [...new Set([...new Set(names)].flatMap((name) => named.get(name) ?? []))].sort((a, b) => a - b);
      return places.flatMap((place) => started[place] ?? []);
    },
    outlinesIn: (folders) => started.filter(({ binary = '' }) => folders.some((folder) => binary.startsWith(folder))),
    lateOutlines: () => started.filter(({ late }) => late !== undefined),
  };
}

/** Where among the outlines those of a file name stand. */
function placesByName(started: readonly ProcessOutline[]): ReadonlyMap<string, readonly number[]> {
  const named = new Map<string, number[]>();
  const names = new Map<string, string>();
  started.forEach(({ images }, place) => {
    for (const { binary } of images) {
      if (binary === undefined) continue;
      const name = names.get(binary) ?? fileName(binary);
      names.set(binary, name);
      const known = named.get(name);
      if (known === undefined) named.set(name, [place]);
      else known.push(place);
    }
  });
  return named;
}

/** As a case names processes: a login shell keeps its dash, and a deleted file loses its mark. */
function fileName(binary: string): string {
  const path = binary.replace(/ \(deleted\)$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}
