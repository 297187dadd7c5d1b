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

function groups(view: DetectionCase, all: readonly Told[]): readonly (readonly Told[])[] {
  const groupOf = new Map<Told, Told[]>();
  const byMember = new Map<number, Told[]>();
  for (const told of all) {
    let group = [told];
    for (const member of new Set([...told.draft.members, beginning(view, told.draft.process).id])) {
      const near = (byMember.get(member) ?? []).filter((other) => areClose(other.draft, told.draft));
      for (const other of near) group = joined(groupOf, group, groupOf.get(other) ?? [other]);
      byMember.set(member, [...(byMember.get(member) ?? []), told]);
    }
    for (const member of group) groupOf.set(member, group);
  }
  return [...new Set(all.map((told) => groupOf.get(told) ?? [told]))];
}

function joined(groupOf: Map<Told, Told[]>, group: Told[], other: Told[]): Told[] {
  if (group === other) return group;
  const both = [...new Set([...other, ...group])];
  for (const member of both) groupOf.set(member, both);
  return both;
}

function areClose(a: Draft, b: Draft): boolean {
  return Math.abs((a.firstSeenUs ?? 0) - (b.firstSeenUs ?? 0)) <= SAME_STORY_US;
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
function beginning(view: DetectionCase, shell: Process): Process {
  const since = (shell.imageStartedAtUs ?? 0) - BEGINNING_US;
  let root = shell;
  for (const ancestor of ancestorsInside(view, shell, 16)) {
    if (ancestor.startedAtUs === undefined || ancestor.startedAtUs < since) break;
    root = ancestor;
  }
  return root;
}
