import type { Line, Span } from '../drawing/line.js';
import type { CaseRead } from '../effects.js';
import type { ViewListing } from '../listing.js';
import type { Command, Focus, Frame, Step, ViewEvent } from '../view.js';
import type { ListPane } from './list-layout.js';
import type { ListRows } from './list-rows.js';
import type { ListState } from './list-state.js';

/** The state of a view that is a list with details of the selected row. */
export interface ListViewState extends ListState {
  readonly pane: ListPane;
  readonly isZoomed: boolean;
  readonly detailsTop: number;
}

/** The state of a list view that nobody has touched. */
export const UNTOUCHED: ListViewState = { top: 0, pane: 'list', isZoomed: false, detailsTop: 0 };

/** The rows of a list that are on the screen. */
export interface ListWindow {
  readonly top: number;
  /** Rows, not lines: never past the end of the list. */
  readonly count: number;
}

/** What makes a view of a list: everything else is the same for all of them. */
export interface ListParts<S extends ListViewState> {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly description: string;
  /** What one row is: `connection`. */
  readonly noun: string;
  /** Commands besides those of moving and of panes. */
  readonly commands: readonly Command<S>[];
  init(): S;
  update(state: S, event: ViewEvent, frame: Frame): Step<S>;
  prepare?(state: S, frame: Frame): S;
  /** What the list, its window and the details of the selected row need of the case. */
  reads(state: S, frame: Frame, window: ListWindow): readonly CaseRead[];
  /** Asked for several times a step: what is costly to make is kept in the state. */
  rows(state: S, frame: Frame): ListRows;
  /** Right of the title: how much there is, how it is sorted. */
  note(state: S, frame: Frame): string;
  /** Names of the columns, above the rows; absent where the rows explain themselves. */
  heading?(state: S, columns: number, frame: Frame): Line;
  line(state: S, place: number, columns: number, frame: Frame): readonly Span[];
  /** Which condition left nothing to show, and the key that undoes it. */
  whyEmpty(state: S, frame: Frame): string;
  /** Of the selected row. */
  details(state: S, columns: number, frame: Frame): readonly Line[];
  /** Where the selected row stands, for the status line. */
  path(state: S, frame: Frame): string;
  focus?(state: S, frame: Frame): Focus;
  /** What the list shows, for a file. Absent: its rows as far as they were read. */
  listing?(state: S, frame: Frame): ViewListing | undefined;
  /** Whether the list is whole, though there may be reads left. Absent: it is once there are none. */
  isReady?(state: S): boolean;
  /** True while there are rows beyond those that were read. */
  hasMore?(state: S): boolean;
}
