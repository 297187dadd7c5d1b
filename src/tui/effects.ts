import type { Grouping, RawEvent, TreeRow, TreeSkeleton } from '../model/case-view.js';
import type { Connection } from '../model/connection.js';
import type { ConnectionGroup, ConnectionGrouping, ConnectionListQuery } from '../model/connection-list.js';
import type { NameSummary } from '../model/dns-name.js';
import type { Filter } from '../model/filter.js';
import type { LabSubject } from '../model/lab.js';
import type { Note, NoteDraft, NoteTarget } from '../model/note.js';
import type { Container, ProcessRef } from '../model/process.js';
import type { ServedPort } from '../model/served-port.js';
import type { ServiceGrouping, ServiceMap } from '../model/service-map.js';
import type { EvidenceRef, Problem } from '../model/source.js';
import type { TimeUs } from '../model/time.js';
import type { TimelinePage, TimelineQuery, TimelineRequest } from '../model/timeline.js';
import type { ConnectionList } from './connection-list.js';
import type { ContainerDetails, ContainerFacts } from './containers/containers-state.js';
import type { CaseFacts } from './facts.js';
import type { ReadHeartbeats } from './heartbeats/heartbeats-state.js';
import type { ExportFormat, ViewListing } from './listing.js';
import type { Notice } from './notice.js';
import type { CopyEntry, Overlay } from './overlays/overlay.js';
import type { MissingPage } from './timeline/timeline-state.js';
import type { Focus } from './view.js';
import type { Visit } from './visit.js';

/** Something that the program wants of the case, of the terminal or of itself. Data only: the runner and the program perform it. */
export type Effect = CaseRead | HostEffect | ScreenEffect;

/** A question about the case. Its answer comes back as an `Answer` of the same kind. */
export type CaseRead =
  | { readonly kind: 'readCase' }
  | { readonly kind: 'readTree'; readonly grouping: Grouping; readonly execIds: readonly string[] }
  | { readonly kind: 'readRows'; readonly processIds: readonly number[] }
  | { readonly kind: 'readProcess'; readonly processId: number }
  | { readonly kind: 'readProcessNamed'; readonly execId: string }
  | { readonly kind: 'readContainer'; readonly containerId: number }
  | { readonly kind: 'readConnectionGroups'; readonly filter: Filter; readonly by: Exclude<ConnectionGrouping, 'none'> }
  /** `group`: what the answer goes by. */
  | { readonly kind: 'readConnectionIds'; readonly group: string; readonly query: ConnectionListQuery }
  | { readonly kind: 'readConnections'; readonly ids: readonly number[] }
  /** The row that a connection of another revision has in this one. */
  | { readonly kind: 'readSameConnection'; readonly connection: Connection }
  | { readonly kind: 'readTimeline'; readonly missing: MissingPage; readonly query: TimelineQuery; readonly request: TimelineRequest }
  | { readonly kind: 'readDensity'; readonly query: SpanQuery; readonly buckets: number }
  | { readonly kind: 'readNames'; readonly filter: Filter }
  | { readonly kind: 'readContainers'; readonly filter: Filter; readonly withPorts: boolean }
  | { readonly kind: 'readServices'; readonly filter: Filter; readonly by: ServiceGrouping; readonly withPorts: boolean }
  | { readonly kind: 'readHeartbeats'; readonly filter: Filter; readonly isWhole: boolean }
  | { readonly kind: 'readContainerDetails'; readonly container: Container }
  | { readonly kind: 'readMatches'; readonly purpose: MatchPurpose; readonly text: string; readonly filter: Filter }
  | { readonly kind: 'readProblems'; readonly after?: number; readonly limit: number }
  | { readonly kind: 'readNotes' }
  /** What a focus is about, as something that a note can be written about. */
  | { readonly kind: 'readTarget'; readonly purpose: TargetPurpose; readonly focus: Focus }
  /** Values of what a focus is about, to be copied. */
  | { readonly kind: 'readCopies'; readonly focus: Focus }
  /** Where a note leads in this revision. */
  | { readonly kind: 'readNoteFocus'; readonly note: Note }
  /** Processes that a fuzzy search chooses from. */
  | { readonly kind: 'readCandidates' }
  | { readonly kind: 'readRaw'; readonly evidence: readonly EvidenceRef[]; readonly place: number };

/** A query of the timeline whose span is known. */
export interface SpanQuery extends TimelineQuery {
  readonly sinceUs: TimeUs;
  readonly untilUs: TimeUs;
}

/**
 * What matching processes were asked for. `search-again`: a search goes on in a tree that was read anew, and moves nothing. `preview`: they
 * are shown while a search or a filter is typed.
 */
export type MatchPurpose = 'search' | 'search-again' | 'filter' | 'preview';

/** What a target was asked for: a note begins with a typed line, a bookmark is kept or taken away at once. */
export type TargetPurpose = 'note' | 'bookmark';

/** Something done to the world outside. */
export type HostEffect =
  | { readonly kind: 'exportFindings' }
  | { readonly kind: 'exportAnswer'; readonly questionId: string; readonly processId: number }
  | { readonly kind: 'exportView'; readonly listing: ViewListing; readonly title: string; readonly format: ExportFormat }
  | { readonly kind: 'writeReport' }
  | { readonly kind: 'saveNote'; readonly draft: NoteDraft }
  | { readonly kind: 'removeNote'; readonly note: Note }
  | { readonly kind: 'rememberFilter'; readonly text: string }
  /** A line is going to be typed of which each letter asks for matches. */
  | { readonly kind: 'expectMatches' }
  | { readonly kind: 'switchMouse'; readonly isOn: boolean }
  | { readonly kind: 'labAnswerFrom'; readonly questionId: string; readonly subject: LabSubject }
  | { readonly kind: 'labAnswer'; readonly questionId: string; readonly field: string; readonly text: string }
  | { readonly kind: 'labHint'; readonly questionId: string }
  | { readonly kind: 'labBadge' }
  | { readonly kind: 'copy'; readonly label: string; readonly value: string }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'repaint' }
  | { readonly kind: 'quit' };

/** Something a view asks of the program around it. */
export type ScreenEffect =
  | { readonly kind: 'notify'; readonly notice: Notice }
  | { readonly kind: 'openOverlay'; readonly overlay: Overlay }
  | { readonly kind: 'goToProcess'; readonly processId: number }
  /** Answers the lab's question from what the view is about. */
  | { readonly kind: 'answerLab' }
  /** Shows another view, which begins with what `focus` is about. */
  | { readonly kind: 'goToView'; readonly viewId: string; readonly focus: Focus }
  /** The selection jumped within its view: what it came from is worth coming back to. */
  | { readonly kind: 'remember' }
  /** Runs a command of the view that is shown, if it can be done. */
  | { readonly kind: 'run'; readonly commandId: string }
  /** Back to a selection that was left; the history is already what it is to be. */
  | { readonly kind: 'returnTo'; readonly visit: Visit }
  | { readonly kind: 'clearFilter' };

/** What a case read gave. */
export type Answer =
  | { readonly kind: 'case'; readonly facts: CaseFacts }
  | { readonly kind: 'tree'; readonly skeleton: TreeSkeleton; readonly processIds: ReadonlyMap<string, number> }
  /** `undefined` for ids that do not exist: they were asked for, and are not asked for again. */
  | { readonly kind: 'rows'; readonly rows: ReadonlyMap<number, TreeRow | undefined> }
  | { readonly kind: 'process'; readonly processId: number; readonly details: ProcessDetails | undefined }
  | { readonly kind: 'processNamed'; readonly execId: string; readonly processId: number | undefined }
  | { readonly kind: 'container'; readonly containerId: number; readonly container: Container | undefined }
  | { readonly kind: 'connectionGroups'; readonly by: ConnectionGrouping; readonly groups: readonly ConnectionGroup[] }
  | { readonly kind: 'connectionIds'; readonly group: string; readonly ids: Int32Array }
  /** `undefined` for rows that do not exist. */
  | { readonly kind: 'connections'; readonly rows: ReadonlyMap<number, Connection | undefined> }
  | { readonly kind: 'sameConnection'; readonly id: number | undefined }
  | { readonly kind: 'timeline'; readonly missing: MissingPage; readonly page: TimelinePage }
  | { readonly kind: 'density'; readonly counts: readonly number[] }
  | { readonly kind: 'names'; readonly names: readonly NameSummary[] }
  | { readonly kind: 'containers'; readonly containers: readonly Container[]; readonly facts: ContainerFacts }
  /** Ports are there when they were asked for. */
  | { readonly kind: 'services'; readonly map: ServiceMap; readonly ports?: readonly ServedPort[] }
  | { readonly kind: 'heartbeats'; readonly read: ReadHeartbeats }
  | { readonly kind: 'containerDetails'; readonly details: ContainerDetails }
  | { readonly kind: 'matches'; readonly purpose: MatchPurpose; readonly text: string; readonly processIds: Int32Array }
  | { readonly kind: 'problems'; readonly after?: number; readonly rows: readonly ListedProblem[]; readonly isLast: boolean }
  | { readonly kind: 'notes'; readonly notes: readonly Note[] }
  | { readonly kind: 'target'; readonly purpose: TargetPurpose; readonly target: NoteTarget | undefined }
  | { readonly kind: 'copies'; readonly entries: readonly CopyEntry[] }
  | { readonly kind: 'noteFocus'; readonly note: Note; readonly focus: Focus | undefined }
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[]; readonly isPart: boolean }
  | { readonly kind: 'raw'; readonly evidence: readonly EvidenceRef[]; readonly place: number; readonly raw: RawEvent };

/** A process as a fuzzy search sees it. */
export interface Candidate {
  readonly processId: number;
  /** Of its program: what one remembers half of. */
  readonly name: string;
  readonly text: string;
}

/** A problem with its row. */
export type ListedProblem = Problem & { readonly id: number };

/** Everything the details of one process are drawn from. */
export interface ProcessDetails {
  readonly row: TreeRow;
  /** Parent first. */
  readonly ancestors: readonly ProcessRef[];
  /** By time. */
  readonly connections: ConnectionList;
}
