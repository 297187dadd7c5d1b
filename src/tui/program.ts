import type { Answer, CaseRead, Effect, HostEffect, ScreenEffect } from './effects.js';
import { filterEffects } from './filter-effects.js';
import { ALWAYS, GLOBAL_COMMANDS } from './global-commands.js';
import { withWayBack } from './history.js';
import { commandFor } from './keymap.js';
import type { KeyPress } from './keys.js';
import { labAnswered, withLabFollowing, withLabSheet } from './lab/lab-program.js';
import type { Message } from './messages.js';
import { warned } from './notice.js';
import { onNoteFocus, onTarget } from './noting.js';
import type { CopyEntry } from './overlays/overlay.js';
import { onOverlayKey, onOverlayPaste } from './overlays/overlay-update.js';
import { isOfOtherFilter, previewAgain, withDrawn, withFound, withPreviewForgotten, withTyped } from './preview.js';
import { frameOf, type State, shownView } from './state.js';
import type { Step, ViewEvent } from './view.js';
import { VIEWS } from './views/index.js';
import { broadcast, told, withView } from './views-told.js';

/** What the runner performs: reads of the case and deeds outside. */
export type RunnerEffect = CaseRead | HostEffect;

/** The next state and what is wanted of the world. Pure; never throws on any message. */
export function update(state: State, message: Message): readonly [State, readonly RunnerEffect[]] {
  const [next, effects] = withLabFollowing(settled(...withWayBack(state, step(state, message))));
  const [resized, more] = sameRoom(state, next) ? [next, []] : settled(...broadcast(next, { kind: 'roomChanged' }));
  const frame = frameOf(resized);
  const shown = shownView(resized);
  const prepared = shown.prepared(frame);
  return [
    withDrawn(prepared === shown ? resized : withView(resized, prepared)),
    [...effects, ...more, ...resized.views.flatMap((view) => (view.isKeptReady || view.id === shown.id ? view.reads(frame) : []))],
  ];
}

function sameRoom(before: State, after: State): boolean {
  const [old, now] = [frameOf(before).room, frameOf(after).room];
  return old.rows === now.rows && old.columns === now.columns;
}

function step(state: State, message: Message): Step<State> {
  switch (message.kind) {
    case 'userPressed':
      return onKey(withoutNotice(state), message.key);
    case 'userChose':
      return runCommand(state, message.commandId);
    case 'greeted':
      return [{ ...state, isGreeting: true }, []];
    case 'userPasted':
      return withTyped(state, onOverlayPaste(state, message.text));
    case 'terminalResized':
      return [{ ...state, size: message.size }, []];
    case 'importProgressed':
      return [{ ...state, progress: message.progress }, message.progress.phase === 'done' ? [{ kind: 'readCase' }] : []];
    case 'caseMoved':
      return [state, [{ kind: 'readCase' }]];
    case 'caseAnswered':
      return onCaseAnswered(state, message);
    case 'readsPending':
      return [{ ...state, pending: message.pending }, []];
    case 'redrawn':
      return [{ ...state }, []];
    case 'tablesCame':
      return [{ ...state, drawTable: message.drawTable }, []];
    case 'labMoved':
      return withLabSheet(state, message.sheet);
    case 'actionFinished':
      return [{ ...state, notice: message.notice }, []];
  }
}

function onCaseAnswered(state: State, { answer, pending, asked }: Extract<Message, { kind: 'caseAnswered' }>): Step<State> {
  const waiting = pending === undefined ? state : { ...state, pending };
  return asked !== undefined && isOfOtherFilter(state, asked) ? [waiting, []] : onAnswer(waiting, answer);
}

function withoutNotice(state: State): State {
  if (state.notice === undefined && state.isGreeting === undefined) return state;
  const { notice: _, isGreeting: __, ...rest } = state;
  return rest;
}

function onKey(state: State, key: KeyPress): Step<State> {
  const command = commandFor(state, key.name);
  if (state.overlay !== undefined && (command === undefined || !ALWAYS.has(command.id)))
    return afterOverlay(state, onOverlayKey(state, state.overlay, key));
  if (command === undefined) return [state, []];
  if (command.off !== undefined) return [{ ...state, notice: warned(command.off) }, []];
  return runCommand(state, command.id);
}

/** An overlay may end by choosing a command: the palette does. */
function afterOverlay(before: State, [state, outcome]: ReturnType<typeof onOverlayKey>): Step<State> {
  if (outcome.kind === 'effects') {
    const [typed, effects] = withTyped(before, state);
    return [typed, [...outcome.effects, ...effects]];
  }
  if (outcome.command.off !== undefined) return [{ ...state, notice: warned(outcome.command.off) }, []];
  return runCommand(state, outcome.command.id);
}

function runOffered(state: State, id: string): Step<State> {
  const off = shownView(state)
    .commands(frameOf(state))
    .find((command) => command.id === id)?.off;
  return off === undefined ? runCommand(state, id) : [{ ...state, notice: warned(off) }, []];
}

function runCommand(state: State, id: string): Step<State> {
  const global = GLOBAL_COMMANDS.find((command) => command.id === id);
  if (global !== undefined) return global.run(state, frameOf(state));
  const shown = shownView(state);
  const frame = frameOf(state);
  const owner = state.views.find((view) => view.commands(frame).some((command) => command.id === id)) ?? shown;
  if (owner.id !== shown.id)
    return [
      state,
      [
        { kind: 'goToView', viewId: owner.id, focus: shown.focus(frame) },
        { kind: 'run', commandId: id },
      ],
    ];
  const [next, effects] = shown.run(id, frame);
  return [withView(state, next), effects];
}

/** Rows of a case that has moved on are others than those that the search over them holds. */
function candidatesAgain({ overlay }: State): readonly CaseRead[] {
  return overlay?.kind === 'fuzzy' ? [{ kind: 'readCandidates' }] : [];
}

function onAnswer(state: State, answer: Answer): Step<State> {
  const answered: ViewEvent = { kind: 'answered', answer };
  switch (answer.kind) {
    case 'case': {
      const { filter, ...before } = withPreviewForgotten(state);
      const known: State = { ...before, ...(filter === undefined ? {} : { filter }), facts: answer.facts };
      const [next, effects] = broadcast(known, { kind: 'factsChanged' });
      const again = filter === undefined ? [] : filterEffects(filter.text);
      return [next, [{ kind: 'readNotes' }, ...effects, ...again, ...previewAgain(next), ...candidatesAgain(next)]];
    }
    case 'matches':
      if (answer.purpose === 'preview') return withFound(state, answer);
      return answer.purpose === 'filter'
        ? broadcast(withFilter(state, answer.text, answer.processIds), { kind: 'filterChanged' })
        : broadcast(state, answered);
    case 'notes':
      return [{ ...state, notes: answer.notes }, []];
    case 'target':
      return onTarget(state, answer.purpose, answer.target);
    case 'copies':
      return onCopies(state, answer.entries);
    case 'noteFocus':
      return onNoteFocus(state, answer.note, answer.focus);
    case 'candidates': {
      const { overlay } = state;
      if (overlay?.kind !== 'fuzzy') return [state, []];
      return [{ ...state, overlay: { ...overlay, candidates: answer.candidates, isPart: answer.isPart } }, []];
    }
    case 'raw':
      return [{ ...state, overlay: { kind: 'raw', evidence: answer.evidence, place: answer.place, raw: answer.raw, top: 0 } }, []];
    default:
      return broadcast(state, answered);
  }
}

function onCopies(state: State, entries: readonly CopyEntry[]): Step<State> {
  if (entries.length === 0) return [{ ...state, notice: warned('nothing that can be copied is selected') }, []];
  return [{ ...state, overlay: { kind: 'copy', entries, place: 0 } }, []];
}

function withFilter(state: State, text: string, processIds: Int32Array): State {
  return { ...state, filter: { text, processIds } };
}

function withoutFilter(state: State): State {
  const { filter: _, ...rest } = state;
  return rest;
}

/** Performs what the program does itself, and leaves the rest to the runner. */
function settled(state: State, effects: readonly Effect[]): readonly [State, readonly RunnerEffect[]] {
  const left: RunnerEffect[] = [];
  let current = state;
  for (const effect of effects) {
    if (isForRunner(effect)) {
      left.push(effect);
      continue;
    }
    const [next, more] = settled(...performed(current, effect));
    current = next;
    left.push(...more);
  }
  return [current, left];
}

function isForRunner(effect: Effect): effect is RunnerEffect {
  return !SCREEN_EFFECTS.has(effect.kind);
}

const SCREEN_EFFECTS: ReadonlySet<Effect['kind']> = new Set<ScreenEffect['kind']>([
  'notify',
  'openOverlay',
  'goToProcess',
  'answerLab',
  'goToView',
  'remember',
  'run',
  'returnTo',
  'clearFilter',
]);

function performed(state: State, effect: ScreenEffect): Step<State> {
  switch (effect.kind) {
    case 'notify':
      return [{ ...state, notice: effect.notice }, []];
    case 'openOverlay':
      return [{ ...state, overlay: effect.overlay }, []];
    case 'goToProcess':
      return broadcast({ ...state, viewId: VIEWS[0]?.id ?? state.viewId }, { kind: 'processWanted', processId: effect.processId });
    case 'answerLab':
      return labAnswered(state);
    case 'goToView':
      return told({ ...state, viewId: effect.viewId }, { kind: 'opened', focus: effect.focus });
    case 'run':
      return runOffered(state, effect.commandId);
    case 'remember':
      return [state, []];
    case 'returnTo': {
      const { viewId, selection } = effect.visit;
      const shown = { ...state, viewId };
      return selection === undefined ? [shown, []] : told(shown, { kind: 'returned', selection });
    }
    case 'clearFilter':
      return broadcast(withoutFilter(state), { kind: 'filterChanged' });
  }
}
