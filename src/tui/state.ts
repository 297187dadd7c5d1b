import type { Note } from '../model/note.js';
import type { ImportProgress } from '../model/progress.js';
import { chromeRows, greetingRows } from './chrome-rows.js';
import type { Look } from './drawing/look.js';
import { type CaseFacts, NO_FACTS } from './facts.js';
import type { KeySettings } from './key-settings.js';
import { besideDock, type Dock, dockOf } from './lab/lab-dock.js';
import type { OpenLab } from './lab/open-lab.js';
import type { PendingReads } from './messages.js';
import type { Notice } from './notice.js';
import type { InterfaceSettings } from './options.js';
import type { Overlay } from './overlays/overlay.js';
import type { ActiveFilter, DrawTable, Frame, OpenView, Size } from './view.js';
import { VIEWS } from './views/index.js';
import { type History, NO_HISTORY } from './visit.js';

/** Everything that the screen is drawn from. */
export interface State {
  readonly title: string;
  readonly look: Look;
  /** Of the terminal. */
  readonly size: Size;
  readonly facts: CaseFacts;
  readonly filter?: ActiveFilter;
  readonly overlay?: Overlay;
  readonly notice?: Notice;
  readonly progress?: ImportProgress;
  /** What is being read elsewhere. */
  readonly pending: PendingReads;
  /** Which view is shown. */
  readonly viewId: string;
  readonly views: readonly OpenView[];
  readonly history: History;
  /** Keys by command, where they are not its own. */
  readonly keys: KeySettings;
  /** Notes and bookmarks, in the order in which they were written. */
  readonly notes: readonly Note[];
  /** Filters typed before, newest first. */
  readonly filters: readonly string[];
  readonly isMouseOn: boolean;
  /** True until the first key of somebody who is here for the first time. */
  readonly isGreeting?: boolean;
  /** The lab that is worked on. */
  readonly lab?: OpenLab;
  /** Absent until what draws tables is loaded. */
  readonly drawTable?: DrawTable;
}

/** The state before anything was read. */
export function initialState(title: string, look: Look, size: Size, settings: InterfaceSettings = {}): State {
  const { keys = {}, filters = [], isMouseOn = false } = settings;
  const views = VIEWS.map((view) => view.open());
  const nothing = { facts: NO_FACTS, pending: new Set<never>(), history: NO_HISTORY, notes: [] };
  return { ...nothing, title, look, size, viewId: 'tree', views, keys, filters, isMouseOn };
}

/** The smallest terminal that anything is drawn on. */
export const LEAST_SIZE: Size = { columns: 40, rows: 10 };

/** Whether the terminal is too small to draw on. */
export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < LEAST_SIZE.columns || rows < LEAST_SIZE.rows;
}

/** Whether an import is running. */
export function isImporting({ progress }: State): boolean {
  return progress !== undefined && progress.phase !== 'done' && progress.phase !== 'failed';
}

/** The view that is shown. */
export function shownView(state: State): OpenView {
  const shown = state.views.find(({ id }) => id === state.viewId) ?? state.views[0];
  if (shown === undefined) throw new Error('there is no view to show');
  return shown;
}

/** Room between the lines above and below. */
function roomOf({ size, progress, isGreeting }: State): Size {
  const around = chromeRows(size.rows, progress) + greetingRows(size.rows, isGreeting);
  return { columns: size.columns, rows: Math.max(1, size.rows - around) };
}

/** Where the lab stands beside the data; `undefined` where it does not. */
export function labDock(state: State): Dock | undefined {
  return dockOf(state.lab, state.viewId, roomOf(state));
}

/** What every view is lent. */
export function frameOf(state: State): Frame {
  return {
    facts: state.facts,
    ...(state.filter === undefined ? {} : { filter: state.filter }),
    room: besideDock(roomOf(state), labDock(state)),
    look: state.look,
    isImporting: isImporting(state),
    pending: state.pending,
    ...(state.lab === undefined ? {} : { lab: state.lab }),
    ...(state.drawTable === undefined ? {} : { drawTable: state.drawTable }),
  };
}
