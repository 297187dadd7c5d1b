import type { CaseView } from '../model/case-view.js';
import type { Connection } from '../model/connection.js';
import { type Filter, NO_FILTER } from '../model/filter.js';
import type { LabDesk } from '../model/lab.js';
import { type ConnectionList, connectionList } from './connection-list.js';
import { containerDetails } from './containers/container-reading.js';
import { copyEntries } from './copy-entries.js';
import type { Answer, CaseRead, HostEffect } from './effects.js';
import { readFacts } from './facts.js';
import { labDeed } from './lab/lab-deeds.js';
import type { Message } from './messages.js';
import { failed, said } from './notice.js';
import type { ActionResult, InterfaceActions } from './options.js';
import type { RunnerEffect } from './program.js';
import type { Perform } from './program-store.js';
import { type ReadElsewhere, readsElsewhere } from './reads-elsewhere.js';
import { isSlow, slowAnswer } from './slow-reads.js';
import type { State } from './state.js';
import { focusOf, targetOf } from './targets.js';

/** What the runner may do outside. */
export interface Host {
  readonly view: CaseView;
  readonly actions: InterfaceActions;
  /** What counts as noise besides what is noise anyway. */
  readonly noise?: readonly Filter[];
  /** The lab that is worked on. */
  readonly lab?: LabDesk;
  /** Answers slow reads of a large case. Absent: they are answered at once, and whoever asks waits. */
  readonly elsewhere?: ReadElsewhere;
  /** Makes ready for matches that are asked for at every letter. */
  expectMatches?(): void;
  /** Puts text on the terminal's clipboard; false when it is too long for that. */
  copy(text: string): boolean;
  suspend(): void;
  repaint(): void;
  /** Lets the mouse act on the interface, or leaves it to the terminal. */
  switchMouse(isOn: boolean): void;
  quit(): void;
  /** Something said after the step that asked for it. */
  say(message: Message): void;
  /** Something that must not happen did. */
  crash(error: unknown): void;
}

const MOST_ANCESTORS = 32;

/**
 * Performs effects. Row ids hold within a revision: once the case moved on, a read by row id would tell of another process, so it is
 * answered by reading the case anew instead, and asked again by those who still need it.
 */
export function runner(host: Host): Perform {
  const elsewhere = host.elsewhere === undefined ? undefined : readsElsewhere(host.elsewhere, host);
  return (effect, state) => {
    if (effect.kind === 'expectMatches') {
      if (isLarge(state)) host.expectMatches?.();
      return [];
    }
    if (!isRead(effect)) return performed(host, effect);
    if (effect.kind === 'readRaw') return rawRead(host, effect);
    const isStale = effect.kind !== 'readCase' && host.view.revision() !== state.facts.revision;
    if (isStale) return [{ kind: 'caseMoved' }];
    if (elsewhere !== undefined && isSlow(effect) && isLarge(state)) return elsewhere(effect, state.facts.revision);
    return [{ kind: 'caseAnswered', answer: answerOf(host, effect) }];
  };
}

/** Beyond this many processes, connections and messages a pass over them takes longer than one notices. */
const MOST_READ_HERE = 10_000;

/** Whether slow reads of the case are answered beside the interface. */
export function isLarge({ facts: { overview } }: State): boolean {
  return overview.processCount + overview.connectionCount + overview.dnsMessageCount > MOST_READ_HERE;
}

function isRead(effect: RunnerEffect): effect is CaseRead {
  return effect.kind.startsWith('read');
}

function answerOf({ view, actions, noise }: Host, read: Exclude<CaseRead, { kind: 'readRaw' }>): Answer {
  switch (read.kind) {
    case 'readCandidates':
    case 'readConnectionGroups':
    case 'readConnectionIds':
    case 'readContainers':
    case 'readDensity':
    case 'readHeartbeats':
    case 'readMatches':
    case 'readNames':
    case 'readServices':
    case 'readTimeline':
      return slowAnswer(view, read);
    case 'readCase':
      return { kind: 'case', facts: readFacts(view, noise) };
    case 'readTree':
      return { kind: 'tree', skeleton: view.tree(read.grouping), processIds: idsOf(view, read.execIds) };
    case 'readRows': {
      const found = new Map(view.treeRows(read.processIds).map((row) => [row.process.id, row]));
      return { kind: 'rows', rows: new Map(read.processIds.map((id) => [id, found.get(id)])) };
    }
    case 'readProcess':
      return processAnswer(view, read.processId);
    case 'readProcessNamed':
      return { kind: 'processNamed', execId: read.execId, processId: view.processWithExecId(read.execId) };
    case 'readContainer':
      return { kind: 'container', containerId: read.containerId, container: view.container(read.containerId) };
    case 'readConnections':
      return { kind: 'connections', rows: new Map(read.ids.map((id) => [id, view.connection(id)])) };
    case 'readSameConnection':
      return { kind: 'sameConnection', id: sameConnection(view, read.connection) };
    case 'readContainerDetails':
      return { kind: 'containerDetails', details: containerDetails(view, read.container) };
    case 'readNotes':
      return { kind: 'notes', notes: actions.notes() };
    case 'readTarget':
      return { kind: 'target', purpose: read.purpose, target: targetOf(view, read.focus) };
    case 'readCopies':
      return { kind: 'copies', entries: copyEntries(view, read.focus) };
    case 'readNoteFocus':
      return { kind: 'noteFocus', note: read.note, focus: focusOf(view, read.note) };
    case 'readProblems':
      return problemsAnswer(view, read);
  }
}

/** A connection outlives its row by its process, its ends and when it was opened. */
function sameConnection(view: CaseView, { process, direction, local, remote, openedAtUs, closedAtUs }: Connection): number | undefined {
  const processId = view.processWithExecId(process.execId);
  if (processId === undefined) return undefined;
  return view
    .connectionsOf(processId)
    .find(
      (one) =>
        one.direction === direction &&
        one.openedAtUs === openedAtUs &&
        (openedAtUs !== undefined || one.closedAtUs === closedAtUs) &&
        one.local?.port === local?.port &&
        one.remote?.ip === remote?.ip &&
        one.remote?.port === remote?.port,
    )?.id;
}

function idsOf(view: CaseView, execIds: readonly string[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (const execId of execIds) {
    const id = view.processWithExecId(execId);
    if (id !== undefined) ids.set(execId, id);
  }
  return ids;
}

function processAnswer(view: CaseView, processId: number): Answer {
  const [row] = view.treeRows([processId]);
  if (row === undefined) return { kind: 'process', processId, details: undefined };
  return {
    kind: 'process',
    processId,
    details: { row, ancestors: view.ancestors(processId, MOST_ANCESTORS), connections: connectionsOf(view, processId) },
  };
}

/** Rows hold within a revision: one that is read later than that would be another. */
function connectionsOf(view: CaseView, processId: number): ConnectionList {
  const revision = view.revision();
  const ids = view.connectionIds({ filter: NO_FILTER, order: 'time', within: { by: 'process', key: processId } });
  const isStill = (): boolean => view.revision() === revision;
  return connectionList(
    ids,
    (id) => (isStill() ? view.connection(id) : undefined),
    () => (isStill() ? view.firstHopOf(processId) : undefined),
  );
}

function problemsAnswer(view: CaseView, { after, limit }: Extract<CaseRead, { kind: 'readProblems' }>): Answer {
  const from = after === undefined ? {} : { after };
  const page = view.problems({ ...from, limit });
  return { kind: 'problems', ...from, rows: page.rows, isLast: page.next === undefined };
}

/** The one read that takes its time: the line is looked up in its source. */
function rawRead(host: Host, { evidence, place }: Extract<CaseRead, { kind: 'readRaw' }>): readonly Message[] {
  const ref = evidence[place];
  if (ref === undefined) return [];
  host.view.rawEvent(ref).then(
    (raw) => host.say({ kind: 'caseAnswered', answer: { kind: 'raw', evidence, place, raw } }),
    (error: unknown) => host.crash(error),
  );
  return [];
}

function performed(host: Host, effect: Exclude<HostEffect, { kind: 'expectMatches' }>): readonly Message[] {
  switch (effect.kind) {
    case 'exportFindings':
      return finished(host, () => host.actions.exportFindings());
    case 'exportAnswer':
      return finished(host, () => host.actions.exportAnswer(effect.questionId, effect.processId));
    case 'exportView':
      return finished(host, () => host.actions.exportView(effect.listing, effect.title, effect.format));
    case 'writeReport':
      return finished(host, () => host.actions.writeReport());
    case 'saveNote':
      return noted(host, host.actions.saveNote(effect.draft));
    case 'removeNote':
      return noted(host, host.actions.removeNote(effect.note));
    case 'rememberFilter':
      host.actions.rememberFilter(effect.text);
      return [];
    case 'switchMouse':
      host.switchMouse(effect.isOn);
      return [];
    case 'labAnswerFrom':
    case 'labAnswer':
    case 'labHint':
    case 'labBadge':
      return labDeed(host.lab, effect);
    case 'copy':
      return [{ kind: 'actionFinished', notice: copied(host, effect.label, effect.value) }];
    case 'suspend':
      host.suspend();
      return [];
    case 'repaint':
      host.repaint();
      return [];
    case 'quit':
      host.quit();
      return [];
  }
}

/** What became of a note, and the notes as they are now. */
function noted({ actions }: Host, result: ActionResult): readonly Message[] {
  const notes: Answer = { kind: 'notes', notes: actions.notes() };
  return [
    { kind: 'caseAnswered', answer: notes },
    { kind: 'actionFinished', notice: outcome(result) },
  ];
}

function finished(host: Host, act: () => ActionResult | Promise<ActionResult>): readonly Message[] {
  const result = act();
  if (!(result instanceof Promise)) return [{ kind: 'actionFinished', notice: outcome(result) }];
  result.then(
    (later) => host.say({ kind: 'actionFinished', notice: outcome(later) }),
    (error: unknown) => host.crash(error),
  );
  return [];
}

function outcome(result: ActionResult) {
  if (result.kind === 'done') return said(result.message);
  return failed(result.hint === undefined ? result.message : `${result.message}; ${result.hint}`);
}

function copied(host: Host, label: string, value: string) {
  const isSent = host.copy(value);
  return isSent ? said(`${label} to the clipboard: ${value}`) : failed(`${label} is too long for the clipboard: ${value}`);
}
