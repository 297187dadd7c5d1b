import type { DetectionCase } from '../model/detection-case.js';
import { levelRank } from '../model/finding.js';
import type { Process } from '../model/process.js';
import type { Draft, Story } from './draft.js';
import { ancestorsInside, descendants, seconds } from './lineage.js';
import type { Rule } from './rule.js';
import { span } from './wording.js';

/** Drafts about one process that lie further apart than this are two stories: a server may be tricked twice. */
const SAME_STORY_US = seconds(60);
/** How long before its shell a story may have begun: an exploited server starts a chain of wrappers within moments. */
const BEGINNING_US = seconds(30);
const DESCENDANTS_READ = 2000;

/** A draft and the rule that wrote it. */
export interface Told {
  readonly rule: Rule;
  readonly draft: Draft;
}

/** A story with the drafts that tell it, the strongest first. */
export interface ToldStory extends Story {
  readonly told: readonly [Told, ...Told[]];
}

/** Drafts that share a process, or began with the same one, and lie close in time as one story each, in the order of their first draft. */
export function mergeStories(view: DetectionCase, all: readonly Told[]): readonly ToldStory[] {
  return groups(view, all).flatMap((group) => {
    const [first, ...rest] = [...group].sort(byStrength);
    return first === undefined ? [] : [storyOf(view, [first, ...rest.filter((told) => isWorthTelling(told, first))])];
  });
}

/** Beside a serious draft, what work may explain as well only distracts: a server that had answered somebody moments before. */
function isWorthTelling(told: Told, strongest: Told): boolean {
  const serious = levelRank('high');
  return levelRank(strongest.draft.level) < serious || levelRank(told.draft.level) >= serious;
}

function byStrength(a: Told, b: Told): number {
  return levelRank(b.draft.level) - levelRank(a.draft.level);
}

/** Single linkage: along each process, drafts that follow one another closely belong together, and so does what they lead to. */
function groups(view: DetectionCase, all: readonly Told[]): readonly (readonly Told[])[] {
  const leaders = all.map((_, place) => place);
  const leader = (place: number): number => {
    let current = place;
    while (leaders[current] !== current) current = leaders[current] ?? current;
    leaders[place] = current;
    return current;
  };
  for (const places of placesByMember(view, all).values()) {
    places.sort((a, b) => timeOf(all[a]) - timeOf(all[b]));
    for (const [index, place] of places.entries()) {
      const before = places[index - 1];
      if (before !== undefined && timeOf(all[place]) - timeOf(all[before]) <= SAME_STORY_US) leaders[leader(place)] = leader(before);
    }
  }
  const grouped = new Map<number, Told[]>();
  for (const [place, told] of all.entries()) {
    const group = grouped.get(leader(place));
    if (group === undefined) grouped.set(leader(place), [told]);
    else group.push(told);
  }
  return [...grouped.values()];
}

/** Places of the drafts in which a process, or the process that the story began with, has a part. */
function placesByMember(view: DetectionCase, all: readonly Told[]): ReadonlyMap<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [place, { draft }] of all.entries()) {
    for (const member of new Set([...draft.members, beginning(view, draft.process).id])) {
      const known = places.get(member);
      if (known === undefined) places.set(member, [place]);
      else known.push(place);
    }
  }
  return places;
}

function timeOf(told: Told | undefined): number {
  return told?.draft.firstSeenUs ?? 0;
}

function storyOf(view: DetectionCase, told: readonly [Told, ...Told[]]): ToldStory {
  const shell = told[0].draft.process;
  const shells = [...new Map(told.map(({ draft }) => [draft.process.id, draft.process])).values()];
  const commanded = new Map(shells.map((process) => [process.id, process]));
  for (const process of shells) for (const below of descendants(view, process, DESCENDANTS_READ)) commanded.set(below.id, below);
  const root = beginning(view, shell);
  const below = descendants(view, root, DESCENDANTS_READ).map((process) => process.id);
  return {
    level: told[0].draft.level,
    shell,
    ...span(...told.flatMap(({ draft }) => [draft.firstSeenUs, draft.lastSeenUs])),
    processIds: new Set([root.id, ...below, ...commanded.keys(), ...told.flatMap(({ draft }) => draft.members)]),
    commanded: [...commanded.values()],
    connectionIds: new Set(told.flatMap(({ draft }) => draft.connections.map((connection) => connection.id))),
    told,
  };
}

/** The topmost ancestor that started moments before the shell: a wrapper, not the server that was there all along. */
export function beginning(view: DetectionCase, shell: Process): Process {
  const since = (shell.imageStartedAtUs ?? 0) - BEGINNING_US;
  let root = shell;
  for (const ancestor of ancestorsInside(view, shell, 16)) {
    if (ancestor.startedAtUs === undefined || ancestor.startedAtUs < since) break;
    root = ancestor;
  }
  return root;
}
